// A machine as plain data, for whoever draws it: its states, one within another, and its transitions. Taken from the definition itself.
import { type AnyStateMachine, type AnyStateNode, and, not, or, stateIn } from 'xstate';
import { transitionName } from './step-watch.ts';
import { statesOf, type Transition } from './transitions.ts';

export interface StateOutline {
  /** Its name with those of the states around it: `calling.retransmitting`; empty for the machine itself. */
  readonly path: string;
  readonly final: boolean;
  /** The first state within the state around it. */
  readonly initial: boolean;
  /** Names of the actions on entering it. */
  readonly entry: readonly string[];
}

export interface TransitionOutline extends Transition {
  readonly kind: 'event' | 'timer' | 'always' | 'done';
  /** The state is left and entered again. */
  readonly reenter: boolean;
  /** Under which guards, in order, it does what: several where the definition tells only their guards apart. */
  readonly ways: readonly Way[];
}

export interface Way {
  /** `isLastLine`, `not weRefresh`; absent where nothing is asked. */
  readonly guard?: string;
  readonly actions: readonly string[];
}

export interface MachineOutline {
  readonly id: string;
  readonly states: readonly StateOutline[];
  readonly transitions: readonly TransitionOutline[];
}

/** All states and all transitions in the order of the definition, the machine itself first. */
export function outlineOf(machine: AnyStateMachine): MachineOutline {
  const states = statesOf(machine.root);
  const found = new Map<string, TransitionOutline>();
  for (const state of states) {
    for (const transition of [...[...state.transitions.values()].flat(), ...(state.always ?? [])]) {
      const [from, event, to] = transitionName(transition);
      const key = transitionKey({ from, event, to });
      const guard = transition.guard === undefined ? undefined : guardText(transition.guard);
      const way = { ...(guard !== undefined && { guard }), actions: named(transition.actions) };
      const before = found.get(key);
      found.set(key, {
        from,
        event,
        to,
        kind: kindOf(transition.eventType),
        reenter: transition.reenter,
        ways: [...(before?.ways ?? []), way],
      });
    }
  }
  return { id: machine.id, states: states.map(stateOutline), transitions: [...found.values()] };
}

/** The name of a transition among those of its machine: `calling > timerA > calling`. Whoever counts them counts by it. */
export function transitionKey({ from, event, to }: Transition): string {
  return `${from || '(any)'} > ${event} > ${to || '(stays)'}`;
}

function stateOutline(state: AnyStateNode): StateOutline {
  const { parent } = state;
  return {
    path: state.path.join('.'),
    final: state.type === 'final',
    initial: parent !== undefined && parent.initial.target[0] === state,
    entry: named(state.entry),
  };
}

function kindOf(eventType: string): TransitionOutline['kind'] {
  if (eventType.startsWith('xstate.after.')) return 'timer';
  if (eventType.startsWith('xstate.done.state.')) return 'done';
  return eventType === '' ? 'always' : 'event';
}

/** XState puts functions of its own behind ours, for the timers of a state: they have no name. */
function named(actions: readonly unknown[]): string[] {
  return actions.flatMap((action) =>
    typeof action === 'string' ? [action] : typeof action === 'object' ? [nameOf(action)] : [],
  );
}

function nameOf(thing: unknown): string {
  return (thing as { readonly type: string }).type;
}

/** What `and`, `or`, `not` and `stateIn` give: a function that only carries what it was made from. */
interface Joined {
  readonly check: unknown;
  readonly guards: readonly unknown[];
  readonly stateValue: unknown;
}

const check = (guard: unknown): unknown => (guard as Joined).check;
const words = new Map([
  [check(and([])), ' and '],
  [check(or([])), ' or '],
]);
const isNot = check(not(''));
const isStateIn = check(stateIn(''));

function guardText(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard !== 'function') return nameOf(guard);
  const { check: kind, guards, stateValue } = guard as unknown as Joined;
  if (kind === isStateIn) return `in ${typeof stateValue === 'string' ? stateValue : pathText(stateValue)}`;
  const inner = guards.map(guardText);
  if (kind === isNot) return `not ${inner.join(' ')}`;
  return inner.join(words.get(kind) ?? ' ');
}

/** `{ calling: 'sent' }` as `calling.sent`. */
function pathText(value: unknown): string {
  const [name, inner] = Object.entries(value as Readonly<Record<string, unknown>>)[0] ?? [''];
  return inner === undefined ? name : `${name}.${typeof inner === 'string' ? inner : pathText(inner)}`;
}
