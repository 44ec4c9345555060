import type { Clock } from '../time.ts';
import type { Entry, TraceRecord } from './records.ts';

/** Where records go: an array, a file, a hash. A sink is called once a record, in order. */
export type Sink = (record: TraceRecord) => void;

/** Numbers and dates what happens, and remembers what brought it about. */
export interface Trace {
  /** False when nobody looks: then `record` returns -1 and costs nothing, and callers may skip building what they would record. */
  readonly on: boolean;
  /** Records are numbered, but nobody hears of them just now: callers may leave out of a record what is costly to make. */
  readonly silent: boolean;
  /** Appends a record; its cause is `cause`, or else the record that is being handled now. Returns its `seq`. */
  record(entry: Entry, cause?: number): number;
  /** The `seq` of what is being handled now, -1 for nothing. */
  readonly current: number;
  /** Runs `action` with `seq` as the cause of all that it records. */
  because<T>(seq: number, action: () => T): T;
}

/** A trace that can keep silent for a while: what it would say is known. */
export interface TellingTrace extends Trace {
  /** How many records there are: the number of the next one. */
  readonly count: number;
  /** Lets the sinks hear no more until the record of this number, or until `tell`. */
  keepSilent(until: number): void;
  /** The number of the record from which on the sinks hear. */
  readonly silentUntil: number;
  /** From now on the sinks hear. */
  tell(): void;
}

/** Makes a trace that stamps records with the clock's time and hands them to the sinks. Without sinks it is off. */
export function createTrace(clock: Pick<Clock, 'nowUs'>, sinks: readonly Sink[]): TellingTrace {
  let next = 0;
  let silentUntil = 0;
  let current = -1;
  const on = sinks.length > 0;
  return {
    on,
    get silent() {
      return next < silentUntil;
    },
    get count() {
      return next;
    },
    keepSilent(until) {
      silentUntil = until;
    },
    tell() {
      silentUntil = Math.min(silentUntil, next);
    },
    get silentUntil() {
      return silentUntil;
    },
    get current() {
      return current;
    },
    record(entry, cause = current) {
      if (!on) return -1;
      const seq = next++;
      if (seq < silentUntil) return seq;
      const { type } = entry;
      const stamp = cause >= 0 ? { type, seq, at: clock.nowUs, cause } : { type, seq, at: clock.nowUs };
      const record = Object.assign(stamp, entry) as unknown as TraceRecord;
      for (const sink of sinks) sink(record);
      return seq;
    },
    because(seq, action) {
      const before = current;
      current = seq;
      try {
        return action();
      } finally {
        current = before;
      }
    },
  };
}
