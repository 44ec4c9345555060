// A core with many users: each registers and is pushed to once, one after the other, without a trace. Time and memory a user, as their number
// grows: each number in a process of its own, so that what it needs at most is known.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OfficeCost } from './core-office.ts';
import type { Measured } from './measure.ts';

const numbers = [1_000, 10_000, 100_000];
/** What a user may cost among many, against one among fewer, before it counts as growing faster than linearly. Machines are noisy. */
const mostGrowth = 1.5;
const mostMiB = 2048;
/** The heap is held to this, so that the engine tidies up in time and does not merely take what there is. */
const heapMiB = 1400;

/** `held`: no user among many costs much more than one among few, and the process stayed within 2 GiB. */
export function coreBench(): { readonly rows: Measured[]; readonly held: boolean } {
  const costs = numbers.map(office);
  const [least] = costs;
  if (least === undefined) throw new Error('no office was measured');
  const rows = costs.flatMap((cost, i): Measured[] => {
    const name = `${numbers[i]?.toLocaleString('en')} users registered, one push to each`;
    const to = (what: 'us' | 'bytes') => (cost === least ? {} : { '1,000 users': cost[what] / least[what] });
    return [
      { name: `${name}: processor time a user`, value: cost.us, unit: 'µs', ratioTo: to('us') },
      { name: `${name}: memory a user`, value: cost.bytes, unit: 'bytes', ratioTo: to('bytes') },
      { name: `${name}: at most`, value: cost.peakMiB, unit: `MiB of ${mostMiB}`, ratioTo: {} },
    ];
  });
  return { rows, held: isHeld(costs) };
}

/**
 * Whether time and memory grow no faster than the number of users, from each office to every larger one, so that what a small one pays once
 * hides nothing; and whether none needed more memory than it may.
 */
export function isHeld(costs: readonly OfficeCost[]): boolean {
  return costs.every(({ us, bytes, peakMiB }, at) => {
    const smaller = costs.slice(0, at);
    const grows = smaller.some((few) => us > few.us * mostGrowth || bytes > few.bytes * mostGrowth);
    return !grows && peakMiB <= mostMiB;
  });
}

function office(users: number): OfficeCost {
  const program = fileURLToPath(new URL('./core-office.ts', import.meta.url));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${heapMiB}`, '--import', 'tsx', program, String(users)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as OfficeCost;
}
