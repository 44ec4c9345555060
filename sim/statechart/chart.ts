// What a machine is compiled to: tables that are made once and shared by all of its instances.
import type { AnyEventObject, StateValue } from 'xstate';
import type { Step } from './step.ts';

/** What the functions of a machine are called with. XState's `self` and `system` are not there: a machine here knows nothing of actors. */
export interface Args {
  readonly context: object;
  readonly event: AnyEventObject;
}

/** One action of a machine, or what entering and leaving states brings with it. It writes what it does to the step. */
export type Act = (step: Step) => void;

/** Whether a transition may be taken, in the state in which it is asked for. */
export type Guard = (args: Args, from: Leaf) => boolean;

/** An `after` delay of one state. */
export interface Timer {
  /** The delay's name: `timerA`. */
  readonly name: string;
  /** What the machine hears when it fires. */
  readonly event: AnyEventObject;
  /** Microseconds. */
  readonly delayUs: (args: Args) => number;
}

/** All that a transition does in one active state: a row of the table. */
export interface Move {
  readonly guard: Guard | undefined;
  /** Leaving states, the transition's own actions and entering states, one after the other. */
  readonly acts: readonly Act[];
  readonly to: Leaf;
  /** The machine reaches its end. */
  readonly ends: boolean;
  /** As `event.ignored` means it: no target, no actions. */
  readonly doesNothing: boolean;
  /** A state is left, perhaps to be entered again. */
  readonly leaves: boolean;
  /** As `OnTransition` tells it: the state that has it, its event, its target. */
  readonly names: readonly [from: string, event: string, to: string];
  /** The guard's name, if it is a single one, and the state that has the transition: for the error when the guard throws. */
  readonly guardName: string | undefined;
  readonly stateId: string;
}

/** A state without states within it, and all that the machine can do while it is there. */
export interface Leaf {
  /** Its name with those of the states around it: `calling.retransmitting`. */
  readonly path: string;
  /** The same as XState writes it. */
  readonly value: StateValue;
  readonly always: readonly Move[];
  /** The transitions that an event may bring, the most specific first, those of the states around it last. */
  movesOn(type: string): readonly Move[];
}

/** A machine in tables. */
export interface Chart {
  /** The first context, from the input. */
  contextOf(input: unknown): object;
  /** How the machine comes into its first state. */
  readonly begin: Pick<Move, 'acts' | 'to' | 'ends'>;
}
