import { loadScenario } from '../../scenarios/lab/load.ts';
import { type RunResult, runScenario, ScenarioFault } from '../../scenarios/lab/run.ts';
import type { Scenario } from '../../scenarios/lab/scenario.ts';
import { readDuration } from '../../scenarios/lab/units.ts';
import type { PacketTap } from '../../sim/net/types.ts';
import { type MakeRunner, type RunnerName, runners } from '../../sim/statechart/runners.ts';
import type { Verdict } from '../views/text/closing.ts';
import { type Call, Complaint, type Flag } from './command.ts';
import { scenarioSource } from './scenario-source.ts';

/** The flags that say which run is meant; the same for every command that runs a scenario. */
export const runFlags = {
  seed: {
    type: 'string',
    value: 'S',
    help: "the run's seed, 1 to 256 characters, instead of the scenario's",
  },
  set: {
    type: 'string',
    multiple: true,
    value: 'PATH=VALUE',
    help: 'changes the scenario: network.links.default.loss=5%',
  },
  until: { type: 'string', value: 'T', help: 'how far the run goes: 40s' },
  runner: {
    type: 'string',
    value: 'R',
    help: 'what runs the state machines: compiled (default), or xstate, the reference; the trace is the same',
  },
} as const satisfies Record<string, Flag>;

export interface Simulation {
  readonly scenario: Scenario;
  readonly result: RunResult;
  readonly verdict: Verdict;
}

/** Loads and runs what a call asks for. Complains of what is wrong with it, by file, line and column. */
export function simulate(
  call: Call,
  fileOrName: string,
  tap?: (scenario: Scenario) => PacketTap,
): Simulation {
  const source = scenarioSource(fileOrName);
  const { scenario, errors } = loadScenario(source.text, source.name, call.texts('set'));
  const first = errors[0];
  if (scenario === undefined || first !== undefined)
    throw new Complaint(told(first?.text, errors.length - 1));
  const seed = call.text('seed');
  if (seed !== undefined && (seed === '' || seed.length > 256)) {
    throw new Complaint(`--seed: expected 1 to 256 characters, not ${seed.length}`);
  }
  const untilUs = untilOf(call.text('until'));
  const runner = runnerOf(call.text('runner'));
  const result = complaining(seed ?? scenario.seed, () =>
    runScenario(scenario, {
      readFile: source.readFile,
      ...(seed !== undefined && { seed }),
      ...(untilUs !== undefined && { untilUs }),
      runner,
      packetRecords: call.has('packets'),
      ...(tap !== undefined && { tap: tap(scenario) }),
    }),
  );
  return { scenario, result, verdict: { ...result.verdict, warnings: warnings(result) } };
}

/** The first error in its one line, and how many there are besides. */
function told(text = 'nothing to run', more: number): string {
  return more > 0 ? `${text} (and ${more} more)` : text;
}

function untilOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const read = readDuration(text);
  if ('error' in read) throw new Complaint(`--until: ${read.error}`);
  return read.value;
}

function runnerOf(name = 'compiled'): MakeRunner {
  if (!Object.hasOwn(runners, name)) throw new Complaint(`--runner ${name}: expected compiled or xstate`);
  return runners[name as RunnerName];
}

/** What is wrong with the scenario is a complaint; anything else is a defect of ours, told with the seed. */
function complaining<T>(seed: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ScenarioFault) throw new Complaint(error.message);
    throw new Error(`with seed ${JSON.stringify(seed)}`, { cause: error });
  }
}

function warnings({ unmatchedFaults }: RunResult): string[] {
  return unmatchedFaults.map(({ rule, text }) => `fault ${rule} matched nothing: ${text}`);
}
