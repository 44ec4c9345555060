// One run of a scenario that has been read, as the page asks for it. The same code runs in the worker, in the page and in Node.

import type { Judges } from '../../../scenarios/lab/judges.ts';
import {
  type OpenRun,
  openRun,
  type RunOptions,
  type RunResult,
  ScenarioFault,
} from '../../../scenarios/lab/open-run.ts';
import type { Scenario } from '../../../scenarios/lab/scenario.ts';
import type { Steps } from '../../../sim/steps.ts';
import type { RunAnswer, RunData, RunRequest } from './messages.ts';

export type ReadFile = (path: string) => Uint8Array | undefined;

/** A run that goes on when it is told to. Nothing of it throws: what goes wrong is its answer. */
export interface OpenSimulation extends Pick<OpenRun, 'advance' | 'events' | 'nowUs' | 'records' | 'shared'> {
  /** Goes on as the run of a scenario with more fault rules, where that is the same; else false. */
  become(grown: LoadedRun): boolean;
  /** What it came to, up to where it is, judged by these, or not judged. As `OpenRun.finishing`. */
  answering(judges?: Judges): Steps<RunAnswer>;
}

/** A scenario and how many of its fault rules are its own, or what is wrong with it. */
export type LoadedRun =
  | { readonly scenario: Scenario; readonly ownFaults: number }
  | { readonly errors: readonly string[] };

export function openSimulation(
  loaded: LoadedRun,
  request: RunRequest,
  readFile: ReadFile,
  beginning: Pick<RunOptions, 'after' | 'mayGrow'> = {},
): OpenSimulation {
  if ('errors' in loaded) return failed({ ok: false, errors: loaded.errors, defect: false });
  let now = loaded;
  let started = performance.now();
  let open: OpenRun;
  try {
    open = openRun(loaded.scenario, { ...optionsOf(request, readFile), ...beginning });
  } catch (error) {
    return failed(failureOf(error));
  }
  let failure: RunAnswer | undefined;
  let simulatedAt = started;
  return {
    advance(events, beforeUs) {
      try {
        return failure !== undefined || open.advance(events, beforeUs);
      } catch (error) {
        failure = failureOf(error);
        return true;
      } finally {
        simulatedAt = performance.now();
      }
    },
    get events() {
      return open.events;
    },
    get nowUs() {
      return open.nowUs;
    },
    records: open.records,
    get shared() {
      return open.shared;
    },
    become(grown) {
      if (failure !== undefined || 'errors' in grown || !open.become(grown.scenario)) return false;
      now = grown;
      started = performance.now();
      return true;
    },
    *answering(judges) {
      const tookMs = simulatedAt - started;
      try {
        return failure ?? { ok: true, run: dataOf(yield* open.finishing(judges), now, request, tookMs) };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

function failed(answer: RunAnswer): OpenSimulation {
  return {
    advance: () => true,
    events: 0,
    nowUs: 0,
    records: [],
    shared: 0,
    become: () => false,
    *answering() {
      yield 0;
      return answer;
    },
  };
}

function failureOf(error: unknown): RunAnswer {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, errors: [message], defect: !(error instanceof ScenarioFault) };
}

function dataOf(
  result: RunResult,
  { scenario, ownFaults }: { readonly scenario: Scenario; readonly ownFaults: number },
  request: RunRequest,
  tookMs: number,
): RunData {
  return {
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
    tookMs,
  };
}

export function optionsOf({ seed }: RunRequest, readFile: ReadFile): RunOptions {
  return { readFile, ...(seed !== undefined && { seed }) };
}

function warningsOf({ unmatchedFaults }: RunResult): string[] {
  return unmatchedFaults.map(({ rule, text }) => `fault ${rule} matched nothing: ${text}`);
}
