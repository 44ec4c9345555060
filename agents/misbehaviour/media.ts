// The pieces that misbehaviours over MSRP are made of.
import {
  type HeaderField,
  headerValue,
  type MsrpMessage,
  type MsrpRequest,
  type MsrpResponse,
} from '../msrp/message.ts';
import type { MsrpSession, MsrpSessionEvent } from '../msrp/types.ts';
import type { MsrpFilter } from '../msrp-filter.ts';

/** Several filters as one, in their order. */
export function filtersInSeries(filters: readonly MsrpFilter[]): MsrpFilter {
  const any = (part: keyof MsrpFilter) => filters.some((filter) => filter[part] !== undefined);
  return {
    ...(any('leaving') && {
      leaving: (message) =>
        filters.reduce<readonly MsrpMessage[]>(
          (so, { leaving }) => so.flatMap((each) => leaving?.(each) ?? [each]),
          [message],
        ),
    }),
    ...(any('arriving') && {
      arriving: (message) => filters.reduce((so, { arriving }) => arriving?.(so) ?? so, message),
    }),
    ...(any('answering') && {
      answering: (message) => filters.flatMap(({ answering }) => answering?.(message) ?? []),
    }),
    ...(any('apart') && { apart: (message) => filters.some(({ apart }) => apart?.(message)) }),
    session: (options) => filters.reduce((so, { session }) => session?.(so) ?? so, options),
    used: (session) => filters.reduce((so, { used }) => used?.(so) ?? so, session),
  };
}

type Which<M extends MsrpMessage> = (message: MsrpMessage) => message is M;

export function msrpRequests(method: string): Which<MsrpRequest> {
  return (message): message is MsrpRequest => message.kind === 'request' && message.method === method;
}

/** A SEND that brings octets behind the first ones of its message. */
export function laterChunk(message: MsrpMessage): message is MsrpRequest {
  return msrpRequests('SEND')(message) && !/^1-/.test(headerValue(message, 'Byte-Range') ?? '1-');
}

export function msrpResponses(status: number): Which<MsrpResponse> {
  return (message): message is MsrpResponse => message.kind === 'response' && message.status === status;
}

/** A message is another on the wire. */
export function said<M extends MsrpMessage>(
  which: Which<M>,
  change: (message: M) => MsrpMessage,
): MsrpFilter {
  return { leaving: (message) => [which(message) ? change(message) : message] };
}

export function unsaid(which: Which<MsrpMessage>): MsrpFilter {
  return { leaving: (message) => (which(message) ? [] : [message]) };
}

/** A message is heard as another. */
export function heard<M extends MsrpMessage>(
  which: Which<M>,
  change: (message: M) => MsrpMessage,
): MsrpFilter {
  return { arriving: (message) => (which(message) ? change(message) : message) };
}

/** The agent believes more of its sessions than happened. */
export function believing(more: (event: MsrpSessionEvent) => readonly MsrpSessionEvent[]): MsrpFilter {
  return {
    session: (options) => ({
      ...options,
      event: (event) => {
        for (const each of [event, ...more(event)]) options.event(each);
      },
    }),
  };
}

// Changes.

/** The header fields of one name changed, or taken away where the change gives nothing. */
export const field =
  (name: string, change: (value: string) => string | undefined) =>
  <M extends MsrpMessage>(message: M): M => {
    const headers = message.headers.flatMap((each): HeaderField[] => {
      if (each.name.toLowerCase() !== name.toLowerCase()) return [each];
      const value = change(each.value);
      return value === undefined ? [] : [{ ...each, value }];
    });
    return { ...message, headers };
  };

export const transactId =
  (id: string) =>
  <M extends MsrpMessage>(message: M): M => ({ ...message, transactId: id });

/** The same session, of which its user finds some parts otherwise. */
export function otherwise(session: MsrpSession, parts: Partial<MsrpSession>): MsrpSession {
  return {
    name: session.name,
    localUri: session.localUri,
    get state() {
      return session.state;
    },
    get isCut() {
      return session.isCut;
    },
    connected: (connection) => session.connected(connection),
    unreachable: (because) => session.unreachable(because),
    send: (message) => session.send(message),
    abort: (message) => session.abort(message),
    report: (message, status) => session.report(message, status),
    refuse: (incoming, status) => session.refuse(incoming, status),
    confirm: (incoming) => session.confirm(incoming),
    reject: (incoming, status, comment) => session.reject(incoming, status, comment),
    close: () => session.close(),
    drop: (because) => session.drop(because),
    ...parts,
  };
}

/** Its user cannot close it. */
export const unclosable = (session: MsrpSession) => otherwise(session, { close: () => {} });
