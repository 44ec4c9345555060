// Several events happen at one time: after how many of them a moment lies.
import type { Instant } from './arrows.ts';
import type { RunSteps } from './run-steps.ts';

const afterAll = Number.MAX_SAFE_INTEGER;

/** Of the events of its time, after how many a moment lies; undefined where after all of them. */
export function stepOfTime(steps: RunSteps, { atUs, seq }: Instant): number | undefined {
  if (seq === afterAll) return undefined;
  const all = steps.upTo({ atUs, seq: afterAll });
  const at = steps.upTo({ atUs, seq });
  return at === all ? undefined : at - countBefore(steps, atUs);
}

/** The moment after so many events of a time; after all of them where there are not so many. */
export function momentOfTime(steps: RunSteps, atUs: number, step: number): Instant {
  if (step === 0) return { atUs, seq: -1 };
  const found = steps.at(countBefore(steps, atUs) + step - 1);
  return { atUs, seq: found?.atUs === atUs ? found.seq : afterAll };
}

function countBefore(steps: RunSteps, atUs: number): number {
  return steps.upTo({ atUs: atUs - 1, seq: afterAll });
}
