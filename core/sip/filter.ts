// What stands between an element's SIP and the wire where the element is to misbehave, and the pieces that such filters are made of.
import { read, to } from './header-table.ts';
import { header, withBody, withHeader, withoutBody, withoutHeader } from './headers.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { tagOf } from './name-addr.ts';
import type { Flow } from './transaction-types.ts';

/** A request on its way out: the branch goes into the Via that is put on top of it. */
export interface Outgoing {
  /** Without a Via of our own. */
  readonly request: SipRequest;
  /** The URI that says where it goes next: the first Route, an outbound proxy, or the Request-URI. */
  readonly nextHop: string;
  readonly branch: string;
}

/** A message with the way that it goes. */
export interface Leaving {
  readonly message: SipMessage;
  readonly flow: Flow;
}

/** A part that is absent leaves all as it is. */
export interface SipFilter {
  /** A request before its transaction begins: what it becomes is what the transaction is about. */
  readonly asking?: (outgoing: Outgoing) => Outgoing;
  /** What leaves in place of each transmission of a message: another, several, or nothing. */
  readonly leaving?: (leaving: Leaving) => readonly Leaving[];
  /** What the element hears in place of what came. */
  readonly arriving?: (message: SipMessage) => SipMessage;
  /** The octets that leave in place of a message's own. */
  readonly octets?: (message: SipMessage, octets: Uint8Array) => Uint8Array;
  /** What leaves for a response that matches no transaction, and that nothing is to be done with. */
  readonly astray?: (response: SipResponse) => SipResponse | undefined;
}

/** Several filters as one, in their order. */
export function inSeries(filters: readonly SipFilter[]): SipFilter {
  return {
    asking: (outgoing) => filters.reduce((so, { asking }) => asking?.(so) ?? so, outgoing),
    leaving: (leaving) =>
      filters.reduce<readonly Leaving[]>(
        (so, filter) => so.flatMap((each) => filter.leaving?.(each) ?? [each]),
        [leaving],
      ),
    arriving: (message) => filters.reduce((so, { arriving }) => arriving?.(so) ?? so, message),
    octets: (message, own) => filters.reduce((so, { octets }) => octets?.(message, so) ?? so, own),
    astray: (response) => filters.map(({ astray }) => astray?.(response)).find((each) => each !== undefined),
  };
}

/** Which messages a filter is about. */
type Which<M extends SipMessage> = (message: SipMessage) => message is M;

/** Requests of a method: those that begin a dialog (`first`), those inside one (`further`), or all. */
export function requests(method: string, where?: 'first' | 'further'): Which<SipRequest> {
  return (message): message is SipRequest =>
    message.kind === 'request' &&
    message.method === method &&
    (where === undefined || isInside(message) === (where === 'further'));
}

/** Responses of a status to a method. */
export function responses(status: number, method: string): Which<SipResponse> {
  return (message): message is SipResponse =>
    message.kind === 'response' &&
    message.status === status &&
    (header(message, 'CSeq') ?? '').endsWith(` ${method}`);
}

function isInside(request: SipRequest): boolean {
  const target = read(request, to);
  return target !== undefined && tagOf(target) !== undefined;
}

type Change<M extends SipMessage> = (message: M) => M;

/** A request is another from its beginning. */
export function asking(which: Which<SipRequest>, change: Change<SipRequest>): SipFilter {
  return routing(which, (outgoing) => ({ ...outgoing, request: change(outgoing.request) }));
}

/** A request goes another way, or by another branch. */
export function routing(which: Which<SipRequest>, change: (outgoing: Outgoing) => Outgoing): SipFilter {
  return { asking: (outgoing) => (which(outgoing.request) ? change(outgoing) : outgoing) };
}

/** A message is another on the wire alone. */
export function leaving<M extends SipMessage>(which: Which<M>, change: Change<M>): SipFilter {
  return instead(which, (message, flow) => [{ message: change(message), flow }]);
}

/** Other messages, or none, leave in place of one. */
export function instead<M extends SipMessage>(
  which: Which<M>,
  become: (message: M, flow: Flow) => readonly Leaving[],
): SipFilter {
  return { leaving: (each) => (which(each.message) ? become(each.message, each.flow) : [each]) };
}

/** The octets of a message are others than it says. */
export function written<M extends SipMessage>(
  which: Which<M>,
  change: (octets: Uint8Array) => Uint8Array,
): SipFilter {
  return { octets: (message, octets) => (which(message) ? change(octets) : octets) };
}

export function withheld(which: Which<SipMessage>): SipFilter {
  return instead(which, () => []);
}

/** A message is heard as another. */
export function arriving<M extends SipMessage>(which: Which<M>, change: Change<M>): SipFilter {
  return { arriving: (message) => (which(message) ? change(message) : message) };
}

// Changes.

export const without =
  (name: string) =>
  <M extends SipMessage>(message: M): M =>
    withoutHeader(message, name);

export const setting =
  (name: string, value: string) =>
  <M extends SipMessage>(message: M): M =>
    withHeader(message, name, value);

/** The first field of that name with another value; a message without one stays as it is. */
export const rewriting =
  (name: string, change: (value: string) => string) =>
  <M extends SipMessage>(message: M): M => {
    const value = header(message, name);
    return value === undefined ? message : withHeader(message, name, change(value));
  };

export const bodiless = <M extends SipMessage>(message: M): M => withoutBody(message);

/** The body with other text; a message without one stays as it is. */
export const saying =
  (change: (body: string) => string) =>
  <M extends SipMessage>(message: M): M => {
    const type = header(message, 'Content-Type');
    if (type === undefined) return message;
    const body = change(new TextDecoder().decode(message.body));
    return withBody(message, type, new TextEncoder().encode(body));
  };
