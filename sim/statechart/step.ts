import type { AnyEventObject } from 'xstate';
import type { Args, Leaf, Move, Timer } from './chart.ts';

/** A timer to be set, or, with `null`, to be cleared. Lists so short are cheaper as links than as arrays, which grow by 16 places. */
export class TimerOrder {
  readonly timer: Timer;
  readonly delayUs: number | null;
  next: TimerOrder | undefined = undefined;

  constructor(timer: Timer, delayUs: number | null) {
    this.timer = timer;
    this.delayUs = delayUs;
  }
}

/** What is emitted, one after the other. */
export class Emitted {
  readonly effect: AnyEventObject;
  next: Emitted | undefined = undefined;

  constructor(effect: AnyEventObject) {
    this.effect = effect;
  }
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
  /** The first of each; the others hang on it. */
  timers: TimerOrder | undefined = undefined;
  emitted: Emitted | undefined = undefined;
  /** Done events that the machine still has to hear within this step. */
  raised: AnyEventObject[] | undefined = undefined;
  #lastTimer: TimerOrder | undefined = undefined;
  #lastEmitted: Emitted | undefined = undefined;
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
    const emitted = new Emitted(effect);
    if (this.#lastEmitted === undefined) this.emitted = emitted;
    else this.#lastEmitted.next = emitted;
    this.#lastEmitted = emitted;
  }

  order(timer: Timer, delayUs: number | null): void {
    const order = new TimerOrder(timer, delayUs);
    if (this.#lastTimer === undefined) this.timers = order;
    else this.#lastTimer.next = order;
    this.#lastTimer = order;
  }

  raise(event: AnyEventObject): void {
    if (this.raised === undefined) this.raised = [event];
    else this.raised.push(event);
  }
}
