// The INVITE client transaction as one would write it by hand for speed: a switch over states and events, timers set and cancelled where
// the RFC says so. It does what `inviteClientMachine` does, for the bench to measure against.
import type { SipResponse } from '../../core/sip/message.ts';
import type { ClientEffect, ClientInput } from '../../core/sip/transactions-events.ts';
import type { Alarm, Clock } from '../../sim/time.ts';

type State = 'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated';
type Heard =
  | { readonly type: '1xx' | '2xx' | '300-699'; readonly response: SipResponse }
  | { readonly type: 'transport error' | 'abandon' };

export class HandWrittenInviteClient {
  state: State = 'calling';
  readonly #clock: Clock;
  readonly #input: ClientInput;
  readonly #perform: (effect: ClientEffect) => void;
  #aUs: number;
  #timerA: Alarm | undefined;
  #guard: Alarm | undefined;

  constructor(clock: Clock, input: ClientInput, perform: (effect: ClientEffect) => void) {
    const { timers, reliable } = input;
    this.#clock = clock;
    this.#input = input;
    this.#perform = perform;
    this.#aUs = timers.t1Us;
    this.#guard = clock.after(64 * timers.t1Us, () => this.#timeout());
    if (!reliable) this.#timerA = clock.after(this.#aUs, () => this.#retransmit());
    perform({ type: 'send' });
  }

  send(event: Heard): void {
    switch (this.state) {
      case 'calling':
      case 'proceeding':
        return this.#hearEarly(event);
      case 'completed':
        if (event.type === '300-699') this.#perform({ type: 'send ACK', response: event.response });
        else if (event.type === 'transport error') this.#fail();
        return;
      case 'accepted':
        if (event.type === '2xx') this.#perform({ type: 'response', response: event.response });
        return;
      default:
    }
  }

  #hearEarly(event: Heard): void {
    switch (event.type) {
      case '1xx':
        this.#enter('proceeding');
        this.#perform({ type: 'response', response: event.response });
        return;
      case '2xx':
        this.#enter('accepted');
        this.#guard = this.#clock.after(64 * this.#input.timers.t1Us, () => this.#enter('terminated'));
        this.#perform({ type: 'response', response: event.response });
        return;
      case '300-699':
        this.#enter('completed');
        this.#guard = this.#clock.after(this.#input.reliable ? 0 : this.#input.timers.dUs, () =>
          this.#enter('terminated'),
        );
        this.#perform({ type: 'send ACK', response: event.response });
        this.#perform({ type: 'response', response: event.response });
        return;
      case 'transport error':
        if (this.state === 'calling') this.#fail();
        return;
      case 'abandon':
        this.#enter('terminated');
    }
  }

  #enter(state: State): void {
    if (this.#timerA !== undefined) this.#clock.cancel(this.#timerA);
    if (this.#guard !== undefined) this.#clock.cancel(this.#guard);
    this.#timerA = undefined;
    this.#guard = undefined;
    this.state = state;
  }

  #retransmit(): void {
    this.#aUs *= 2;
    this.#timerA = this.#clock.after(this.#aUs, () => this.#retransmit());
    this.#perform({ type: 'send' });
  }

  #timeout(): void {
    this.#enter('terminated');
    this.#perform({ type: 'timeout' });
  }

  #fail(): void {
    this.#enter('terminated');
    this.#perform({ type: 'transport error' });
  }
}
