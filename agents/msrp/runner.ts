// How this protocol starts its state machines. The same shape as the SIP transactions use; MSRP imports nothing from outside itself.
import type { AnyStateMachine, EmittedFrom, EventFromLogic, InputFrom } from 'xstate';

/** One running state machine. */
export interface Running<M extends AnyStateMachine> {
  readonly id: string;
  /** The active state, nested states joined by dots. */
  readonly state: string;
  readonly done: boolean;
  /** Hands it an event; the step and its effects follow what is already queued, first in, first out. */
  send(event: EventFromLogic<M>): void;
  /** Ends it without further effects: its timers are cleared. */
  stop(): void;
}

/** Runs machines on the world's clock. Delays of machines are integer microseconds. */
export interface MachineRunner {
  start<M extends AnyStateMachine>(
    machine: M,
    options: {
      readonly machine: string;
      readonly id: string;
      readonly input: InputFrom<M>;
      readonly background?: readonly string[];
      perform(effect: EmittedFrom<M>): void;
      ended?(): void;
    },
  ): Running<M>;
}
