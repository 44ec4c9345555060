// RFC 3261 §10.2: keeps one address of record bound to this agent: REGISTER, refresh, and the fetch of nothing but 200.
import { contact, expires, read, readAll } from '../core/sip/header-table.ts';
import { headerValues } from '../core/sip/headers.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import { hasParam, param } from '../core/sip/params.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import { sameUri } from '../core/sip/uri.ts';
import { type RegistrationEffect, registrationMachine } from './registration.machine.ts';
import type { UserAgent } from './user-agent.ts';

export interface RegistrationOptions {
  /** `sip:example.com`: the Request-URI, the domain of the address of record. */
  readonly registrar: string;
  readonly expiresS: number;
  /** The Contact value with its feature parameters and q. */
  readonly contact: string;
  readonly settled?: (registered: boolean, status: number) => void;
}

const second = 1_000_000;

export class Registration {
  readonly #ua: UserAgent;
  #options: RegistrationOptions;
  readonly #machine: Running<typeof registrationMachine>;
  /** "All registrations from a UAC SHOULD use the same Call-ID" (§10.2). */
  readonly #callId: string;
  #sequence = 0;

  constructor(ua: UserAgent, options: RegistrationOptions) {
    this.#ua = ua;
    this.#options = options;
    this.#callId = ua.newCallId('registration');
    this.#machine = ua.runner.start(registrationMachine, {
      machine: 'registration',
      id: `registration ${ua.host.name}`,
      input: undefined,
      background: ['refresh'],
      perform: (effect) => this.#perform(effect),
    });
  }

  get state(): string {
    return this.#machine.state;
  }

  register(changes: Partial<RegistrationOptions> = {}): void {
    this.#options = { ...this.#options, ...changes };
    this.#machine.send({ type: 'register' });
  }

  unregister(): void {
    this.#machine.send({ type: 'unregister' });
  }

  #perform(effect: RegistrationEffect): void {
    if (effect.type === 'sendRegister') this.#send(this.#options.expiresS);
    else if (effect.type === 'sendUnregister') this.#send(0);
    else this.#options.settled?.(false, effect.status);
  }

  #send(expiresS: number, built?: SipRequest, tries = 1): void {
    this.#sequence += 1;
    const request = built ?? this.#ua.credentials.prepared(this.#build(expiresS));
    this.#ua.send(
      { request, nextHop: this.#ua.nextHop(request.uri) },
      `registration/REGISTER ${this.#sequence}`,
      {
        response: (response) => {
          const asked = response.status === 401 || response.status === 407;
          const again = asked ? this.#ua.credentials.answer(request, response, tries) : undefined;
          if (again === undefined) this.#heard(response, expiresS);
          else this.#send(expiresS, again, tries + 1);
        },
        timeout: () => this.#machine.send({ type: 'rejected', status: 408 }),
        transportError: () => this.#machine.send({ type: 'rejected', status: 503 }),
      },
    );
  }

  #build(expiresS: number): SipRequest {
    const { address } = this.#ua;
    const headers: HeaderField[] = [
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: `<${address}>;tag=${this.#ua.token(`registration/tag ${this.#sequence}`, 10)}` },
      { name: 'To', value: `<${address}>` },
      { name: 'Call-ID', value: this.#callId },
      { name: 'CSeq', value: `${this.#sequence} REGISTER` },
      { name: 'Contact', value: this.#options.contact },
      { name: 'Expires', value: String(expiresS) },
      { name: 'Supported', value: 'path' },
    ];
    return {
      kind: 'request',
      method: 'REGISTER',
      uri: this.#options.registrar,
      headers,
      body: new Uint8Array(0),
    };
  }

  #heard(response: SipResponse, askedS: number): void {
    if (response.status < 200) return;
    if (response.status >= 300) {
      this.#machine.send({ type: 'rejected', status: response.status });
      return;
    }
    this.#ua.serviceRoute = askedS > 0 ? headerValues(response, 'Service-Route') : [];
    this.#machine.send({
      type: 'accepted',
      refreshUs: refreshAfterS(this.#granted(response, askedS)) * second,
    });
    this.#options.settled?.(askedS > 0, response.status);
  }

  /** "The 200 (OK) response will contain a list of all current bindings": ours says how long it holds (§10.2.1, §10.2.4). */
  #granted(response: SipResponse, askedS: number): number {
    for (const value of readAll(response, contact)) {
      if (value === '*' || !sameUri(value.uri, this.#ua.contactUri)) continue;
      if (hasParam(value.params, 'expires')) return Number(param(value.params, 'expires'));
    }
    return read(response, expires) ?? askedS;
  }
}

/** Well before the end: 10 minutes before, or at half the time where that is less than 20 minutes (as TS 24.229 §5.1.1.4 has it). */
function refreshAfterS(grantedS: number): number {
  return grantedS > 1200 ? grantedS - 600 : grantedS / 2;
}
