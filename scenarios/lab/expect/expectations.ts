// What a scenario expects of its trace, once it has been read: every time in µs, every name known.
import type { EndReason, Json } from '../../../sim/trace/records.ts';
import type { Place } from '../scenario.ts';

/** What the file expects of the trace; `judge` in expect.ts holds it against one. */
export interface Expectations {
  readonly ladder?: {
    readonly exactly: boolean;
    readonly steps: readonly LadderStep[];
    readonly place: Place;
  };
  readonly requirements: readonly RequirementExpectation[];
  readonly timers: readonly TimerExpectation[];
  readonly states: readonly StateExpectation[];
  readonly stores: readonly StoreExpectation[];
  readonly outcomes: readonly OutcomeExpectation[];
  readonly counts: readonly CountExpectation[];
  readonly ends?: { readonly reason: EndReason; readonly place: Place };
}

/** `bob -> core: 200 INVITE (lost)`. */
export interface LadderStep {
  readonly from: string;
  readonly to: string;
  /** Matched like a fault rule's name. */
  readonly summary: string;
  readonly lost: boolean;
  readonly duplicate: boolean;
  /** `(retransmission 2)`; absent: any transmission. */
  readonly retransmission?: number;
  readonly text: string;
  readonly place: Place;
}

export interface RequirementExpectation {
  readonly requirement: string;
  readonly outcome: 'held' | 'violated';
  readonly place: Place;
}

export interface TimerExpectation {
  readonly change: 'set' | 'fired' | 'cleared';
  readonly timer: string;
  readonly on?: string;
  readonly atUs?: number;
  readonly times?: number;
  readonly place: Place;
}

/** Some machine of this name on that host is in the state `is` at the end, or was once in `reached`. */
export interface StateExpectation {
  readonly machine: string;
  readonly on?: string;
  readonly is?: string;
  readonly reached?: string;
  readonly place: Place;
}

export interface StoreExpectation {
  readonly on: string;
  readonly what: string;
  /** Where given, the stored value is equal to it, or contains it. */
  readonly value?: Json;
  readonly place: Place;
}

/** How the pushes of a sender ended. One word is about all of them; several are about one push each, in the order in which they ended. */
export interface OutcomeExpectation {
  readonly on: string;
  /** What came of this file, where it is one of several of a push or a pull. */
  readonly file?: string;
  readonly outcomes: readonly ('delivered' | 'failed' | 'declined' | 'cancelled' | 'aborted')[];
  readonly place: Place;
}

/** How often messages of this name were sent, over all hops or over one. */
export interface CountExpectation {
  readonly summary: string;
  readonly from?: string;
  readonly to?: string;
  readonly times: number;
  readonly place: Place;
}
