import type { AnyEventObject } from 'xstate';
import type { Args, Leaf, Move, Timer } from './chart.ts';

/** A timer to be set, or, with `null`, to be cleared. */
export interface TimerOrder {
  readonly timer: Timer;
  readonly delayUs: number | null;
}

/**
 * One step of one machine while it is being worked out: where the machine is, and what is to be done in the world when the step is
 * over. If something throws on the way, nothing of it has happened.
 */
export class Step {
  leaf: Leaf;
  context: object;
  event: AnyEventObject;
  /** The machine has reached its end. */
  ended = false;
  /** The event did nothing. */
  ignored = false;
  /** A state was left, perhaps to be entered again. */
  left = false;
  timers: TimerOrder[] | undefined = undefined;
  effects: AnyEventObject[] | undefined = undefined;
  /** Done events that the machine still has to hear within this step. */
  raised: AnyEventObject[] | undefined = undefined;
  /** Hears of each transition taken. */
  readonly heard: ((move: Move) => void) | undefined;

  constructor(leaf: Leaf, context: object, event: AnyEventObject, heard: ((move: Move) => void) | undefined) {
    this.leaf = leaf;
    this.context = context;
    this.event = event;
    this.heard = heard;
  }

  get args(): Args {
    return { context: this.context, event: this.event };
  }

  emit(effect: AnyEventObject): void {
    if (this.effects === undefined) this.effects = [effect];
    else this.effects.push(effect);
  }

  order(timer: Timer, delayUs: number | null): void {
    const order = { timer, delayUs };
    if (this.timers === undefined) this.timers = [order];
    else this.timers.push(order);
  }

  raise(event: AnyEventObject): void {
    if (this.raised === undefined) this.raised = [event];
    else this.raised.push(event);
  }
}
