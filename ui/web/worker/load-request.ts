// A request's scenario, read. With the readers of YAML and of the schema it weighs as much as a third of the simulation, so the worker
// fetches it when a scenario is not there as the build has read it (`shipped-scenarios.ts`).
import { type OpenScenario, openScenario } from '../../../scenarios/lab/further-faults.ts';
import type { ScenarioError } from '../../../scenarios/lab/load.ts';
import type { Problem, WrittenRequest } from './messages.ts';
import type { LoadedRun } from './open-simulation.ts';

/** What was read last, without and with changes beside fault rules: whoever breaks a run again and again asks for the same. */
const plainOf = keepLast();
const changedOf = keepLast();

function keepLast(): (text: string, name: string, sets: readonly string[]) => OpenScenario {
  let last: { readonly asked: string; readonly open: OpenScenario } | undefined;
  return (text, name, sets) => {
    const asked = JSON.stringify([name, text, sets]);
    if (last?.asked !== asked) last = { asked, open: openScenario(text, name, sets) };
    return last.open;
  };
}

/** The scenario with the changes to it, or what is wrong, a line each. */
export function load(request: WrittenRequest): LoadedRun {
  const read = readRequest(request);
  return 'errors' in read ? { errors: read.errors.map(({ text }) => text) } : read;
}

/** What is wrong with a scenario and the changes beside it, as the command line would say it. Never throws. */
export function problemsOf(request: WrittenRequest): readonly Problem[] {
  const read = readRequest(request);
  if (!('errors' in read)) return [];
  return read.errors.map(({ file, line, column, message, text }) =>
    file === request.name ? { line, column, message } : { message: text },
  );
}

type Read = Exclude<LoadedRun, { errors: unknown }> | { readonly errors: readonly ScenarioError[] };

function readRequest({ text, name, faults, sets = [] }: WrittenRequest): Read {
  const asWritten = plainOf(text, name, []);
  const own = asWritten.plain.scenario;
  if (own === undefined) return { errors: asWritten.plain.errors };
  const open = sets.length === 0 ? asWritten : changedOf(text, name, sets);
  const { scenario, errors } = open.withFaults(faults);
  return scenario === undefined ? { errors } : { scenario, ownFaults: own.faults.length };
}
