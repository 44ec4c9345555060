// RFC 3261 §8, §12 and §13: the user agent's core: it builds requests, finds the dialog of what arrives, and answers what no one owns.

import { responseTo } from '../core/sip/build.ts';
import type { CallNames } from '../core/sip/call-names.ts';
import { dialogIdOfRequest, type RequestInDialog } from '../core/sip/dialog.ts';
import type { SipFilter } from '../core/sip/filter.ts';
import { cseq, read, to } from '../core/sip/header-table.ts';
import { header, withBody } from '../core/sip/headers.ts';
import { type Abilities, inspect } from '../core/sip/inspect.ts';
import type { HeaderField, SipError, SipRequest, SipResponse } from '../core/sip/message.ts';
import { tagOf } from '../core/sip/name-addr.ts';
import { asksForReliable, reliableTag } from '../core/sip/reliable.ts';
import type {
  ClientTransaction,
  ClientUser,
  Flow,
  MachineRunner,
  ServerTransaction,
  ServerUser,
  TimerValues,
} from '../core/sip/transaction-types.ts';
import { parseUri } from '../core/sip/uri.ts';
import { SipHost } from '../core/sip-host.ts';
import { digestHashes } from '../sim/hash.ts';
import type { Host } from '../sim/net/types.ts';
import { CredentialStore, type Login } from './credentials.ts';
import { IncomingCall, type IncomingCallUser } from './incoming-call.ts';
import { OutgoingCall, type OutgoingCallOptions } from './outgoing-call.ts';
import type { ReliableProvisionals } from './reliable-provisionals.ts';
import type { Session } from './session.ts';

/** Methods that both agents understand; the `Allow` of what they send. */
const methods = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'UPDATE'];

const multipart = ['multipart/related', 'multipart/mixed', 'multipart/alternative'];

export interface UserAgentOptions {
  readonly host: Host;
  readonly runner: MachineRunner;
  readonly calls: CallNames;
  readonly timers: TimerValues;
  /** The address of record: `sip:bob@example.com`. */
  readonly address: string;
  readonly displayName?: string;
  /** The URI of the outbound proxy: where requests without a route go. */
  readonly proxy: string;
  /** How often its host was restarted: its ids are then new ones. */
  readonly restarts?: number;
  /** Body types beside application/sdp, for Accept. */
  readonly bodies?: readonly string[];
  /** Contact parameters of this agent's requests and answers inside calls. */
  readonly contactParams?: string;
  /** Whether it knows UPDATE (RFC 3311). Default: it does. */
  readonly knowsUpdate?: boolean;
  /** Whether it knows reliable provisional responses (RFC 3262), or insists on them. Default: `never`. */
  readonly reliable?: 'never' | 'supported' | 'required';
  /** How long it waits for an answer to its INVITE after the last provisional response. Default: Timer C, and 64*T1. */
  readonly patienceUs?: number;
  /** Whether it knows bodies of several parts (RFC 5621 §3). Default: it does. */
  readonly knowsMultipart?: boolean;
  /** Headers whose grammar this agent does not insist on: where a dialect writes them otherwise than their RFC. */
  readonly tolerates?: readonly string[];
  /** For servers that ask who it is. */
  readonly login?: Login;
  /** The URI of From in calls, where that is not its own: it may lie. */
  readonly claims?: string;
  /** What it says about its identity outside of dialogs: P-Preferred-Identity, Privacy (RFC 3325). */
  readonly identity?: readonly HeaderField[];
  /** Deliberate errors. */
  readonly filter?: SipFilter;
  /** Someone calls; undefined where this agent takes no calls (480). */
  readonly invited?: (call: IncomingCall) => IncomingCallUser;
}

export class UserAgent implements ServerUser {
  readonly host: Host;
  readonly runner: MachineRunner;
  readonly timers: TimerValues;
  readonly patienceUs: number | undefined;
  readonly address: string;
  readonly sip: SipHost;
  readonly abilities: Abilities;
  readonly credentials: CredentialStore;
  /** The Service-Route of its registration: what requests outside of dialogs are preloaded with (RFC 3608 §6.1). */
  serviceRoute: readonly string[] = [];
  readonly #options: UserAgentOptions;
  readonly #calls: CallNames;
  readonly #sessions = new Map<string, Session>();
  readonly #incoming = new Map<string, IncomingCall>();
  /** Those of calls whose PRACKs may still come, by their dialog: they outlive a refusal. */
  readonly #provisionals = new Map<string, ReliableProvisionals>();
  /** How many dialogs a call has had. */
  readonly #dialogs = new Map<string, number>();
  #callCount = 0;

  constructor(options: UserAgentOptions) {
    this.#options = options;
    this.host = options.host;
    this.runner = options.runner;
    this.timers = options.timers;
    this.patienceUs = options.patienceUs;
    this.address = options.address;
    this.#calls = options.calls;
    const { knowsUpdate = true, knowsMultipart = true } = options;
    this.abilities = {
      methods: [
        ...methods.filter((method) => knowsUpdate || method !== 'UPDATE'),
        ...(this.knowsReliable ? ['PRACK'] : []),
      ],
      extensions: ['timer', ...(this.knowsReliable ? [reliableTag] : [])],
      bodies: ['application/sdp', ...(knowsMultipart ? multipart : []), ...(options.bodies ?? [])],
      serves: (uri) => this.#serves(uri),
    };
    this.credentials = new CredentialStore(options.login, {
      hashes: digestHashes,
      token: (name, length) => this.token(name, length),
    });
    this.sip = new SipHost({ ...options, user: this, isEndpoint: true });
  }

  /** `sip:bob@192.0.2.3:5060`. */
  get contactUri(): string {
    const parsed = parseUri(this.address);
    const user = parsed.ok && 'user' in parsed.value ? parsed.value.user : undefined;
    return `sip:${user === undefined ? '' : `${user}@`}${this.sip.sentBy}`;
  }

  contactHeader(): HeaderField {
    return { name: 'Contact', value: `<${this.contactUri}>${this.#options.contactParams ?? ''}` };
  }

  /** Whether it knows reliable provisional responses (RFC 3262). */
  get knowsReliable(): boolean {
    return (this.#options.reliable ?? 'never') !== 'never';
  }

  /** What an INVITE that begins a dialog requires of its callee (RFC 3262 §4). */
  requirements(): readonly HeaderField[] {
    return this.#options.reliable === 'required' ? [{ name: 'Require', value: reliableTag }] : [];
  }

  /** Allow and Supported, as every INVITE and its 2xx carry them (§13.2.1, §13.3.1.4). */
  capabilityHeaders(): readonly HeaderField[] {
    const { methods, extensions } = this.abilities;
    return [
      { name: 'Allow', value: methods.join(', ') },
      { name: 'Supported', value: extensions.join(', ') },
    ];
  }

  /** Whether it understands a method itself. */
  allows(method: string): boolean {
    return this.abilities.methods.includes(method);
  }

  /** What a request outside of a dialog carries: the outbound proxy and the service route as Route (RFC 3608 §6.1), its identity. */
  outsideHeaders(): readonly HeaderField[] {
    const { identity = [], proxy } = this.#options;
    const routes = this.serviceRoute.length === 0 ? [] : [`<${proxy}>`, ...this.serviceRoute];
    return [...routes.map((value) => ({ name: 'Route', value })), ...identity];
  }

  /** `"Bob" <sip:bob@example.com>`: From without its tag. */
  get nameAddr(): string {
    const { displayName, claims = this.address } = this.#options;
    return displayName === undefined
      ? `<${claims}>`
      : `"${displayName.replace(/[\\"]/g, '\\$&')}" <${claims}>`;
  }

  /** A keyed token of this agent's own. */
  token(name: string, length: number): string {
    return this.host.chance.token(`${this.#owner}/${name}`, length);
  }

  /** A keyed integer in [0, below). */
  integer(name: string, below: number): number {
    return this.host.chance.integer(`${this.#owner}/${name}`, below);
  }

  /** Whose draws these are: after a restart another's, so that no id comes twice. */
  get #owner(): string {
    const { restarts = 0 } = this.#options;
    return restarts === 0 ? this.host.name : `${this.host.name}/restart ${restarts}`;
  }

  /** Something worth reading. */
  note(text: string): void {
    this.host.trace.record({ type: 'note', node: this.host.name, text });
  }

  newCallId(what: string): string {
    const callId = `${this.token(`${what} ${this.#callCount}/Call-ID`, 20)}@${this.host.name}`;
    this.#callCount += 1;
    this.#calls.of(callId, this.host.name);
    return callId;
  }

  callName(callId: string): string {
    return this.#calls.of(callId, this.host.name);
  }

  /** `sender.1` for the first dialog of a call, `sender.1~2` for the next: its INVITE has forked. */
  dialogName(callId: string): string {
    const call = this.callName(callId);
    const number = (this.#dialogs.get(call) ?? 0) + 1;
    this.#dialogs.set(call, number);
    return number === 1 ? call : `${call}~${number}`;
  }

  /** Where a request without a route goes: the outbound proxy, or its own Request-URI. */
  nextHop(uri: string): string {
    return this.#options.proxy || uri;
  }

  send(
    built: Pick<RequestInDialog, 'request' | 'nextHop'>,
    name: string,
    user: ClientUser,
  ): ClientTransaction | undefined {
    const branch = this.#branch(name);
    return this.sip.request({ request: built.request, nextHop: built.nextHop, branch }, user);
  }

  sendStateless(built: Pick<RequestInDialog, 'request' | 'nextHop'>, name: string): void {
    this.sip.sendStateless({ request: built.request, nextHop: built.nextHop, branch: this.#branch(name) });
  }

  /** The cookie and a keyed token (§8.1.1.7). */
  #branch(name: string): string {
    return `z9hG4bK${this.token(`${name}/branch`, 16)}`;
  }

  call(options: OutgoingCallOptions): OutgoingCall {
    return new OutgoingCall(this, options);
  }

  addSession(id: string, session: Session): void {
    this.#sessions.set(id, session);
  }

  removeSession(id: string): void {
    this.#sessions.delete(id);
  }

  addProvisionals(id: string, provisionals: ReliableProvisionals): void {
    this.#provisionals.set(id, provisionals);
  }

  removeProvisionals(id: string): void {
    this.#provisionals.delete(id);
  }

  /** A PRACK in a dialog (RFC 3262 §3). */
  acknowledged(transaction: ServerTransaction, id: string): void {
    const provisionals = this.#provisionals.get(id);
    if (provisionals === undefined) transaction.respond(responseTo(transaction.request, 481));
    else provisionals.receive(transaction);
  }

  responseWithBody(
    request: SipRequest,
    status: number,
    headers: readonly HeaderField[],
    body: Uint8Array | undefined,
    toTag?: string,
    contentType = 'application/sdp',
  ): SipResponse {
    const response = responseTo(request, status, toTag === undefined ? { headers } : { headers, toTag });
    return body === undefined ? response : withBody(response, contentType, body);
  }

  /** What OPTIONS, and any request that asks for nothing more, is answered with (§11.2). */
  optionsResponse(request: SipRequest): SipResponse {
    const accept = { name: 'Accept', value: this.abilities.bodies.join(', ') };
    return responseTo(request, 200, {
      toTag: this.#tagFor(request),
      headers: [accept, ...this.capabilityHeaders()],
    });
  }

  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const refusal = inspect(request, this.abilities, this.#flawsOf(request), this.#tagFor(request));
    if (refusal !== undefined) {
      transaction.respond(refusal);
      return;
    }
    const dialogId = dialogIdOfRequest(request);
    const session = dialogId === undefined ? undefined : this.#sessions.get(dialogId);
    const early = dialogId === undefined ? undefined : this.#unanswered(dialogId);
    if (session !== undefined) session.receive(transaction);
    else if (early !== undefined) early.receive(transaction);
    else if (request.method === 'PRACK' && dialogId !== undefined) this.acknowledged(transaction, dialogId);
    else if (dialogId !== undefined || !startsOutside(request))
      transaction.respond(responseTo(request, 481, { toTag: this.#tagFor(request) }));
    else if (request.method === 'OPTIONS') transaction.respond(this.optionsResponse(request));
    else this.#invited(transaction);
  }

  #flawsOf(request: SipRequest): readonly SipError[] {
    const { tolerates = [] } = this.#options;
    return this.sip
      .flawsOf(request)
      .filter(({ rule }) => !tolerates.some((name) => rule.endsWith(` ${name}`)));
  }

  #invited(transaction: ServerTransaction): void {
    const { invited } = this.#options;
    const { request } = transaction;
    const toTag = this.#tagFor(request);
    if (invited === undefined) {
      transaction.respond(responseTo(request, 480, { toTag }));
      return;
    }
    // "The UAS needs a particular extension to process the request, but this extension is not listed in a Supported header field" (§21.4.16).
    if (this.#options.reliable === 'required' && asksForReliable(request) === 'never') {
      transaction.respond(responseTo(request, 421, { toTag, headers: this.requirements() }));
      return;
    }
    const call = new IncomingCall(this, transaction, toTag);
    this.#incoming.set(transaction.id, call);
    call.begin(invited(call));
  }

  /** The call of an early dialog: it was not answered yet. */
  #unanswered(dialogId: string): IncomingCall | undefined {
    for (const call of this.#incoming.values())
      if (call.dialogId === dialogId && call.isUnanswered) return call;
    return undefined;
  }

  /** An ACK is that of the call's own INVITE, or of a re-INVITE inside its session: the CSeq tells. */
  ack(request: SipRequest, _flow: Flow): void {
    const id = dialogIdOfRequest(request);
    if (id === undefined) return;
    const number = read(request, cseq)?.number;
    for (const call of this.#incoming.values()) {
      if (call.dialogId === id && call.sequence === number) return call.acknowledged(request);
    }
    this.#sessions.get(id)?.receiveAck(request);
  }

  cancel(transaction: ServerTransaction, named: ServerTransaction | undefined): void {
    const { request } = transaction;
    if (named === undefined) {
      transaction.respond(responseTo(request, 481, { toTag: this.#tagFor(request) }));
      return;
    }
    // "the To tag of the response to the CANCEL and the To tag in the response to the original request SHOULD be the same" (§9.2)
    transaction.respond(responseTo(request, 200, { toTag: this.#tagFor(named.request) }));
    this.#incoming.get(named.id)?.cancelled();
  }

  failed(transaction: ServerTransaction, because: string): void {
    this.note(`${transaction.request.method} transaction failed: ${because}`);
  }

  ended(transaction: ServerTransaction): void {
    this.#incoming.delete(transaction.id);
  }

  /** The tag of this agent's responses to one request; a tag that the peer knows already is kept. */
  #tagFor(request: SipRequest): string {
    const known = read(request, to);
    const tag = known && tagOf(known);
    return tag || this.token(`${header(request, 'Call-ID')}/tag`, 10);
  }

  /** The Request-URI names this agent: its address of record, its contact, or its host without a user. */
  #serves(uri: string): boolean {
    const asked = parseUri(uri);
    if (!asked.ok || !('host' in asked.value)) return true;
    const own = parseUri(this.address);
    const user = own.ok && 'user' in own.value ? own.value.user : undefined;
    return asked.value.user === undefined || asked.value.user === user || asked.value.scheme === 'sips';
  }
}

/** Requests that may come outside a dialog; the others need one (§12.2.2). */
function startsOutside(request: SipRequest): boolean {
  return request.method === 'INVITE' || request.method === 'OPTIONS';
}
