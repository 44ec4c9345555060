// How often something can be done in a second, and how two ways compare in one run. Machines are shared and noisy: each measurement is the best
// of several rounds, and rounds of those that are compared take turns.
import { performance } from 'node:perf_hooks';

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** This value over that of another, by its name. */
  readonly ratioTo: Readonly<Record<string, number>>;
  /** Whether it keeps to its budget, where it has one. */
  readonly held?: boolean;
}

/** One way to do a piece of work; `run` does it once and returns what keeps it from being optimised away. */
export interface Contender {
  readonly name: string;
  run(): unknown;
  /** Pieces of work in one `run`; 1 unless said. */
  readonly count?: number;
}

const rounds = 5;
const roundMs = 250;

/** Holds the last result, so that no engine may skip the work. */
const sinkhole: { last: unknown } = { last: undefined };

/** Pieces of work a second of each contender; the first is ours, and its row carries the ratios to the others. */
export function compare(unit: string, contenders: readonly Contender[]): Measured[] {
  const best = contenders.map(() => 0);
  for (const contender of contenders) rate(contender, roundMs / 2);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries())
      best[i] = Math.max(best[i] ?? 0, rate(contender, roundMs));
  }
  return contenders.map(({ name }, i) => {
    const value = best[i] ?? 0;
    const others =
      i === 0 ? contenders.slice(1).map((other, k) => [other.name, value / (best[k + 1] ?? 1)] as const) : [];
    return { name, value, unit, ratioTo: Object.fromEntries(others) };
  });
}

function rate(contender: Contender, ms: number): number {
  const begun = performance.now();
  let done = 0;
  let elapsed = 0;
  do {
    sinkhole.last = contender.run();
    done += contender.count ?? 1;
    elapsed = performance.now() - begun;
  } while (elapsed < ms);
  return (done * 1000) / elapsed;
}

/** The least time that one `run` took, in ms, over some rounds. */
export function leastMs(run: () => unknown, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    sinkhole.last = run();
    least = Math.min(least, performance.now() - begun);
  }
  return least;
}
