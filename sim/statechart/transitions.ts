import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { transitionName } from './step-watch.ts';

/** A transition as it stands in the definition. `from` is empty at the root, `to` where the state is not left. */
export interface Transition {
  readonly from: string;
  readonly event: string;
  readonly to: string;
}

/** All transitions that a machine has, each once: what `OnTransition` can tell of. */
export function transitionsOf(machine: AnyStateMachine): Transition[] {
  const found = new Map<string, Transition>();
  for (const state of statesOf(machine.root)) {
    for (const transition of [...[...state.transitions.values()].flat(), ...(state.always ?? [])]) {
      const [from, event, to] = transitionName(transition);
      found.set([from, event, to].join(' > '), { from, event, to });
    }
  }
  return [...found.values()];
}

/** A state and all that lie in it, in the order of the definition. */
export function statesOf(state: AnyStateNode): AnyStateNode[] {
  return [state, ...Object.values(state.states).flatMap((inner) => statesOf(inner as AnyStateNode))];
}
