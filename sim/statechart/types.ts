import type { AnyStateMachine, EmittedFrom, EventFromLogic, InputFrom } from 'xstate';

/** One running state machine. */
export interface Running<M extends AnyStateMachine> {
  readonly id: string;
  /** The active state, nested states joined by dots: `calling.retransmitting`. */
  readonly state: string;
  readonly context: ReturnType<M['getInitialSnapshot']>['context'];
  /** It has reached its final state. */
  readonly done: boolean;
  /** Hands it an event; the step and its effects follow what is already queued, first in, first out. */
  send(event: EventFromLogic<M>): void;
  /** Ends it without further effects: its timers are cleared, what it still had queued is forgotten. */
  stop(): void;
}

/** How a machine is started. */
export interface StartOptions<M extends AnyStateMachine> {
  /** The machine's name in the trace: `inviteClient`. */
  readonly machine: string;
  /** This one's name in the trace, and the owner of its timers. */
  readonly id: string;
  readonly input: InputFrom<M>;
  /** Timers that do not keep a run alive: `refresh`, `expiry`. */
  readonly background?: readonly string[];
  /**
   * Carries out one emitted effect, in order, after the step. Where nothing else is going on, the effects of the first step are
   * carried out before `start` returns.
   */
  perform(effect: EmittedFrom<M>): void;
  /** The machine has reached its final state; its effects have been carried out. */
  ended?(): void;
}

/**
 * Runs machines on the world's clock; delays of machines are integer microseconds. Protocol folders declare the same interface for
 * themselves, so that they need nothing from here.
 */
export interface MachineRunner {
  /**
   * Runs `action` as one: effects and events of machines wait until it is over. All that comes from outside goes in by it; then no
   * effect is carried out before `start` has returned.
   */
  now<T>(action: () => T): T;
  start<M extends AnyStateMachine>(machine: M, options: StartOptions<M>): Running<M>;
}

/** Hears of each transition taken, in the words of the definition; see `transitionsOf`. */
export type OnTransition = (machine: string, from: string, event: string, to: string) => void;
