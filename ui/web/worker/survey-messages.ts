// What the page hears of machines and requirements.
import type { Requirement } from '../../../scenarios/conformance/requirement.ts';
import type { MachineOutline } from '../../../sim/statechart/outline.ts';
import type { VerdictEntry } from '../../../sim/trace/records.ts';

/** What doesn't change from run to run: the machines, the catalogue. */
export interface Reference {
  readonly machines: readonly MachineSheet[];
  readonly requirements: readonly Requirement[];
  /** Transitions that no run takes, as `machine: from > event > to`, and why. */
  readonly untaken: Readonly<Record<string, string>>;
}

export interface MachineSheet {
  readonly layer: string;
  readonly title: string;
  readonly source: string;
  readonly outline: MachineOutline;
}

export interface Survey {
  readonly name: string;
  /** By `machine: from > event > to`; what was never taken is not there. */
  readonly taken: Readonly<Record<string, number>>;
  readonly verdicts: readonly SurveyVerdict[];
  /** Requirements that the scenario wants to show violated. */
  readonly expected: readonly string[];
}

export interface SurveyVerdict extends Pick<VerdictEntry, 'requirement' | 'outcome' | 'detail'> {
  /** How many records show it, and the first of them. */
  readonly proofs: number;
  readonly proof?: Proof;
}

/** Where a record stands: a message by its key, which a link can hold, anything else by its number. */
export interface Proof {
  readonly seq: number;
  readonly atUs: number;
  readonly key?: string;
}
