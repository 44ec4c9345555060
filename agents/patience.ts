// How long a caller waits for an answer after the last provisional response, and then gives the INVITE up by itself.
import { type PatienceEffect, patienceMachine } from '../core/sip/patience.machine.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import { sixtyFourT1Us } from '../core/sip/transactions-timers.ts';
import type { Alarm } from '../sim/time.ts';
import type { UserAgent } from './user-agent.ts';

/** Whose patience it is. */
export interface Impatient {
  /** The last part of the wait is to begin, by `lose`; from who has crashed nothing comes. */
  unanswered(): void;
  giveUp(): void;
}

export class Patience {
  readonly #ua: UserAgent;
  readonly #id: string;
  readonly #patienceUs: number;
  readonly #user: Impatient;
  #alarm: Alarm | undefined;
  #machine: Running<typeof patienceMachine> | undefined;
  #over = false;

  /**
   * By default Timer C, by which a proxy gives the callee up, and 64*T1, for which that may wait until it has an answer to its CANCEL. `id`:
   * of the call in the trace.
   */
  constructor(ua: UserAgent, id: string, user: Impatient) {
    this.#ua = ua;
    this.#id = id;
    this.#patienceUs = ua.patienceUs ?? ua.timers.cUs + sixtyFourT1Us(ua.timers);
    this.#user = user;
  }

  /** A response came. */
  heard(status: number): void {
    this.#stop();
    if (status >= 200 || this.#over) return;
    this.#alarm = this.#ua.host.clock.after(this.#patienceUs - this.#lastUs, () => {
      this.#alarm = undefined;
      this.#user.unanswered();
    });
  }

  /** Begins the last part of the wait. */
  lose(): void {
    this.#machine = this.#ua.runner.start(patienceMachine, {
      machine: 'patience',
      id: this.#id,
      input: { patienceUs: this.#lastUs },
      perform: (effect) => this.#perform(effect),
    });
  }

  /** There is nothing to wait for any more. */
  end(): void {
    this.#over = true;
    this.#stop();
  }

  get #lastUs(): number {
    return Math.min(this.#patienceUs, sixtyFourT1Us(this.#ua.timers));
  }

  #perform(effect: PatienceEffect): void {
    if (effect.type === 'giveUp') this.#user.giveUp();
  }

  #stop(): void {
    if (this.#alarm !== undefined) this.#ua.host.clock.cancel(this.#alarm);
    this.#alarm = undefined;
    if (this.#machine?.done === false) this.#machine.send({ type: 'heard' });
    this.#machine = undefined;
  }
}
