// A request's scenario, read. With the readers of YAML and of the schema it weighs as much as a third of the simulation, so the worker
// fetches it when a scenario is not there in its prepared form (`prepared.ts`).
import { loadScenario, type ScenarioError } from '../../../scenarios/lab/load.ts';
import type { Problem, RunRequest } from './messages.ts';
import type { LoadedRun } from './open-simulation.ts';

type Plain = ReturnType<typeof loadScenario>;

/** What was read last, without changes: whoever breaks a run again and again asks for the same. */
let last: { readonly name: string; readonly text: string; readonly plain: Plain } | undefined;

function loadPlain(text: string, name: string): Plain {
  if (last?.text !== text || last.name !== name) last = { name, text, plain: loadScenario(text, name) };
  return last.plain;
}

/** The scenario with the changes to it, or what is wrong, a line each. */
export function load(request: RunRequest): LoadedRun {
  const read = readRequest(request);
  return 'errors' in read ? { errors: read.errors.map(({ text }) => text) } : read;
}

/** What is wrong with a scenario and the changes beside it, as the command line would say it. Never throws. */
export function problemsOf(request: RunRequest): readonly Problem[] {
  const read = readRequest(request);
  if (!('errors' in read)) return [];
  return read.errors.map(({ file, line, column, message, text }) =>
    file === request.name ? { line, column, message } : { message: text },
  );
}

type Read = Exclude<LoadedRun, { errors: unknown }> | { readonly errors: readonly ScenarioError[] };

/** The rules that were added are `faults[n]=…` where the scenario has some already, else all of them at once. */
function readRequest({ text, name, faults, sets = [] }: RunRequest): Read {
  const plain = loadPlain(text, name);
  const own = plain.scenario;
  if (own === undefined) return { errors: plain.errors };
  if (faults.length + sets.length === 0) return { scenario: own, ownFaults: own.faults.length };
  const rules =
    faults.length === 0
      ? []
      : own.faults.length > 0
        ? faults.map((rule, index) => `faults[${own.faults.length + index}]=${rule}`)
        : [`faults=[${faults.join(', ')}]`];
  const { scenario, errors } = loadScenario(text, name, [...sets, ...rules]);
  return scenario === undefined ? { errors } : { scenario, ownFaults: own.faults.length };
}
