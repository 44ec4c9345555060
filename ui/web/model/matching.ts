// What of a run a filter lets through.
import { each, type Steps } from '../../../sim/steps.ts';
import { type Filter, parseFilter } from './filter.ts';
import type { RunModel } from './run-model.ts';

export interface Matching {
  readonly keys: ReadonlySet<string>;
  readonly total: number;
  readonly problems: Filter['problems'];
}

/** Undefined where there is no filter. */
export function* findingMatches(model: RunModel, filter: string): Steps<Matching | undefined> {
  if (filter.trim() === '') return undefined;
  const { matches, problems } = parseFilter(filter);
  const { clauses, lanes, laneOf } = model;
  const titleOf = (node: string): string => lanes[laneOf.get(node) ?? -1]?.title ?? '';
  const keys = new Set<string>();
  yield* each(model.arrows, (arrow) => {
    if (matches(arrow, { clauses, titleOf })) keys.add(arrow.key);
  });
  return { keys, total: model.arrows.length, problems };
}
