// One host of the SIP/IP core: a registrar for its domains and a proxy, on one SIP stack. The change request leaves it to "rules and
// procedures of the SIP/IP Core"; here they are RFC 3261 §10, §16 and §22, RFC 3325, RFC 3327, RFC 3608 and RFC 3841.
import { digestHashes } from '../sim/hash.ts';
import type { Host } from '../sim/net/types.ts';
import { type Account, Authenticator } from './authenticator.ts';
import { type Binding, Location, type MonitoredBindings } from './location.ts';
import { type ProxyDeps, StatefulProxy, type TargetService } from './proxy.ts';
import type { Refusal } from './proxy-validation.ts';
import { Registrar } from './registrar.ts';
import { decide, type RoutingDecision, scoreEntries, type Tried } from './routing-decision.ts';
import type { IntervalPolicy } from './session-interval.ts';
import { responseTo } from './sip/build.ts';
import type { CallNames } from './sip/call-names.ts';
import type { DigestAlgorithm, DigestQuality } from './sip/digest.ts';
import type { SipFilter } from './sip/filter.ts';
import { from, read, readAll, supported, to } from './sip/header-table.ts';
import { hasHeader, prependHeader } from './sip/headers.ts';
import type { HeaderField, SipRequest } from './sip/message.ts';
import { tagOf } from './sip/name-addr.ts';
import type {
  Flow,
  MachineRunner,
  ServerTransaction,
  ServerUser,
  TimerValues,
} from './sip/transaction-types.ts';
import { canonicalAor, isSip, isTel, parseUri } from './sip/uri.ts';
import { SipHost } from './sip-host.ts';
import type { Target } from './target-set.ts';
import { TrustEdge } from './trust-edge.ts';

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
  /** Where another host of the core is the registrar of its domains: that one's URI, and its location service, which both share. */
  readonly registrar?: () => { readonly uri: string; readonly bindings: MonitoredBindings } | undefined;
  /** Bindings that it kept over a restart. */
  readonly kept?: Iterable<Binding>;
  /** Whether a node belongs to its trust domain (RFC 3325). Unless told, none does. */
  readonly trusts?: (address: string) => boolean;
  /** The account of an address of record that has a password: its owner has to prove himself. */
  readonly accountOf?: (aor: string) => Account | undefined;
  readonly digest?: {
    readonly algorithms: readonly DigestAlgorithm[];
    readonly qualities?: readonly DigestQuality[];
    readonly nonceUs: number;
    /** Whether requests inside dialogs are asked for a password too. */
    readonly inDialog?: boolean;
  };
  readonly capacity?: ProxyDeps['capacity'];
  /** How it takes part in the session timers of those who call through it (RFC 4028 §8); absent: not at all. */
  readonly interval?: IntervalPolicy;
  /** Deliberate errors: of what it sends and hears; of how it chooses among contacts. */
  readonly filter?: SipFilter;
  readonly decide?: typeof decide;
}

export class SipCore implements ServerUser, TargetService {
  readonly sip: SipHost;
  readonly location: Location;
  readonly #options: SipCoreOptions;
  readonly #domains: ReadonlySet<string>;
  readonly #registrar: Registrar;
  readonly #proxy: StatefulProxy;
  readonly #authenticator: Authenticator;
  readonly #edge: TrustEdge;

  constructor(options: SipCoreOptions) {
    const { host, runner, timers } = options;
    this.#options = options;
    this.#domains = new Set(options.domains.map((domain) => domain.toLowerCase()));
    this.sip = new SipHost({ ...options, user: this });
    this.location = new Location({
      runner,
      record: (entry) => void host.trace.record({ type: 'binding', node: host.name, ...entry }),
    });
    this.location.restore(options.kept ?? [], host.clock.nowUs);
    this.#edge = new TrustEdge({
      trusts: (address) => options.trusts?.(address) === true,
      addressOf: (uri) => this.sip.addressOf(uri),
      note: (text) => void host.trace.record({ type: 'note', node: host.name, text }),
    });
    this.#authenticator = this.#createAuthenticator();
    this.#registrar = this.#createRegistrar();
    this.#proxy = new StatefulProxy({
      sip: this.sip,
      runner,
      timers,
      targets: this,
      edge: this.#edge,
      recordRoute: options.recordRoute,
      authenticate: (request, flow) => this.#authenticate(request, flow),
      onPath: (request) => this.#onPath(request),
      ...(options.capacity !== undefined && { capacity: options.capacity }),
      ...(options.interval !== undefined && { interval: options.interval }),
    });
  }

  #createAuthenticator(): Authenticator {
    const { host, digest = { algorithms: ['SHA-256', 'MD5'], nonceUs: 60_000_000 } } = this.#options;
    return new Authenticator({
      ...digest,
      realm: [...this.#domains][0] ?? host.name,
      hashes: digestHashes,
      // A restarted host begins to count anew: the time keeps its nonces apart from the old ones.
      token: (name, length) => host.chance.token(`${host.name}/${host.clock.nowUs}/${name}`, length),
      nowUs: () => host.clock.nowUs,
    });
  }

  #createRegistrar(): Registrar {
    const { host, expiresS, epochMs, isUser } = this.#options;
    return new Registrar(
      {
        domains: [...this.#domains],
        expiresS,
        epochS: Math.floor(epochMs / 1000),
        token: (name, length) => host.chance.token(`${host.name}/${name}`, length),
        isUser,
        authenticate: (request) => this.#registering(request),
        // Who came by another host of the core is to send what he begins that way too, and on to who serves the domain (RFC 3608 §6.3).
        serviceRoute: (request) => (hasHeader(request, 'Path') ? [`<sip:${hostOf(request.uri)};lr>`] : []),
      },
      this.location,
    );
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

  ack(request: SipRequest, flow: Flow): void {
    this.#proxy.ack(request, flow);
  }

  cancel(transaction: ServerTransaction, named: ServerTransaction | undefined): void {
    this.#proxy.cancel(transaction, named);
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
    return this.#domains.has(hostOf(uri));
  }

  /** Who sends a REGISTER: the owner of its From has to prove himself, or that of its To, where he has a password (§10.3 item 3). */
  #registering(request: SipRequest): { readonly user: string } | Refusal | undefined {
    const names = [read(request, from)?.uri, read(request, to)?.uri].map((uri) => nameOf(uri ?? ''));
    const user = names.find((aor) => this.#options.accountOf?.(aor) !== undefined);
    const account = user === undefined ? undefined : this.#options.accountOf?.(user);
    if (user === undefined || account === undefined) return undefined;
    return this.#authenticator.check(request, account, 'user agent') ?? { user };
  }

  /**
   * Who sends a request through this proxy. Who claims a name of its domains that has a password must show it, with the request that
   * begins a dialog, or with each one; a trusted node has seen to that already, and a registrar asks for itself. ACK and CANCEL do not
   * come here: neither may be challenged (§22.1).
   */
  #authenticate(
    request: SipRequest,
    flow: Flow,
  ): { readonly request: SipRequest; readonly user?: string } | Refusal {
    const claimed = nameOf(read(request, from)?.uri ?? '');
    const account = this.#serves(claimed) ? this.#options.accountOf?.(claimed) : undefined;
    const target = read(request, to);
    const begins = target === undefined || tagOf(target) === undefined;
    const asks = request.method !== 'REGISTER' && (begins || this.#options.digest?.inDialog === true);
    if (account === undefined || !asks || this.#edge.trusts(flow.address)) return { request };
    const refusal = this.#authenticator.check(request, account, 'proxy');
    return refusal ?? { request: this.#authenticator.consumed(request), user: claimed };
  }

  /**
   * A proxy on the way to somebody else's registrar puts itself into the Path, if it wants to stay there and the user agent knows of it
   * (RFC 3327 §5.2).
   */
  #onPath(request: SipRequest): SipRequest {
    const { recordRoute } = this.#options;
    const passes = request.method === 'REGISTER' && recordRoute && !this.#serves(request.uri);
    const knows = readAll(request, supported).some((tag) => tag.toLowerCase() === 'path');
    return passes && knows ? prependHeader(request, 'Path', `<sip:${this.sip.sentBy};lr>`) : request;
  }

  /** Its users' location service: its own, or that of the registrar of its domains. */
  get #bindings(): MonitoredBindings | undefined {
    return this.#options.role === 'proxy' ? this.#options.registrar?.()?.bindings : this.location;
  }

  /** A proxy without a registrar of its domains leaves its users to the next host of the core; REGISTER is the registrar's. */
  responsibleFor(request: SipRequest): boolean {
    if (this.isRecipient(request) || this.#leadsNowhere(request)) return true;
    const isRegistrars = request.method === 'REGISTER' && this.#options.role === 'proxy';
    return !isRegistrars && this.#bindings !== undefined && this.#serves(request.uri);
  }

  /** §16.5: 404 for who is nobody, 480 for who is not there (§21.4.18). OPTIONS for the proxy itself is answered by it (§11). */
  lookUp(request: SipRequest): { readonly found: readonly Target[] } | Refusal {
    if (this.isRecipient(request))
      return request.method === 'OPTIONS' ? { status: 200, headers: capabilities } : { status: 404 };
    const aor = canonicalAor(request.uri);
    if (!this.#options.isUser(aor)) return { status: 404 };
    const found = this.#bindings?.of(aor) ?? [];
    return found.length === 0 ? { status: 480 } : { found };
  }

  match(request: SipRequest, found: readonly Target[]): RoutingDecision {
    const { dialect, decide: choose = decide } = this.#options;
    return choose(request, found, dialect);
  }

  decided(request: SipRequest, decision: RoutingDecision, tried: Tried): void {
    const { host } = this.#options;
    for (const entry of scoreEntries(host.name, `${request.method} ${request.uri}`, decision, tried))
      host.trace.record(entry);
  }

  watch(request: SipRequest, added: (target: Target) => void): () => void {
    return this.#bindings?.watch(canonicalAor(request.uri), added) ?? (() => {});
  }

  /** Where a request goes that is for none of its users and has no route: to the next host, or by its own URI. */
  nextHop(request: SipRequest): string | undefined {
    const registrar = this.#serves(request.uri) ? this.#options.registrar?.()?.uri : undefined;
    const next = registrar ?? this.#options.next?.();
    return next === undefined || this.sip.isOwn(next) || isAddress(request.uri) ? undefined : next;
  }

  /** A telephone number, which names no host: without a next host that may know it, it is nobody's (§16.5). */
  #leadsNowhere({ uri }: SipRequest): boolean {
    const read = parseUri(uri);
    return read.ok && isTel(read.value) && this.#options.next?.() === undefined;
  }

  /** Its Request-URI is an address of this host with its SIP port, as its Record-Route has it. */
  isRecipient({ uri }: SipRequest): boolean {
    return isAddress(uri) && this.sip.isOwn(uri);
  }
}

/**
 * What a proxy says of itself. "If the response is generated by a proxy, the Allow header field SHOULD be omitted as it is ambiguous since a
 * proxy is method agnostic" (§11.2).
 */
const capabilities: readonly HeaderField[] = [
  { name: 'Accept', value: 'application/sdp' },
  { name: 'Accept-Encoding', value: 'identity' },
  { name: 'Accept-Language', value: 'en' },
  { name: 'Supported', value: 'path, pref' },
];

/** The URI of a host: of a contact of an agent, say, and of no domain. */
function isAddress(uri: string): boolean {
  return /^[\d.]+$|:/.test(hostOf(uri));
}

/** The address of record that a URI claims to be, however it is dressed up: scheme, port and password make nobody somebody else. */
function nameOf(uri: string): string {
  const parsed = parseUri(uri);
  if (!parsed.ok || !isSip(parsed.value)) return uri;
  const { user, host } = parsed.value;
  return canonicalAor({ scheme: 'sip', host, params: [], headers: [], ...(user !== undefined && { user }) });
}

/** In lower case; empty where a URI has none. */
function hostOf(uri: string): string {
  const parsed = parseUri(uri);
  return parsed.ok && 'host' in parsed.value ? parsed.value.host.toLowerCase() : '';
}
