// Timers as spans: set, and then fired, cleared, or still pending at the end.

import { each, type Steps } from '../../../sim/steps.ts';
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
  readonly end?: Instant;
  readonly outcome: 'fired' | 'cleared' | 'pending';
  readonly dueUs: number;
  /** Worth showing at first sight: it fired and something came of it, or its owner had such a timer. */
  readonly telling: boolean;
}

/** Makes the spans of a trace as it is told; a timer is known by its node, owner and name, of which one is pending at a time. */
export interface TimerMaker {
  take(record: TraceRecord): void;
  /** All so far, in the order in which they were set, and which of them are worth telling by now. */
  telling(): Steps<readonly TimerSpan[]>;
}

type OpenSpan = { -readonly [K in keyof TimerSpan]: TimerSpan[K] };

export function createTimerMaker(): TimerMaker {
  const quiet = watchQuietTimers();
  const spans: OpenSpan[] = [];
  /** Each owner has a number, and of each span its owner's is known. */
  const owners = new Map<string, number>();
  const ownerOf: number[] = [];
  const pending = new Map<string, OpenSpan>();
  return {
    take(record) {
      quiet.take(record);
      if (record.type === 'timer.set') {
        const span = openSpan(record);
        spans.push(span);
        ownerOf.push(numberOf(`${record.node}/${record.owner}`, owners));
        pending.set(keyOf(record), span);
      } else if (record.type === 'timer.fired' || record.type === 'timer.cleared') {
        const key = keyOf(record);
        const span = pending.get(key);
        if (span === undefined) return;
        pending.delete(key);
        span.end = { atUs: record.at, seq: record.seq };
        span.outcome = record.type === 'timer.fired' ? 'fired' : 'cleared';
      }
    },
    *telling() {
      const loud = ({ outcome, end }: OpenSpan): boolean =>
        outcome === 'fired' && end !== undefined && !quiet.quiet.has(end.seq);
      const telling = new Uint8Array(owners.size);
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

function numberOf(name: string, known: Map<string, number>): number {
  const number = known.get(name) ?? known.size;
  known.set(name, number);
  return number;
}

function keyOf({ node, owner, name }: TimerEntry): string {
  return `${node}/${owner}/${name}`;
}

function openSpan(set: Stamped<TimerEntry>): OpenSpan {
  return {
    kind: 'timer',
    node: set.node,
    owner: set.owner,
    name: visible(set.name.replace(/^timer(?=[A-Z0-9])/, '')),
    set: { atUs: set.at, seq: set.seq },
    outcome: 'pending',
    dueUs: set.due,
    telling: false,
  };
}
