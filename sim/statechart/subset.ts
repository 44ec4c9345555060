// The subset of XState that machines may use (README.md), checked on the definition. What XState would let pass in silence, as a
// misspelt action or delay, is named here with its place.
import { type AnyStateMachine, matchesState, pathToStateValue, type StateValue } from 'xstate';
import { transitionName } from './step-watch.ts';
import { statesOf } from './transitions.ts';

const ROOT_KEYS = new Set(['id', 'context', 'output', 'types', 'schemas']);
const STATE_KEYS = new Set([
  'initial',
  'states',
  'on',
  'after',
  'always',
  'entry',
  'exit',
  'onDone',
  'type',
  'output',
  'description',
  'tags',
  'meta',
]);
const TRANSITION_KEYS = new Set(['target', 'guard', 'actions', 'reenter', 'description', 'meta']);
const INITIAL_KEYS = new Set(['target', 'actions', 'description', 'meta']);
const ACTIONS = new Set(['xstate.assign', 'xstate.emit']);

type Config = Readonly<Record<string, unknown>>;

/** What of a machine lies outside of the subset, one line each: `calling.after.timerA: no such action: dubleA`. Empty: nothing. */
export function checkSubset(machine: AnyStateMachine): string[] {
  return new SubsetCheck(machine).faults;
}

class SubsetCheck {
  readonly faults: string[] = [];
  readonly #machine: AnyStateMachine;

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    this.#implementations();
    const config = machine.config as Config;
    const state = Object.entries(config).filter(([key]) => !ROOT_KEYS.has(key));
    this.#state('', Object.fromEntries(state));
    if (entries(config.states).length === 0) this.#fault('', 'no states');
    this.#transitionsToRoot();
  }

  #fault(place: string, what: string): void {
    this.faults.push(place === '' ? what : `${place}: ${what}`);
  }

  /** What `setup` was given: actions are `assign` and `emit`, guards plain functions or joined ones, delays named. */
  #implementations(): void {
    const { actions, guards, delays, actors } = this.#machine.implementations;
    for (const [name, action] of Object.entries(actions)) {
      if (!ACTIONS.has(kind(action))) this.#fault(`actions.${name}`, `${kind(action)} is no assign or emit`);
    }
    for (const [name, guard] of Object.entries(guards)) this.#joinedGuard(`guards.${name}`, guard);
    for (const name of Object.keys(delays)) {
      if (!isName(name)) this.#fault(`delays.${name}`, 'a delay is named by letters and digits');
    }
    for (const name of Object.keys(actors)) this.#fault(`actors.${name}`, 'no actors');
  }

  #state(place: string, state: Config): void {
    for (const key of Object.keys(state)) {
      if (!STATE_KEYS.has(key)) this.#fault(place, `no ${key}`);
    }
    if (state.type !== undefined && state.type !== 'final') this.#fault(place, `no ${state.type} states`);
    if (state.type === 'final' && state.states !== undefined)
      this.#fault(place, 'no states in a final state');
    this.#initial(join(place, 'initial'), state.initial);
    for (const key of ['entry', 'exit']) this.#actions(join(place, key), state[key]);
    this.#transitions(join(place, 'always'), state.always);
    this.#transitions(join(place, 'onDone'), state.onDone);
    for (const [event, transition] of entries(state.on)) {
      if (!/^([^*]*|\*|[^*]+\.\*)$/.test(event))
        this.#fault(join(place, `on.${event}`), 'a wildcard is * or ends in .*');
      this.#transitions(join(place, `on.${event}`), transition);
    }
    for (const [delay, transition] of entries(state.after)) {
      this.#named(join(place, `after.${delay}`), 'delay', delay, this.#machine.implementations.delays);
      this.#transitions(join(place, `after.${delay}`), transition);
    }
    for (const [name, inner] of entries(state.states)) {
      if (name.includes('.')) this.#fault(join(place, name), 'no dots in the name of a state');
      this.#state(join(place, name), inner as Config);
    }
  }

  /** The first state within a state: its name, or with actions. */
  #initial(place: string, initial: unknown): void {
    if (typeof initial !== 'object' || initial === null) return;
    for (const key of Object.keys(initial)) if (!INITIAL_KEYS.has(key)) this.#fault(place, `no ${key}`);
    this.#actions(place, (initial as Config).actions);
  }

  /** XState would enter the root again without having left it: its timers would run twice. */
  #transitionsToRoot(): void {
    const { root } = this.#machine;
    for (const state of statesOf(root)) {
      for (const transition of [...[...state.transitions.values()].flat(), ...(state.always ?? [])]) {
        if (state === root || transition.reenter || transition.target?.[0] !== root) continue;
        const [from, event] = transitionName(transition);
        this.#fault(`${from}.${event}`, 'a transition to the root has reenter');
      }
    }
  }

  #transitions(place: string, transitions: unknown): void {
    for (const transition of list(transitions)) {
      if (typeof transition === 'string') continue;
      for (const key of Object.keys(transition as Config)) {
        if (!TRANSITION_KEYS.has(key)) this.#fault(place, `no ${key}`);
      }
      const { target, guard, actions } = transition as Config;
      if (list(target).length > 1) this.#fault(place, 'one target');
      if (guard !== undefined) this.#guard(place, guard);
      this.#actions(place, actions);
    }
  }

  #actions(place: string, actions: unknown): void {
    for (const action of list(actions)) {
      const name = nameIn(action);
      if (name === undefined) this.#fault(place, 'no inline actions');
      else this.#named(place, 'action', name, this.#machine.implementations.actions);
    }
  }

  #guard(place: string, guard: unknown): void {
    const name = nameIn(guard);
    if (name !== undefined) this.#named(place, 'guard', name, this.#machine.implementations.guards);
    else if (isXStateGuard(guard)) this.#joinedGuard(place, guard);
    else this.#fault(place, 'no inline guards');
  }

  /** A function of `setup`, or `and`, `or`, `not`, `stateIn` with what they join. */
  #joinedGuard(place: string, guard: unknown): void {
    const { guards, stateValue } = guard as { guards?: readonly unknown[]; stateValue?: StateValue };
    for (const inner of guards ?? []) this.#guard(place, inner);
    if (stateValue !== undefined && !this.#hasState(stateValue)) {
      this.#fault(place, `no such state: ${JSON.stringify(stateValue)}`);
    }
  }

  /** As `stateIn` has it: `#id`, `calling.sent` or `{ calling: 'sent' }`. */
  #hasState(value: StateValue): boolean {
    return statesOf(this.#machine.root).some(({ id, path }) =>
      typeof value === 'string' && value.startsWith('#')
        ? value === `#${id}`
        : path.length > 0 && matchesState(value, pathToStateValue(path)),
    );
  }

  #named(place: string, what: string, name: string, known: object): void {
    if (!Object.hasOwn(known, name)) this.#fault(place, `no such ${what}: ${name}`);
  }
}

/** What `and`, `or`, `not` and `stateIn` give. */
function isXStateGuard(guard: unknown): boolean {
  return typeof guard === 'function' && 'check' in guard;
}

/** What XState's own actions call themselves. */
function kind(thing: unknown): string {
  return (thing as { readonly type?: string } | undefined)?.type ?? 'a plain function';
}

/** The name of an action or guard: as text, or with `params`. */
function nameIn(thing: unknown): string | undefined {
  if (typeof thing === 'string') return thing;
  if (typeof thing === 'object' && thing !== null && 'type' in thing) return String(thing.type);
  return undefined;
}

function isName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(text);
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function entries(value: unknown): [string, unknown][] {
  return Object.entries((value ?? {}) as Config);
}

function join(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`;
}
