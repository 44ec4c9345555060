// Runs that stand ready within a long one, in silence: whoever breaks it late waits only from the nearest of them on.
import type { LoadedRun, OpenSimulation } from './open-simulation.ts';

/** Where they stand, as shares of the run's events, in the order in which they get there. */
const places = [0.5, 0.25, 0.75];
/** After so much work at once it looks for orders. */
const sliceMs = 15;
const eventsAtOnce = 50;

export interface Parking {
  /** The one that is farthest on of those that can be the run of this scenario; undefined where none can. */
  take(loaded: LoadedRun): OpenSimulation | undefined;
  /** Brings one of them farther, for a few ms; false where all stand in their places. */
  work(): boolean;
}

/** For a run of so many events; `open` begins it anew. */
export function createParking(open: () => OpenSimulation, events: number): Parking {
  const lots = places.map((share) => ({
    upTo: share * events,
    run: undefined as OpenSimulation | undefined,
  }));
  return {
    take(loaded) {
      const farthestFirst = lots.toSorted((one, other) => (other.run?.events ?? 0) - (one.run?.events ?? 0));
      const lot = farthestFirst.find(({ run }) => run?.become(loaded));
      const run = lot?.run;
      if (lot !== undefined) lot.run = undefined;
      return run;
    },
    work() {
      const lot = lots.find(({ run, upTo }) => (run?.events ?? 0) < upTo);
      if (lot === undefined) return false;
      lot.run ??= open();
      const from = performance.now();
      while (lot.run.events < lot.upTo && performance.now() - from < sliceMs) {
        // One that is over before it is there never gets there.
        if (lot.run.advance(eventsAtOnce)) lot.upTo = 0;
      }
      return true;
    },
  };
}
