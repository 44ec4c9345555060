// Runs that stand ready within another, in silence: whoever breaks that one waits only from the nearest of them on.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { sliceMs, type Task } from './background.ts';
import type { LoadedRun, OpenSimulation } from './open-simulation.ts';

const eventsAtOnce = 50;

/** From one to the next it is no farther than this, in ms that the run took; but there are not more than those of so many halvings. */
const farthestMs = 2_500;
const mostHalvings = 3;
/** Where one more stands: whoever has seen a run to its end breaks it there first. */
const nearEnd = 31 / 32;

export interface Parking extends Task {
  /** The one that is farthest on of those that can be the run of this scenario; undefined where none can. */
  take(loaded: LoadedRun): OpenSimulation | undefined;
  /** One of them is to stand just before this time, before all others. */
  standBefore(atUs: number): void;
}

interface Lot {
  /** It stands before this time. */
  beforeUs: number;
  run?: OpenSimulation | undefined;
}

/** Within the run that has these records and took so long; `open` begins it anew. */
export function createParking(
  open: () => OpenSimulation,
  records: readonly TraceRecord[],
  tookMs: number,
): Parking {
  // Behind the last message there is nothing to break.
  const last = records.findLastIndex(({ type }) => type === 'message.sent');
  const lots: Lot[] = placesIn(tookMs).map((share) => ({
    beforeUs: records[Math.floor(share * last)]?.at ?? 0,
  }));
  let wanted: Lot | undefined;
  const standing = (): Lot[] => [...(wanted === undefined ? [] : [wanted]), ...lots];

  /** The run that gets to a place the soonest leaves its own. */
  function nearest(beforeUs: number): OpenSimulation | undefined {
    const [lot] = farthestFirst(standing()).filter(({ run }) => run !== undefined && run.nowUs < beforeUs);
    const run = lot?.run;
    if (lot !== undefined) lot.run = undefined;
    return run;
  }

  return {
    take(loaded) {
      const lot = farthestFirst(standing()).find(({ run }) => run?.become(loaded));
      const run = lot?.run;
      if (lot !== undefined) lot.run = undefined;
      return run;
    },
    standBefore(atUs) {
      if (wanted?.beforeUs === atUs) return;
      const run = nearest(atUs);
      wanted = { beforeUs: atUs, run };
    },
    work() {
      const lot = standing().find(({ run, beforeUs }) => run === undefined || !isThere(run, beforeUs));
      if (lot === undefined) return false;
      lot.run ??= open();
      const { run } = lot;
      const from = performance.now();
      while (!isThere(run, lot.beforeUs) && performance.now() - from < sliceMs) {
        // One that is over before it is there never gets there.
        if (run.advance(eventsAtOnce, lot.beforeUs)) lot.beforeUs = run.nowUs;
      }
      return true;
    },
  };
}

/** All that happens before has happened. */
function isThere({ nowUs }: OpenSimulation, beforeUs: number): boolean {
  return nowUs >= beforeUs - 1;
}

function farthestFirst(lots: readonly Lot[]): Lot[] {
  return lots.toSorted((one, other) => (other.run?.nowUs ?? -1) - (one.run?.nowUs ?? -1));
}

/** As shares of the run, in the order in which they are taken: near its end, its middle, the middles of its halves, and so on, late ones first. */
function placesIn(tookMs: number): number[] {
  const halvings = Math.min(mostHalvings, Math.max(0, Math.ceil(Math.log2(tookMs / farthestMs))));
  const places = Array.from({ length: halvings }, (_, depth) => {
    const parts = 2 ** (depth + 1);
    return Array.from({ length: parts / 2 }, (_, half) => (parts - 1 - 2 * half) / parts);
  }).flat();
  return halvings === 0 ? [] : [nearEnd, ...places];
}
