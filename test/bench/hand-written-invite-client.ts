// The INVITE client transaction as one would write it by hand for speed: a switch over states and events, timers set and cancelled where
// the RFC says so. It does what `inviteClientMachine` does and keeps to the agenda as everything in the lab must, but tells no trace.
import type { SipResponse } from '../../core/sip/message.ts';
import type { ClientEffect, ClientInput } from '../../core/sip/transactions-events.ts';
import type { Agenda } from '../../sim/statechart/agenda.ts';
import type { Alarm, Clock } from '../../sim/time.ts';

type State = 'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated';
type Heard =
  | { readonly type: '1xx' | '2xx' | '300-699'; readonly response: SipResponse }
  | { readonly type: 'transport error' | 'abandon' };

export class HandWrittenInviteClient {
  state: State = 'calling';
  readonly #clock: Clock;
  readonly #agenda: Agenda;
  readonly #input: ClientInput;
  readonly #perform: (effect: ClientEffect) => void;
  #aUs: number;
  #timerA: Alarm | undefined;
  #guard: Alarm | undefined;

  constructor(clock: Clock, agenda: Agenda, input: ClientInput, perform: (effect: ClientEffect) => void) {
    this.#clock = clock;
    this.#agenda = agenda;
    this.#input = input;
    this.#perform = perform;
    this.#aUs = input.timers.t1Us;
  }

  start(): void {
    const { timers, reliable } = this.#input;
    this.#guard = this.#after(64 * timers.t1Us, () => this.#timeout());
    if (!reliable) this.#timerA = this.#after(this.#aUs, () => this.#retransmit());
    this.#emit({ type: 'send' });
  }

  send(event: Heard): void {
    this.#agenda.later(() => this.#hear(event));
  }

  #emit(effect: ClientEffect): void {
    this.#agenda.later(() => this.#perform(effect));
  }

  #after(delayUs: number, action: () => void): Alarm {
    return this.#clock.after(delayUs, () => this.#agenda.now(action));
  }

  #hear(event: Heard): void {
    switch (this.state) {
      case 'calling':
      case 'proceeding':
        return this.#hearEarly(event);
      case 'completed':
        if (event.type === '300-699') this.#emit({ type: 'send ACK', response: event.response });
        else if (event.type === 'transport error') this.#fail();
        return;
      case 'accepted':
        if (event.type === '2xx') this.#emit({ type: 'response', response: event.response });
        return;
      default:
    }
  }

  #hearEarly(event: Heard): void {
    switch (event.type) {
      case '1xx':
        this.#enter('proceeding');
        this.#emit({ type: 'response', response: event.response });
        return;
      case '2xx':
        this.#enter('accepted');
        this.#guard = this.#after(64 * this.#input.timers.t1Us, () => this.#enter('terminated'));
        this.#emit({ type: 'response', response: event.response });
        return;
      case '300-699':
        this.#enter('completed');
        this.#guard = this.#after(this.#input.reliable ? 0 : this.#input.timers.dUs, () =>
          this.#enter('terminated'),
        );
        this.#emit({ type: 'send ACK', response: event.response });
        this.#emit({ type: 'response', response: event.response });
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
    this.#timerA = this.#after(this.#aUs, () => this.#retransmit());
    this.#emit({ type: 'send' });
  }

  #timeout(): void {
    this.#enter('terminated');
    this.#emit({ type: 'timeout' });
  }

  #fail(): void {
    this.#enter('terminated');
    this.#emit({ type: 'transport error' });
  }
}
