// Two runs compared: their messages, where they part, and what follows from what. It loads when there is a second run.

import { atOnce, each, type Steps } from '../../../sim/steps.ts';
import { comparing } from '../../views/compare/compare-messages.ts';
import { findingConsequences } from '../../views/compare/consequences.ts';
import { findingDivergence } from '../../views/compare/divergence.ts';
import type { Arrow } from './arrows.ts';
import type { RunComparison } from './run-comparison.ts';
import type { RunModel } from './run-model.ts';

export function compareRuns(a: RunModel, b: RunModel): RunComparison {
  return atOnce(comparingRuns(a, b));
}

/** The same step by step. */
export function* comparingRuns(a: RunModel, b: RunModel): Steps<RunComparison> {
  const comparison = yield* comparing(messagesOf(a), messagesOf(b));
  const gone: Arrow[] = [];
  yield* each(comparison.differences, ({ kind, a: message }) => {
    const arrow = kind === 'only a' && message !== undefined ? a.arrowByKey.get(message.key) : undefined;
    if (arrow !== undefined) gone.push(arrow);
  });
  const divergence = yield* findingDivergence(a.data.records, b.data.records);
  const consequences = yield* findingConsequences(comparison, a.data.records, b.data.records);
  return { ...comparison, gone, divergence, consequences, runs: { a, b } };
}

/** About so many items are looked at on the way: where all of them differ a few more, where none do fewer. */
export function itemsIn(a: RunModel, b: RunModel): number {
  const messages = a.arrows.length + b.arrows.length;
  const records = a.data.records.length + b.data.records.length;
  return 3 * messages + 3 * records;
}

function messagesOf({ arrows }: RunModel) {
  return arrows.map(({ message }) => message);
}
