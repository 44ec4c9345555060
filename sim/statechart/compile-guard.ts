import { type AnyStateMachine, and, matchesState, not, or, type StateValue, stateIn } from 'xstate';
import type { Args, Guard } from './chart.ts';

/** What `and`, `or`, `not` and `stateIn` give: a function that only carries what it was made from. */
interface Joined {
  readonly check: unknown;
  readonly guards: readonly unknown[];
  readonly stateValue: StateValue;
}

type Plain = (args: Args, params: unknown) => boolean;
type Params = (args: Args) => unknown;

const check = (guard: unknown) => (guard as Joined).check;
const isAnd = check(and([]));
const isOr = check(or([]));
const isNot = check(not(''));
const isStateIn = check(stateIn(''));

/** A guard as the definition has it, a name, a name with `params` or joined ones, as one function. */
export function compileGuard(machine: AnyStateMachine, guard: unknown): Guard {
  if (typeof guard === 'function') return joined(machine, guard as unknown as Joined);
  const { type, params } =
    typeof guard === 'string' ? { type: guard } : (guard as { type: string; params?: unknown });
  const meant: unknown = machine.implementations.guards[type];
  if (typeof meant !== 'function' || 'check' in meant) return compileGuard(machine, meant);
  const plain = meant as Plain;
  if (typeof params !== 'function') return (args) => plain(args, params);
  return (args) => plain(args, (params as Params)(args));
}

function joined(machine: AnyStateMachine, { check, guards, stateValue }: Joined): Guard {
  if (check === isStateIn) return inState(machine, stateValue);
  const inner = guards.map((guard) => compileGuard(machine, guard));
  if (check === isAnd) return (args, from) => inner.every((guard) => guard(args, from));
  if (check === isOr) return (args, from) => inner.some((guard) => guard(args, from));
  const [only] = inner;
  if (check !== isNot || only === undefined) throw new Error('a guard that is none of XState’s');
  return (args, from) => !only(args, from);
}

/** `stateIn('#id')` or `stateIn({ calling: 'sent' })`. */
function inState(machine: AnyStateMachine, value: StateValue): Guard {
  if (typeof value !== 'string' || !value.startsWith('#'))
    return (_, from) => matchesState(value, from.value);
  const { path } = machine.getStateNodeById(value);
  const name = path.join('.');
  return (_, from) => name === '' || from.path === name || from.path.startsWith(`${name}.`);
}
