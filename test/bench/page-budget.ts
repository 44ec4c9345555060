// The budget of the page, and whether it is held. Machines are shared: what is measured in time is held against an empty page, too, which
// shows how much slower than it could be the machine is just now. The budget is as much longer then.
import type { Measured } from './measure.ts';

/** What has no budget of its own. */
export function row(name: string, value: number, unit: string): Measured {
  return { name: `page: ${name}`, value, unit, ratioTo: {} };
}

/** Held where it is no more than its budget. `empty` is the same of an empty page. */
export function budgeted(
  name: string,
  value: number,
  unit: string,
  budget: number,
  empty?: number,
): Measured {
  return {
    ...row(name, value, unit),
    ratioTo: {
      [`its budget of ${budget}`]: value / budget,
      ...(empty !== undefined && empty > 0 && { 'an empty page': value / empty }),
    },
    held: value <= budget,
  };
}

/** The same in ms, on a machine that is so many times slower than it could be. */
export function timed(slow: number, name: string, value: number, budget: number, empty?: number): Measured {
  return { ...budgeted(name, value, 'ms', budget, empty), held: value <= budget * slow };
}

/** The value in the middle of three. */
export async function median(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < 3; round++) values.push(await measure());
  return values.sort((a, b) => a - b)[1] ?? 0;
}
