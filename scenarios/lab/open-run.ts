// One run of one scenario that goes on when it is told to: from the scenario to its trace and its fingerprint. It is judged by whoever is
// handed over for that (`judges.ts`), so that a page can run before it has what judges.
import { FaultOnStream } from '../../sim/faults/fault-on-stream.ts';
import type { Ending } from '../../sim/kernel/kernel.ts';
import type { PacketTap } from '../../sim/net/types.ts';
import { LabDefect } from '../../sim/statechart/lab-defect.ts';
import type { MakeRunner } from '../../sim/statechart/runners.ts';
import type { OnTransition } from '../../sim/statechart/types.ts';
import type { Steps } from '../../sim/steps.ts';
import type { Us } from '../../sim/time.ts';
import { createFingerprint } from '../../sim/trace/fingerprint.ts';
import type { EndReason, Json, RunEntry, TraceRecord } from '../../sim/trace/records.ts';
import type { Sink } from '../../sim/trace/trace.ts';
import { Acts } from './acts.ts';
import { beginningOf, createFilledMemory } from './beginning.ts';
import { type ReadFile, scenarioFault } from './content.ts';
import type { Judges } from './judges.ts';
import { Lab } from './lab.ts';
import type { Scenario } from './scenario.ts';

export { ScenarioFault } from './content.ts';

export interface RunOptions {
  /** Instead of the scenario's. */
  readonly seed?: string;
  readonly untilUs?: number;
  /** Hear each record as it is made. */
  readonly sinks?: readonly Sink[];
  /** Sees the packets, for a capture. */
  readonly tap?: PacketTap;
  /** Whether the trace has `packet.*` records. */
  readonly packetRecords?: boolean;
  /** Files that the scenario names, by their path beside it. */
  readonly readFile: ReadFile;
  /** Hears of each transition of each machine. */
  readonly onTransition?: OnTransition;
  /** What runs the machines: tables made of them, unless said, or XState itself (`runners.ts`). The trace is the same. */
  readonly runner?: MakeRunner;
  /**
   * The records of another run of the same scenario. If this one only has fault rules more, it is simulated in silence until one of these
   * is at work: what it has in common with the other is taken from there, and no sink hears of it. The result is the same.
   */
  readonly after?: readonly TraceRecord[];
  /** It may become the run of a scenario with more fault rules while it is silent. */
  readonly mayGrow?: boolean;
  /** No records, no fingerprint, no expectations: for measuring. */
  readonly traceless?: boolean;
}

export interface VerdictLine {
  readonly ok: boolean;
  /** False where the run could not say: it has no verdict on a requirement that the scenario names. */
  readonly judged: boolean;
  readonly text: string;
  /** `seq` of the records that show it. */
  readonly because: readonly number[];
}

export interface RunResult {
  readonly reason: EndReason;
  readonly events: number;
  readonly fingerprint: string;
  readonly records: readonly TraceRecord[];
  readonly verdict: { readonly ok: boolean; readonly lines: readonly VerdictLine[] };
  /** Fault rules that matched nothing: their number and their text. */
  readonly unmatchedFaults: readonly { readonly rule: number; readonly text: string }[];
  /** Names of hosts by address. */
  readonly names: ReadonlyMap<string, string>;
}

/** A run that goes on when it is told to. What it comes to does not depend on how it was cut up. */
export interface OpenRun {
  /**
   * Carries out at most `events` events more; true when the run is over. With `beforeUs`, only what is due before then: it may be asked to
   * go on from there. Throws as `runScenario` does.
   */
  advance(events: number, beforeUs?: Us): boolean;
  /** Events so far. */
  readonly events: number;
  readonly nowUs: number;
  readonly records: readonly TraceRecord[];
  /** So many records, but for the first, are those of the run that this one comes `after`; they may not be among `records` yet. */
  readonly shared: number;
  /** Whether it has gone another way than that run, or has none: what comes is its own. */
  readonly parted: boolean;
  /**
   * Goes on as the run of this scenario, which has only fault rules for messages more than its own. False, and nothing happens, where that
   * would not be the same as from the first.
   */
  become(scenario: Scenario): boolean;
  /**
   * Closes it, judged by these, step by step; without them it is not judged, and its verdict says so. One that is not over ends here, as if
   * at its limit of events. Whoever leaves it half done may begin it again, without judges.
   */
  finishing(judges?: Judges): Steps<RunResult>;
}

/** Sets a run up, and does nothing of it yet. Throws a `ScenarioFault` where the scenario can't be set up. */
export function openRun(first: Scenario, options: RunOptions): OpenRun {
  let scenario = first;
  const seed = options.seed ?? scenario.seed;
  const entry = runEntry(scenario, seed);
  const { after = [] } = options;
  const beginning = beginningOf(
    entry,
    scenario.faults.map(({ rule }) => rule),
    after,
  );
  const memory = createFilledMemory(after);
  const fingerprint = createFingerprint();
  // What it has in common with the other run is hashed when all is over: nobody is to wait for it.
  const live = beginning === undefined ? [fingerprint.sink] : [];
  let hashed = beginning === undefined ? Number.POSITIVE_INFINITY : 0;
  const lab = new Lab(scenario, {
    seed,
    sinks: options.traceless ? [] : [...live, memory.sink, ...(options.sinks ?? [])],
    readFile: options.readFile,
    faultsMayGrow: options.mayGrow ?? false,
    onFault(index) {
      if (beginning !== undefined && index >= beginning.rules) lab.world.trace.tell();
    },
    ...(options.packetRecords !== undefined && { packetRecords: options.packetRecords }),
    ...(options.onTransition !== undefined && { onTransition: options.onTransition }),
    ...(options.runner !== undefined && { runner: options.runner }),
  });
  const { world } = lab;
  const { trace, kernel } = world;
  if (options.tap !== undefined) world.network.tap(options.tap);
  if (trace.on) trace.record(entry);
  if (beginning !== undefined) trace.keepSilent(beginning.known);
  new Acts(lab).schedule();

  const { records } = memory;
  let ending: Ending | undefined;
  return {
    advance(events, beforeUs) {
      const untilUs = options.untilUs ?? scenario.untilUs;
      const pausesUs = beforeUs !== undefined && beforeUs <= (untilUs ?? beforeUs) ? beforeUs - 1 : undefined;
      const reached = ending ?? advance(lab, scenario, events, pausesUs ?? untilUs);
      if (reached?.reason !== 'until' || pausesUs === undefined) ending = reached;
      return ending !== undefined;
    },
    get events() {
      return kernel.events;
    },
    get nowUs() {
      return kernel.nowUs;
    },
    get shared() {
      return Math.min(trace.count, trace.silentUntil);
    },
    get parted() {
      return !trace.silent;
    },
    records,
    become(grown) {
      const grownEntry = runEntry(grown, seed);
      const rules = grown.faults.map(({ rule }) => rule);
      const same = beginning && beginningOf(grownEntry, rules, after)?.rules === scenario.faults.length;
      if (!same || !trace.silent || !world.network.addFaults(rules.slice(scenario.faults.length)))
        return false;
      scenario = grown;
      memory.replaceFirst(grownEntry);
      return true;
    },
    *finishing(judges) {
      const { reason, events } = ending ?? { reason: 'limit of events', events: kernel.events };
      memory.fill(trace.count);
      trace.tell();
      yield* hashing();
      const verdict = judges === undefined ? unjudged : yield* judged(judges, reason);
      const print = options.traceless ? '' : fingerprint.short();
      trace.record({ type: 'end', reason, events, fingerprint: print });
      const unmatchedFaults = unmatched(lab, scenario);
      return { reason, events, fingerprint: print, records, verdict, unmatchedFaults, names: namesOf(lab) };
    },
  };

  function* hashing(): Steps<void> {
    while (hashed < records.length) {
      const until = Math.min(records.length, hashed + recordsAtOnce);
      for (const record of records.slice(hashed, until)) fingerprint.sink(record);
      const some = until - hashed;
      hashed = until;
      yield some;
    }
  }

  function* judged(judges: Judges, reason: EndReason): Steps<RunResult['verdict']> {
    if (!options.traceless) {
      const verdicts = yield* judges.conformance(records, reason);
      for (const verdict of verdicts) trace.record(verdict);
    }
    return yield* judges.expectations(scenario, records, reason);
  }
}

/** So many records are hashed at once. */
const recordsAtOnce = 100;

const unjudged: RunResult['verdict'] = {
  ok: true,
  lines: [{ ok: true, judged: false, text: 'the run was not judged', because: [] }],
};

function runEntry(scenario: Scenario, seed: string): RunEntry {
  return {
    type: 'run',
    title: scenario.title,
    // The name alone: the same scenario leaves the same trace wherever its folder stands.
    scenario: scenario.file.split(/[\\/]/).at(-1) ?? '',
    seed,
    epoch: scenario.epoch,
    parameters: parametersOf(scenario),
  };
}

function namesOf({ world }: Lab): Map<string, string> {
  return new Map(
    [...world.network.hosts].flatMap((host) => addressesOf(host).map((address) => [address, host.name])),
  );
}

function addressesOf(host: { v4?: string; v6: string }): string[] {
  return host.v4 === undefined ? [host.v6] : [host.v4, host.v6];
}

function advance(
  { world }: Lab,
  scenario: Scenario,
  events: number,
  untilUs: number | undefined,
): Ending | undefined {
  try {
    return world.advance(events, untilUs);
  } catch (error) {
    if (error instanceof FaultOnStream) {
      const fault = scenario.faults[error.rule - 1];
      throw scenarioFault(scenario.file, fault?.place ?? { line: 1, column: 1 }, error.message);
    }
    if (error instanceof Error && error.name === 'ScenarioFault') throw error;
    throw error instanceof LabDefect
      ? error
      : new LabDefect(describe(error, world.kernel.nowUs), { cause: error });
  }
}

function describe(error: unknown, nowUs: number): string {
  return `at ${nowUs} µs: ${error instanceof Error ? error.message : String(error)}`;
}

function unmatched({ world }: Lab, scenario: Scenario): { rule: number; text: string }[] {
  return world.network
    .faultReport()
    .filter(({ matched }) => matched === 0)
    .map(({ rule }) => ({ rule, text: scenario.faults[rule - 1]?.text ?? '' }));
}

/** The scenario as the trace carries it: plain values, without the places in the file. */
function parametersOf(scenario: Scenario): Json {
  const { file: _file, title: _title, ...rest } = scenario;
  return JSON.parse(JSON.stringify(rest, (key, value) => (key === 'place' ? undefined : value)));
}
