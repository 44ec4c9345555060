// One host of the SIP/IP core: a registrar for its domains and a proxy, on one SIP stack. The change request leaves it to "rules and
// procedures of the SIP/IP Core"; here they are RFC 3261 §10 and §16, RFC 3327 and RFC 3841.
import type { Host } from '../sim/net/types.ts';
import { type Binding, Location } from './location.ts';
import { Proxy, type Target, type TargetService } from './proxy.ts';
import { Registrar } from './registrar.ts';
import { decide, scoreEntries } from './routing-decision.ts';
import { responseTo } from './sip/build.ts';
import type { CallNames } from './sip/call-names.ts';
import type { SipRequest } from './sip/message.ts';
import type { MachineRunner, ServerTransaction, ServerUser, TimerValues } from './sip/transaction-types.ts';
import { canonicalAor, parseUri } from './sip/uri.ts';
import { SipHost } from './sip-host.ts';

export interface SipCoreOptions {
  readonly host: Host;
  readonly runner: MachineRunner;
  readonly calls: CallNames;
  readonly timers: TimerValues;
  readonly role: 'proxy' | 'registrar' | 'both';
  /** The domains whose users it serves. */
  readonly domains: readonly string[];
  /** Whether a canonical address of record of its domains is somebody's. */
  readonly isUser: (aor: string) => boolean;
  readonly recordRoute: boolean;
  readonly expiresS: { readonly min: number; readonly default: number; readonly max: number };
  /** The date of instant 0, in ms since 1970, for the Date of its answers. */
  readonly epochMs: number;
  /** Whether Accept-Contact may come in the document's form, without `*`. */
  readonly dialect: 'rfc' | 'change-request';
  /** The URI of the core host that what it does not serve itself goes to. */
  readonly next?: () => string | undefined;
}

export class SipCore implements ServerUser, TargetService {
  readonly sip: SipHost;
  readonly location: Location;
  readonly #options: SipCoreOptions;
  readonly #domains: ReadonlySet<string>;
  readonly #registrar: Registrar;
  readonly #proxy: Proxy;

  constructor(options: SipCoreOptions) {
    const { host, runner, timers } = options;
    this.#options = options;
    this.#domains = new Set(options.domains.map((domain) => domain.toLowerCase()));
    this.sip = new SipHost({ ...options, user: this });
    this.location = new Location({
      runner,
      record: (entry) => void host.trace.record({ type: 'binding', node: host.name, ...entry }),
    });
    this.#registrar = new Registrar(
      {
        domains: [...this.#domains],
        expiresS: options.expiresS,
        epochS: Math.floor(options.epochMs / 1000),
        token: (name, length) => host.chance.token(`${host.name}/${name}`, length),
        isUser: options.isUser,
      },
      this.location,
    );
    this.#proxy = new Proxy({
      sip: this.sip,
      runner,
      timers,
      targets: this,
      recordRoute: options.recordRoute,
    });
  }

  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (request.method === 'REGISTER' && this.#registersHere(request)) {
      const flaws = this.sip.flawsOf(request);
      transaction.respond(this.#registrar.answer(request, this.#options.host.clock.nowUs, flaws));
    } else if (this.#options.role === 'registrar') {
      transaction.respond(
        responseTo(request, 405, {
          toTag: this.#proxy.tagFor(request),
          headers: [{ name: 'Allow', value: 'REGISTER' }],
        }),
      );
    } else {
      this.#proxy.request(transaction);
    }
  }

  ack(request: SipRequest): void {
    this.#proxy.ack(request);
  }

  cancel(transaction: ServerTransaction, invite: ServerTransaction | undefined): void {
    this.#proxy.cancel(transaction, invite);
  }

  failed(transaction: ServerTransaction, because: string): void {
    const text = `${transaction.request.method} transaction failed: ${because}`;
    this.#options.host.trace.record({ type: 'note', node: this.#options.host.name, text });
  }

  ended(transaction: ServerTransaction): void {
    this.#proxy.ended(transaction);
  }

  #registersHere(request: SipRequest): boolean {
    return this.#options.role !== 'proxy' && this.#serves(request.uri);
  }

  #serves(uri: string): boolean {
    const parsed = parseUri(uri);
    return parsed.ok && 'host' in parsed.value && this.#domains.has(parsed.value.host.toLowerCase());
  }

  /** A proxy without a registrar of its own leaves its users to the next host of the core. */
  responsibleFor(request: SipRequest): boolean {
    return this.#options.role !== 'proxy' && this.#serves(request.uri);
  }

  /** §16.5: "the proxy MUST … 404" who is nobody, 480 who is not there (§21.4.18). */
  lookUp(request: SipRequest): { readonly found: readonly Binding[] } | { readonly status: number } {
    const aor = canonicalAor(request.uri);
    if (!this.#options.isUser(aor)) return { status: 404 };
    const found = this.location.of(aor);
    return found.length === 0 ? { status: 480 } : { found };
  }

  match(
    request: SipRequest,
    found: readonly Binding[],
  ): { readonly groups: readonly (readonly Target[])[] } | { readonly status: number } {
    const { host, dialect } = this.#options;
    const decision = decide(request, found, dialect);
    for (const entry of scoreEntries(host.name, `${request.method} ${request.uri}`, decision))
      host.trace.record(entry);
    return decision.groups.length === 0 ? { status: 480 } : { groups: decision.groups };
  }

  /** Where a request goes that is for none of its users and has no route: to the next host, or by its own URI. */
  nextHop(request: SipRequest): string | undefined {
    const next = this.#options.next?.();
    return next === undefined || this.sip.isOwn(next) || this.#isContact(request) ? undefined : next;
  }

  /** The URI of a contact of an agent: an address, not a domain. */
  #isContact(request: SipRequest): boolean {
    const parsed = parseUri(request.uri);
    if (!parsed.ok || !('host' in parsed.value)) return false;
    return /^[\d.]+$|^\[/.test(parsed.value.host);
  }
}
