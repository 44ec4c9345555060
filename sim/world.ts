import { createChance } from './chance/keyed.ts';
import type { Chance } from './chance.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import { createKernel, type Ending, type Kernel, type Limits } from './kernel/kernel.ts';
import type { LinkConfig } from './net/link-parameters.ts';
import { createNetwork, type Network } from './net/network.ts';
import type { Us } from './time.ts';
import { createTrace, type Sink, type TellingTrace } from './trace/trace.ts';

export interface WorldOptions {
  /** Text of 1 to 256 characters: all chance comes from it. */
  readonly seed: string;
  readonly links: LinkConfig;
  readonly faults?: readonly FaultRule[];
  /** Hears, before anything comes of it, that the fault rule of this index is at work. */
  readonly onFault?: (index: number) => void;
  /** Fault rules for messages may be added later: `network.addFaults`. */
  readonly faultsMayGrow?: boolean;
  /** Where the records go; without any there is no trace, and the world is faster. */
  readonly sinks?: readonly Sink[];
  readonly resolve?: (name: string) => string | undefined;
  readonly packetRecords?: boolean;
  readonly limits?: Partial<Pick<Limits, 'maxEvents' | 'maxUs'>>;
}

/** A clock, chance, a trace and a network, put together. Hosts and what runs on them are the caller's to add. */
export interface World {
  readonly kernel: Kernel;
  readonly chance: Chance;
  readonly trace: TellingTrace;
  readonly network: Network;
  /** Runs until nothing is left to do, to `untilUs`, or to a limit. */
  run(untilUs?: Us): Ending;
  /** The same in slices: carries out at most `events` events. Undefined when there is more to do. */
  advance(events: number, untilUs?: Us): Ending | undefined;
}

/** What ends a run that would not end: ten million events, or a day. */
export const DEFAULT_LIMITS = { maxEvents: 10_000_000, maxUs: 24 * 3600 * 1_000_000 } as const;

export function createWorld(options: WorldOptions): World {
  const kernel = createKernel();
  const chance = createChance(options.seed);
  const trace = createTrace(kernel, options.sinks ?? []);
  const { links, faults = [], onFault, faultsMayGrow = false, resolve, packetRecords = false } = options;
  const network = createNetwork({
    kernel,
    trace,
    chance,
    links,
    faults,
    packetRecords,
    ...(onFault && { onFault }),
    faultsMayGrow,
    ...(resolve && { resolve }),
  });
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const run = (maxEvents: number, untilUs?: Us): Ending =>
    kernel.run({ ...limits, maxEvents, ...(untilUs !== undefined && { untilUs }) });
  return {
    kernel,
    chance,
    trace,
    network,
    run: (untilUs) => run(limits.maxEvents, untilUs),
    advance(events, untilUs) {
      const last = Math.min(limits.maxEvents, kernel.events + events);
      const ending = run(last, untilUs);
      const sliceOver = ending.reason === 'limit of events' && last < limits.maxEvents;
      return sliceOver ? undefined : ending;
    },
  };
}
