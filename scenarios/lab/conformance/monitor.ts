import type { Check } from './finding.ts';
import type { RunModel } from './model.ts';

/** How a requirement is judged: the places of a run where it applies. */
export type Judge = (run: RunModel) => Iterable<Check>;

export interface Monitor {
  readonly id: string;
  readonly judge: Judge;
  /** Why nothing is said of it where it applies nowhere: `no push began`. */
  readonly otherwise: string;
  /** It is about what one says by oneself, whatever one was told before: what a fault altered elsewhere is no excuse. */
  readonly byItself?: true;
}

/** Monitors of that kind. */
export function byItself(monitors: readonly Monitor[]): Monitor[] {
  return monitors.map((one) => ({ ...one, byItself: true }));
}

export function monitor(id: string, otherwise: string, judge: Judge): Monitor {
  return { id, otherwise, judge };
}
