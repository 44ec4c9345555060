import type { Check } from './finding.ts';
import type { RunModel } from './model.ts';

/** How a requirement is judged: the places of a run where it applies. */
export type Judge = (run: RunModel) => Iterable<Check>;

export interface Monitor {
  readonly id: string;
  readonly judge: Judge;
  /** Why nothing is said of it where it applies nowhere: `no push began`. */
  readonly otherwise: string;
}

export function monitor(id: string, otherwise: string, judge: Judge): Monitor {
  return { id, otherwise, judge };
}
