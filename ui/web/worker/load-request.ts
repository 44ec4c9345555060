// A request's scenario, read. With the readers of YAML and of the schema it weighs as much as a third of the simulation, so the worker
// fetches it when a scenario is not there in its prepared form (`prepared.ts`).
import { loadScenario } from '../../../scenarios/lab/load.ts';
import type { RunRequest } from './messages.ts';
import type { LoadedRun } from './open-simulation.ts';

type Plain = ReturnType<typeof loadScenario>;

/** What was read last, without changes: whoever breaks a run again and again asks for the same. */
let last: { readonly name: string; readonly text: string; readonly plain: Plain } | undefined;

function loadPlain(text: string, name: string): Plain {
  if (last?.text !== text || last.name !== name) last = { name, text, plain: loadScenario(text, name) };
  return last.plain;
}

/** The scenario with the rules that were added: `faults[n]=…` where it has some already, else all of them at once. */
export function load({ text, name, faults, sets = [] }: RunRequest): LoadedRun {
  const plain = loadPlain(text, name);
  const own = plain.scenario;
  if (own === undefined) return { errors: plain.errors.map((error) => error.text) };
  if (faults.length + sets.length === 0) return { scenario: own, ownFaults: own.faults.length };
  const rules =
    faults.length === 0
      ? []
      : own.faults.length > 0
        ? faults.map((rule, index) => `faults[${own.faults.length + index}]=${rule}`)
        : [`faults=[${faults.join(', ')}]`];
  const { scenario, errors } = loadScenario(text, name, [...sets, ...rules]);
  return scenario === undefined
    ? { errors: errors.map((error) => error.text) }
    : { scenario, ownFaults: own.faults.length };
}
