import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import { eventName } from './names.ts';
import type { OnTransition } from './types.ts';

/** What XState's inspection tells of the step that is going on. */
export interface StepWatch {
  /** No transition was taken, or one that does nothing. */
  readonly ignored: boolean;
  /** A state was left and entered again. */
  readonly reentered: boolean;
  begin(): void;
  /** The name of the timer that is set next: XState's clock gets only a function and a delay. */
  nextTimer(): string;
  readonly inspect: (event: InspectionEvent) => void;
}

/** Watches the steps of one actor. */
export function createStepWatch(machine: string, onTransition: OnTransition | undefined): StepWatch {
  const timers: string[] = [];
  let microsteps = 0;
  let ignored = false;
  let reentered = false;

  function sawMicrostep(transitions: readonly AnyTransitionDefinition[]): void {
    // The first microstep is the event's own; the others are `always` and `onDone`.
    if (microsteps++ === 0) ignored = transitions.every(doesNothing);
    for (const transition of transitions) {
      reentered ||= leavesAState(transition);
      onTransition?.(machine, ...transitionName(transition));
    }
  }

  return {
    get ignored() {
      return ignored;
    },
    get reentered() {
      return reentered;
    },
    begin() {
      microsteps = 0;
      ignored = false;
      reentered = false;
    },
    nextTimer: () => timers.shift() ?? 'timer',
    inspect(event) {
      if (event.type === '@xstate.microstep') sawMicrostep(event._transitions);
      else if (event.type === '@xstate.action' && event.action.type === 'xstate.raise') {
        const { id } = event.action.params as { readonly id?: string };
        timers.push(eventName(id ?? ''));
      }
    },
  };
}

/** A transition as it stands in the definition: the state that has it, its event, its target (empty: none). */
export function transitionName(
  transition: AnyTransitionDefinition,
): [from: string, event: string, to: string] {
  const to = transition.target?.[0]?.path.join('.') ?? '';
  return [transition.source.path.join('.'), eventName(transition.eventType), to];
}

export function doesNothing(transition: AnyTransitionDefinition): boolean {
  return transition.target === undefined && transition.actions.length === 0;
}

export function leavesAState(transition: AnyTransitionDefinition): boolean {
  return transition.reenter || (transition.target ?? []).some((target) => target !== transition.source);
}
