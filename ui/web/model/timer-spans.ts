// Timers as spans: set, and then fired, cleared, or still pending at the end.

import { each, type Steps } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import type { Stamped, TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';
import { watchQuietTimers } from '../../views/quiet-timers.ts';
import { visible } from '../visible.ts';
import type { Instant } from './arrows.ts';

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
  /** All so far, in the order in which they were set, and which of them are worth telling by now. */
  telling(): Steps<readonly TimerSpan[]>;
}

/** What each owner has pending. Its names are words that all its records share: no key is made of them for each. */
interface Owner {
  readonly number: number;
  readonly pending: ToldTimer[];
}

export function createTimerMaker(): TimerMaker {
  const quiet = watchQuietTimers();
  const spans: ToldTimer[] = [];
  const owners = createOwners();
  /** The number of each span's owner. */
  const ownerOf: number[] = [];
  return {
    take(record) {
      quiet.take(record);
      if (record.type === 'timer.set') {
        const { number, pending } = owners.of(record);
        const span = new ToldTimer(record);
        const before = pending.findIndex(({ record: { name } }) => name === record.name);
        if (before < 0) pending.push(span);
        else pending[before] = span;
        spans.push(span);
        ownerOf.push(number);
      } else if (record.type === 'timer.fired' || record.type === 'timer.cleared') {
        const { pending } = owners.of(record);
        const place = pending.findIndex(({ record: { name } }) => name === record.name);
        if (place < 0) return;
        pending[place]!.ending = record;
        pending.splice(place, 1);
      }
    },
    *telling() {
      const loud = ({ ending }: ToldTimer): boolean =>
        ending?.type === 'timer.fired' && !quiet.quiet.has(ending.seq);
      const telling = new Uint8Array(owners.count());
      yield* each(spans, (span, index) => {
        if (loud(span)) telling[ownerOf[index]!] = 1;
      });
      yield* each(spans, (span, index) => {
        span.telling = loud(span) || (span.outcome === 'cleared' && telling[ownerOf[index]!] === 1);
      });
      return spans;
    },
  };
}

/** They are known by node and name, and numbered. */
function createOwners(): { of(record: TimerEntry): Owner; count(): number } {
  const nodes = new Map<string, Map<string, Owner>>();
  let count = 0;
  return {
    of({ node, owner }) {
      const known = nodes.get(node) ?? new Map<string, Owner>();
      if (known.size === 0) nodes.set(node, known);
      let own = known.get(owner);
      if (own === undefined) {
        own = { number: count++, pending: [] };
        known.set(owner, own);
      }
      return own;
    },
    count: () => count,
  };
}

/** Of its records, from which it is read when it is asked for: a long run has a hundred thousand, and shows few. */
class ToldTimer implements TimerSpan {
  readonly record: Stamped<TimerEntry>;
  ending: Stamped<TimerEntry> | undefined = undefined;
  telling = false;

  constructor(record: Stamped<TimerEntry>) {
    this.record = record;
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
