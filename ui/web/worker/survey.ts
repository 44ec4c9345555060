// What a run has to do with machines and requirements: how often each transition was taken, how each requirement was judged.

import { catalogue } from '../../../scenarios/conformance/catalogue.ts';
import { judgeRun } from '../../../scenarios/lab/conformance/matrix.ts';
import { machines } from '../../../scenarios/lab/machines.ts';
import { runScenario } from '../../../scenarios/lab/run.ts';
import { untaken } from '../../../scenarios/lab/untaken.ts';
import { outlineOf, transitionKey } from '../../../sim/statechart/outline.ts';
import type { TraceRecord, VerdictEntry } from '../../../sim/trace/records.ts';
import type { RunRequest } from './messages.ts';
import type { LoadedRun, ReadFile } from './open-simulation.ts';
import type { Proof, Reference, Survey, SurveyVerdict } from './survey-messages.ts';

export function referenceOf(): Reference {
  const sheets = machines.map(({ machine, ...rest }) => ({ ...rest, outline: outlineOf(machine) }));
  return { machines: sheets, requirements: catalogue, untaken };
}

/** Runs and surveys a scenario that has been read; undefined where it doesn't run. */
export function survey(loaded: LoadedRun, request: RunRequest, readFile: ReadFile): Survey | undefined {
  if ('errors' in loaded) return undefined;
  const taken: Record<string, number> = {};
  const onTransition = (machine: string, from: string, event: string, to: string): void => {
    const key = `${machine}: ${transitionKey({ from, event, to })}`;
    taken[key] = (taken[key] ?? 0) + 1;
  };
  try {
    const { seed } = request;
    const options = { readFile, onTransition, ...(seed !== undefined && { seed }) };
    const { records } = runScenario(loaded.scenario, options);
    const { verdicts, expected } = judgeRun(request.name, records);
    const places = new Map(records.map((record) => [record.seq, record]));
    return {
      name: request.name,
      taken,
      verdicts: [...verdicts.values()].map((verdict) => surveyed(verdict, places)),
      expected: [...expected],
    };
  } catch {
    return undefined;
  }
}

function surveyed(
  { requirement, outcome, detail, because }: VerdictEntry,
  places: ReadonlyMap<number, TraceRecord>,
): SurveyVerdict {
  const [first] = because;
  const record = first === undefined ? undefined : places.get(first);
  return {
    requirement,
    outcome,
    ...(detail !== undefined && { detail }),
    proofs: because.length,
    ...(record !== undefined && { proof: proofOf(record) }),
  };
}

function proofOf(record: TraceRecord): Proof {
  const { seq, at } = record;
  return { seq, atUs: at, ...('key' in record && { key: record.key }) };
}
