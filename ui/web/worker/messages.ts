// What the page and its worker say to one another.
import type { EndReason, TraceRecord } from '../../../sim/trace/records.ts';
import type { Verdict } from '../../views/text/closing.ts';
import type { RecordPack } from './packed-records.ts';
import type { Reference, Survey } from './survey-messages.ts';

/** Which run is meant. */
export interface RunRequest {
  /** What errors and the trace call it. */
  readonly name: string;
  /** Absent where it is the scenario that ships under that name, as it ships. */
  readonly text?: string;
  /** Instead of the scenario's. */
  readonly seed?: string;
  /** Fault rules beyond the scenario's own, each as YAML in one line. */
  readonly faults: readonly string[];
  /** What else of the scenario is another, as `--set` has it. */
  readonly sets?: readonly string[];
}

/** With its text at hand. */
export interface WrittenRequest extends RunRequest {
  readonly text: string;
}

export interface RunData {
  readonly records: readonly TraceRecord[];
  readonly verdict: Verdict;
  readonly fingerprint: string;
  readonly reason: EndReason;
  readonly seed: string;
  readonly title: string;
  readonly description: string;
  /** All fault rules, the scenario's own first, as people say them. */
  readonly faults: readonly string[];
  /** How many of them are the scenario's own. */
  readonly ownFaults: number;
  /** The numbers of rules that matched nothing, from 1. */
  readonly unmatched: readonly number[];
  /** What the simulation took, in ms of real time. */
  readonly tookMs: number;
}

export type RunAnswer =
  | { readonly ok: true; readonly run: RunData }
  /** What is wrong with the scenario, one line each; `defect` where it is the lab's fault; how far the run came, where it began. */
  | {
      readonly ok: false;
      readonly errors: readonly string[];
      readonly defect: boolean;
      readonly soFar?: readonly TraceRecord[];
    };

/** What is wrong with a scenario, at its place in the text; without one where a change beside the text brought it. */
export interface Problem {
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** A run's answer without its records, which travel packed: in batches, and the rest beside it. */
export type ClosingAnswer =
  | { readonly ok: true; readonly run: Omit<RunData, 'records'> }
  | Extract<RunAnswer, { ok: false }>;

/** More of a run that is being simulated. */
export interface RunBatch extends MoreRecords {
  /** How far it is. */
  readonly events: number;
  readonly nowUs: number;
  /** Nothing more will happen in it: it is being judged. */
  readonly over: boolean;
}

/** What a run has come to since it was last told. */
export interface MoreRecords {
  /** So many of its records, but for the first, are those of the run that it comes after. */
  readonly shared: number;
  /** Its own: the first one, and what comes behind those. */
  readonly pack: RecordPack;
}

export type Order =
  /** `after` is the order of a run that it may have its beginning from. */
  | { readonly id: number; readonly do: 'run'; readonly request: RunRequest; readonly after?: number }
  /** Ends the run of another order where it is; one that is over is not judged any more. Of an unwanted one not even that. */
  | { readonly id: number; readonly do: 'stop'; readonly run: number; readonly unwanted: boolean }
  /** The page is drawing: the worker waits until it may go on. Without an answer. */
  | { readonly id: number; readonly do: 'pause' }
  | { readonly id: number; readonly do: 'go on' }
  /** A run is shown: what judges it may be fetched. */
  | { readonly id: number; readonly do: 'may judge' }
  /** What happens at this time may be what is broken next, in the last run without further fault rules or in the one `altered` after it. */
  | { readonly id: number; readonly do: 'stand ready'; readonly atUs: number; readonly altered: boolean }
  /** Answered at once, whatever else is under way. */
  | { readonly id: number; readonly do: 'check'; readonly request: RunRequest }
  /** The text of a scenario that ships; answered at once too. */
  | { readonly id: number; readonly do: 'text'; readonly name: string }
  /** The first ladder stands: what is needed for the next may be fetched. Without an answer. */
  | { readonly id: number; readonly do: 'make ready' }
  | { readonly id: number; readonly do: 'read'; readonly file: File }
  /** At a host, or at the sender of each packet. */
  | {
      readonly id: number;
      readonly do: 'capture';
      readonly request: RunRequest;
      readonly at: string | undefined;
    }
  | { readonly id: number; readonly do: 'survey'; readonly request: RunRequest }
  | { readonly id: number; readonly do: 'reference' };

export type Delivery =
  | { readonly id: number; readonly batch: RunBatch }
  | { readonly id: number; readonly answer: ClosingAnswer; readonly rest: MoreRecords }
  | { readonly id: number; readonly problems: readonly Problem[] }
  | { readonly id: number; readonly text: string | undefined }
  /** The records of a file, or what is wrong with it, in a sentence. */
  | { readonly id: number; readonly read: RecordPack | string }
  | { readonly id: number; readonly capture: Uint8Array<ArrayBuffer> | undefined }
  | { readonly id: number; readonly survey: Survey | undefined }
  | { readonly id: number; readonly reference: Reference };
