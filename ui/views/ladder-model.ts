import type { Us } from '../../sim/time.ts';
import type { EndReason, Raw } from '../../sim/trace/records.ts';

// The ladder as plain data: what every drawing of it, in text, SVG or the page, starts from. `buildLadder` in build-ladder.ts makes it.

export interface Ladder {
  readonly title: string;
  readonly scenario: string;
  readonly seed: string;
  readonly epoch: string;
  /** The names of the nodes, from left to right; rows name lanes by their index. */
  readonly lanes: readonly string[];
  /** In the order in which things happened. */
  readonly rows: readonly Row[];
  readonly counts: LadderCounts;
  /** Absent in a trace that was cut off. */
  readonly end?: {
    readonly atUs: Us;
    readonly reason: EndReason;
    readonly events: number;
    readonly fingerprint: string;
  };
  readonly requirements: readonly RequirementOutcome[];
}

export interface LadderCounts {
  readonly messages: number;
  readonly lost: number;
  /** Transmissions after the first of their message. */
  readonly again: number;
  readonly duplicated: number;
  readonly timersFired: number;
  /** Those of them that did no more than end or change their own machine (`quiet-timers.ts`). */
  readonly timersQuiet: number;
}

export interface RequirementOutcome {
  readonly requirement: string;
  readonly outcome: 'held' | 'violated' | 'not exercised';
  readonly because: readonly number[];
  readonly detail: string;
}

export type Row = MessageRow | ArrivalRow | TimerRow | MarkRow | GapRow;

/** One transmission of one message, at the time when it was sent. */
export interface MessageRow {
  readonly kind: 'message';
  readonly seq: number;
  readonly atUs: Us;
  readonly id: number;
  readonly key: string;
  readonly transaction: string;
  /** 0 for the first, 1 for its first retransmission … */
  readonly transmission: number;
  readonly from: number;
  readonly to: number;
  /** The nodes themselves, where a lane holds several. */
  readonly fromNode: string;
  readonly toNode: string;
  readonly transport: 'udp' | 'tcp';
  readonly protocol: string;
  readonly summary: string;
  readonly raw: Raw;
  /** Absent when it was lost or was still under way at the end. */
  readonly arrivedUs?: Us | undefined;
  readonly arrivedSeq?: number | undefined;
  readonly lost?:
    | {
        readonly atUs: Us;
        readonly reason: string;
        readonly link: string;
        readonly draw?: number;
      }
    | undefined;
  readonly delays: readonly { readonly reason: string; readonly byUs?: Us }[];
  readonly duplicated?: { readonly reason: string; readonly byUs?: Us } | undefined;
  /** Changed on its way. */
  readonly corrupted?: true | undefined;
  /** Numbers the messages whose arrival has a row of its own, because others crossed or overtook them or they were held up. */
  readonly apart?: number;
}

/** The arrival of a message that is drawn apart from its sending, or of the copy of one. */
export interface ArrivalRow {
  readonly kind: 'arrival';
  readonly seq: number;
  readonly atUs: Us;
  readonly message: MessageRow;
  readonly copy: boolean;
}

export interface TimerRow {
  readonly kind: 'timer';
  readonly seq: number;
  readonly atUs: Us;
  readonly lane: number;
  /** `Timer A`, `refresh`. */
  readonly name: string;
  readonly owner: string;
  readonly change: 'set' | 'fired' | 'cleared';
  readonly dueUs: Us;
}

export type Mark = 'act' | 'fault' | 'note' | 'binding' | 'score' | 'store' | 'state' | 'ignored';

/** Something that happened at one lane, or to the network as a whole (lane -1). */
export interface MarkRow {
  readonly kind: 'mark';
  readonly seq: number;
  readonly atUs: Us;
  readonly lane: number;
  readonly mark: Mark;
  readonly text: string;
  /** What there is to say beyond the line. */
  readonly detail: string;
}

/** Time in which nothing on this ladder happened; it ends at `atUs`. */
export interface GapRow {
  readonly kind: 'gap';
  readonly atUs: Us;
  readonly lengthUs: Us;
}
