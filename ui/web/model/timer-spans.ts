// Timers as spans: set, and then fired, cleared, or still pending at the end.

import { type Steps, stretches } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import type { Stamped, TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';
import { innerLifeOf } from '../../views/quiet-timers.ts';
import { visible } from '../visible.ts';
import type { Instant } from './arrows.ts';
import { copying, twiceAsLong } from './growing.ts';

export interface TimerSpan {
  readonly kind: 'timer';
  readonly node: string;
  readonly owner: string;
  /** `A`, `100`, `refresh`. */
  readonly name: string;
  readonly set: Instant;
  readonly end?: Instant | undefined;
  readonly outcome: 'fired' | 'cleared' | 'pending';
  readonly dueUs: Us;
  /** Worth showing at first sight: it fired and something came of it, or its owner had such a timer. */
  readonly telling: boolean;
}

/** Makes the spans of a trace as it is told; a timer is known by its node, owner and name, of which one is pending at a time. */
export interface TimerMaker {
  take(record: TraceRecord): void;
  /** Finds which of them are worth telling by now, and when the last of those ends; 0 where none does. */
  telling(): Steps<Us>;
}

/** What has been told of the timers so far: all in the order in which they were set. */
export interface ToldTimers {
  readonly spans: ToldTimer[];
  readonly columns: TimerColumns;
  readonly owners: Owners;
}

/** Timers that another run has, too. What becomes of them in this one is told of copies. */
export interface SharedTimers {
  /** The place of the one that fired with this record, if it is among them. */
  fired(seq: number): number | undefined;
  /** The timer at this place, of this run alone. */
  own(index: number): ToldTimer;
}

/** By their places among the spans. */
export class TimerColumns {
  /** The number of its owner. */
  owner = new Uint32Array(64);
  /** The number of the record that ended it, and of the last that tells of it or of what it brought about; 0 where none does. */
  ended = new Float64Array(64);
  told = new Float64Array(64);
  /** Bits. */
  is = new Uint8Array(64);

  /** It is pending. */
  set(index: number, owner: number): void {
    if (index === this.is.length)
      for (const column of columnNames) this[column] = twiceAsLong(this[column]) as never;
    this.owner[index] = owner;
    this.ended[index] = 0;
    this.told[index] = 0;
    this.is[index] = 0;
  }

  /** A record is of what its firing brought about. */
  hear(index: number, record: TraceRecord, owner: string): void {
    this.told[index] = record.seq;
    this.is[index]! |= innerLifeOf(record) === owner ? stirred : spoke;
  }

  /** As another's are: what is told from here on has a place of its own. */
  beginningAs(other: TimerColumns): Steps<void> {
    return copying(columnNames, other, this as Record<ColumnName, never>);
  }

  /** It fired, and something came of it. */
  isLoud(index: number): boolean {
    const [is, own] = [this.is[index]!, stirred | spoke];
    return (is & hasFired) !== 0 && (is & own) !== stirred;
  }
}

const columnNames = ['owner', 'ended', 'told', 'is'] as const;
type ColumnName = (typeof columnNames)[number];

const hasFired = 1;
const wasCleared = 2;
/** What came of its firing: changes of its own machine, and what reaches beyond that. */
export const stirred = 4;
export const spoke = 8;
/** Its span knows that it is worth telling. */
const tells = 16;

/** What each owner has pending. Its names are words that all its records share: no key is made of them for each. */
export interface Owner {
  readonly number: number;
  /** Places among the spans. */
  readonly pending: number[];
}

/** They are known by node and name, and numbered. */
export class Owners {
  readonly #nodes = new Map<string, Map<string, Owner>>();
  readonly #shared: ((record: TimerEntry) => Owner | undefined) | undefined;
  count: number;

  /** The first of them may be those that another run has, too. */
  constructor(count = 0, shared?: (record: TimerEntry) => Owner | undefined) {
    this.count = count;
    this.#shared = shared;
  }

  of(record: TimerEntry): Owner {
    const { node, owner } = record;
    const known = this.#nodes.get(node) ?? new Map<string, Owner>();
    if (known.size === 0) this.#nodes.set(node, known);
    let own = known.get(owner);
    if (own === undefined) {
      own = this.#shared?.(record) ?? { number: this.count++, pending: [] };
      known.set(owner, own);
    }
    return own;
  }

  /** Its number; undefined for one that is not known. */
  numberOf({ node, owner }: TimerEntry): number | undefined {
    return this.#nodes.get(node)?.get(owner)?.number;
  }
}

export function noTimers(): ToldTimers {
  return { spans: [], columns: new TimerColumns(), owners: new Owners() };
}

export function createTimerMaker({ spans, columns, owners }: ToldTimers, shared?: SharedTimers): TimerMaker {
  /** The places of those that fired, by the number of that record. */
  const fired = new Map<number, number>();
  const own = (index: number): ToldTimer => shared?.own(index) ?? spans[index]!;
  return {
    take(record) {
      const { cause = -1, seq } = record;
      const brought = fired.get(cause) ?? shared?.fired(cause);
      if (brought !== undefined) columns.hear(brought, record, spans[brought]!.owner);
      if (record.type !== 'timer.set' && record.type !== 'timer.fired' && record.type !== 'timer.cleared')
        return;
      const { number, pending } = owners.of(record);
      const before = pending.findIndex((index) => spans[index]!.record.name === record.name);
      if (record.type === 'timer.set') {
        const index = spans.push(new ToldTimer(record)) - 1;
        columns.set(index, number);
        pending[before < 0 ? pending.length : before] = index;
      } else if (before >= 0) {
        const [index = 0] = pending.splice(before, 1);
        const isFired = record.type === 'timer.fired';
        own(index).ending = record;
        columns.ended[index] = seq;
        columns.told[index] = seq;
        columns.is[index]! |= isFired ? hasFired : wasCleared;
        if (isFired) fired.set(seq, index);
      }
    },
    *telling() {
      const { is, owner } = columns;
      const loud = new Uint8Array(owners.count);
      yield* stretches(spans.length, (from, until) => {
        for (let index = from; index < until; index++) if (columns.isLoud(index)) loud[owner[index]!] = 1;
      });
      let lastUs = 0;
      yield* stretches(spans.length, (from, until) => {
        for (let index = from; index < until; index++) {
          const cleared = (is[index]! & wasCleared) !== 0;
          const telling = columns.isLoud(index) || (cleared && loud[owner[index]!] === 1);
          if (telling !== ((is[index]! & tells) !== 0)) {
            own(index).telling = telling;
            is[index]! ^= tells;
          }
          if (telling) lastUs = Math.max(lastUs, spans[index]!.ending?.at ?? 0);
        }
      });
      return lastUs;
    },
  };
}

/** Of its records, from which it is read when it is asked for: a long run has a hundred thousand, and shows few. */
export class ToldTimer implements TimerSpan {
  readonly record: Stamped<TimerEntry>;
  ending: Stamped<TimerEntry> | undefined = undefined;
  telling = false;

  constructor(record: Stamped<TimerEntry>) {
    this.record = record;
  }

  /** What is told of one is not told of the other. */
  copied(): ToldTimer {
    const copy = new ToldTimer(this.record);
    copy.ending = this.ending;
    copy.telling = this.telling;
    return copy;
  }

  get kind(): 'timer' {
    return 'timer';
  }

  get node(): string {
    return this.record.node;
  }

  get owner(): string {
    return this.record.owner;
  }

  get name(): string {
    return visible(this.record.name.replace(/^timer(?=[A-Z0-9])/, ''));
  }

  get set(): Instant {
    return { atUs: this.record.at, seq: this.record.seq };
  }

  get end(): Instant | undefined {
    return this.ending && { atUs: this.ending.at, seq: this.ending.seq };
  }

  get outcome(): TimerSpan['outcome'] {
    if (this.ending === undefined) return 'pending';
    return this.ending.type === 'timer.fired' ? 'fired' : 'cleared';
  }

  get dueUs(): Us {
    return this.record.due;
  }
}
