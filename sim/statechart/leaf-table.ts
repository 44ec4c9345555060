import { type AnyStateNode, type AnyTransitionDefinition, pathToStateValue, type StateValue } from 'xstate';
import type { Leaf, Move } from './chart.ts';
import { pathFrom } from './tree.ts';

const NONE: readonly Move[] = [];

/** The rows of one innermost state, by event. */
export class LeafTable implements Leaf {
  readonly path: string;
  readonly value: StateValue;
  always: readonly Move[] = NONE;
  /** It and the states around it. */
  readonly #states: readonly AnyStateNode[];
  readonly #compiled: (transition: AnyTransitionDefinition) => Move;
  readonly #rows = new Map<string, readonly Move[]>();
  #hasWildcards = false;

  /** `compiled` makes a move of a transition that is taken while this state is active. */
  constructor(state: AnyStateNode, compiled: (transition: AnyTransitionDefinition) => Move) {
    this.path = state.path.join('.');
    this.value = pathToStateValue(state.path);
    this.#states = pathFrom(state);
    this.#compiled = compiled;
  }

  fill(): void {
    this.always = this.#states.flatMap((state): Move[] => (state.always ?? []).map(this.#compiled));
    for (const descriptor of this.#states.flatMap((state) => [...state.transitions.keys()])) {
      if (descriptor.endsWith('*')) this.#hasWildcards = true;
      else if (!this.#rows.has(descriptor)) this.#addRow(descriptor);
    }
  }

  movesOn(type: string): readonly Move[] {
    return this.#rows.get(type) ?? (this.#hasWildcards ? this.#addRow(type) : NONE);
  }

  #addRow(type: string): readonly Move[] {
    const row = this.#states.flatMap((state) => candidates(state, type)).map(this.#compiled);
    this.#rows.set(type, row);
    return row;
  }
}

/** The transitions of one state that an event may bring: its own first, then those of wildcards, the longest first. */
function candidates({ transitions }: AnyStateNode, type: string): AnyTransitionDefinition[] {
  const wild = [...transitions.keys()].filter((each) => each !== type && matches(each, type));
  const descriptors = [type, ...wild.sort((a, b) => b.length - a.length)];
  return descriptors.flatMap((descriptor) => transitions.get(descriptor) ?? []);
}

/** `*` matches every event, XState's own included; `timer.*` matches `timer` and `timer.fired`. */
function matches(descriptor: string, type: string): boolean {
  if (descriptor === '*') return true;
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1));
}
