import type { Us } from '../time.ts';

/**
 * The records of a trace (CONTRACT.md, "The trace"). Keys are written in the order in which they stand here; `type`, `seq`, `at`
 * and `cause` come first in every record and are put there by the trace itself.
 */
export type TraceRecord = Stamped<Entry>;

export type Stamped<E extends { readonly type: string }> = E extends unknown
  ? { readonly type: E['type']; readonly seq: number; readonly at: Us; readonly cause?: number } & Omit<
      E,
      'type'
    >
  : never;

/** A record as it is handed to the trace, before it has a number and a time. */
export type Entry =
  | RunEntry
  | EndEntry
  | MessageEntry
  | MessageFateEntry
  | PacketEntry
  | TimerEntry
  | StateEntry
  | EventIgnoredEntry
  | ActEntry
  | BindingEntry
  | ScoreEntry
  | StoreEntry
  | VerdictEntry
  | FaultEntry
  | NoteEntry;

export interface RunEntry {
  readonly type: 'run';
  readonly title: string;
  readonly scenario: string;
  readonly seed: string;
  readonly epoch: string;
  /** The resolved scenario: what the run was told, after defaults and `--set`. */
  readonly parameters: Json;
}

/** Why a run ended: nothing left to do; the asked time reached; a limit hit; an end that was asked for. */
export type EndReason = 'idle' | 'until' | 'limit of events' | 'limit of virtual time' | 'error';

export interface EndEntry {
  readonly type: 'end';
  readonly reason: EndReason;
  readonly events: number;
  readonly fingerprint: string;
}

/** Text as it is; bytes that are not UTF-8 as base64; above 64 KiB the head, the number of bytes and their SHA-1. */
export type Raw =
  | string
  | { readonly base64: string }
  | { readonly head: string | { readonly base64: string }; readonly bytes: number; readonly sha1: string };

export interface MessageEntry {
  readonly type: 'message.sent' | 'message.received';
  readonly id: number;
  readonly key: string;
  readonly transaction: string;
  readonly transmission: number;
  readonly node: string;
  readonly from: string;
  readonly to: string;
  readonly transport: 'udp' | 'tcp';
  readonly protocol: string;
  readonly summary: string;
  readonly raw: Raw;
}

export interface MessageFateEntry {
  readonly type: 'message.dropped' | 'message.duplicated' | 'message.delayed';
  readonly id: number;
  readonly key: string;
  readonly link: string;
  readonly reason: string;
  /** The draw in [0, 1) that decided it, where chance did. */
  readonly draw?: number;
  /** By how much it was delayed, in µs; for a duplicate, how long after the first the copy arrives. */
  readonly byUs?: Us;
}

export interface PacketEntry {
  readonly type: 'packet.sent' | 'packet.received' | 'packet.dropped';
  readonly packet: number;
  readonly from: string;
  readonly to: string;
  readonly protocol: 'udp' | 'tcp';
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
  readonly info: string;
  readonly reason?: string;
}

export interface TimerEntry {
  readonly type: 'timer.set' | 'timer.fired' | 'timer.cleared';
  readonly node: string;
  readonly owner: string;
  readonly name: string;
  readonly due: Us;
}

export interface StateEntry {
  readonly type: 'state';
  readonly node: string;
  readonly machine: string;
  readonly id: string;
  /** Empty where the machine starts. Nested states are written with dots. */
  readonly from: string;
  readonly to: string;
  readonly on: string;
}

export interface EventIgnoredEntry {
  readonly type: 'event.ignored';
  readonly node: string;
  readonly machine: string;
  readonly id: string;
  readonly state: string;
  readonly event: string;
}

/** A line of the timeline, carried out. */
export interface ActEntry {
  readonly type: 'act';
  readonly node: string;
  readonly act: string;
  readonly detail: Json;
}

export interface BindingEntry {
  readonly type: 'binding';
  readonly node: string;
  readonly aor: string;
  readonly change: 'added' | 'refreshed' | 'removed' | 'expired';
  readonly contact: string;
  readonly expiresS: number;
  readonly q: string;
  readonly features: readonly string[];
}

/** One contact of one routing decision (RFC 3841 §7.2). */
export interface ScoreEntry {
  readonly type: 'score';
  readonly node: string;
  readonly request: string;
  readonly contact: string;
  readonly q: string;
  readonly score: string;
  readonly outcome: 'kept' | 'dropped' | 'immune' | 'restored';
  readonly rank: number;
  readonly because: Json;
}

/** What an agent stored (allowed methods, session identity, application reference, a file …). */
export interface StoreEntry {
  readonly type: 'store';
  readonly node: string;
  readonly what: string;
  readonly value: Json;
}

export interface VerdictEntry {
  readonly type: 'verdict';
  readonly requirement: string;
  readonly outcome: 'held' | 'violated' | 'not exercised';
  readonly because: readonly number[];
  readonly detail?: string;
}

/** A fault rule at work on something that is not a message: partition, hold, crash, restart, reset, refuse, stall, set. */
export interface FaultEntry {
  readonly type: 'fault';
  readonly rule: number;
  readonly fault: string;
  readonly on: string;
  readonly detail?: string;
}

export interface NoteEntry {
  readonly type: 'note';
  readonly node: string;
  readonly text: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
