// One run as the page asks for it. The same code runs in the worker, in the page and in Node.
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { type RunResult, runScenario, ScenarioFault } from '../../../scenarios/lab/run.ts';
import type { Scenario } from '../../../scenarios/lab/scenario.ts';
import { createCapture } from '../../../sim/capture/pcapng.ts';
import type { PacketTap } from '../../../sim/net/types.ts';
import type { RunAnswer, RunRequest } from './messages.ts';

export type ReadFile = (path: string) => Uint8Array | undefined;

/** Runs it; what is wrong with the scenario is an answer. Never throws. */
export function simulate(request: RunRequest, readFile: ReadFile): RunAnswer {
  const loaded = load(request);
  if ('errors' in loaded) return { ok: false, errors: loaded.errors, defect: false };
  const { scenario, ownFaults } = loaded;
  const started = performance.now();
  try {
    const result = run(scenario, request, readFile);
    return {
      ok: true,
      run: {
        records: result.records,
        verdict: { ...result.verdict, warnings: warningsOf(result) },
        fingerprint: result.fingerprint,
        reason: result.reason,
        seed: request.seed ?? scenario.seed,
        title: scenario.title,
        description: scenario.description,
        faults: scenario.faults.map(({ text }) => text),
        ownFaults,
        unmatched: result.unmatchedFaults.map(({ rule }) => rule),
        tookMs: performance.now() - started,
      },
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, errors: [message], defect: !(error instanceof ScenarioFault) };
  }
}

/** The same run once more, its packets as a pcapng file; undefined where it doesn't run. */
export function capture(request: RunRequest, readFile: ReadFile): Uint8Array<ArrayBuffer> | undefined {
  const loaded = load(request);
  if ('errors' in loaded) return undefined;
  const names = new Map<string, string[]>();
  const packets = createCapture({
    epochUs: loaded.scenario.epochMs * 1000,
    names: () => names,
    application: 'siplab',
  });
  try {
    const result = run(loaded.scenario, request, readFile, packets);
    for (const [address, node] of result.names) names.set(address, [node]);
    return new Uint8Array(packets.bytes());
  } catch {
    return undefined;
  }
}

type LoadedRun =
  | { readonly scenario: Scenario; readonly ownFaults: number }
  | { readonly errors: readonly string[] };

/** The scenario with the rules that were added: `faults[n]=…` where it has some already, else all of them at once. */
export function load({ text, name, faults }: RunRequest): LoadedRun {
  const plain = loadScenario(text, name);
  const own = plain.scenario;
  if (own === undefined) return { errors: plain.errors.map((error) => error.text) };
  if (faults.length === 0) return { scenario: own, ownFaults: own.faults.length };
  const sets =
    own.faults.length > 0
      ? faults.map((rule, index) => `faults[${own.faults.length + index}]=${rule}`)
      : [`faults=[${faults.join(', ')}]`];
  const { scenario, errors } = loadScenario(text, name, sets);
  return scenario === undefined
    ? { errors: errors.map((error) => error.text) }
    : { scenario, ownFaults: own.faults.length };
}

function run(scenario: Scenario, { seed }: RunRequest, readFile: ReadFile, tap?: PacketTap): RunResult {
  return runScenario(scenario, {
    readFile,
    ...(seed !== undefined && { seed }),
    ...(tap !== undefined && { tap }),
  });
}

function warningsOf({ unmatchedFaults }: RunResult): string[] {
  return unmatchedFaults.map(({ rule, text }) => `fault ${rule} matched nothing: ${text}`);
}
