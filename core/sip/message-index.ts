// RFC 3261 §7.3.1: where each header stands in a message, found once and kept with it; messages never change.
import type { Value } from './codec.ts';
import { headerOfKey, keyOf } from './header-names.ts';
import type { HeaderField, SipMessage, SipRequest, SipResponse } from './message.ts';
import { splitList } from './split-list.ts';

export interface MessageIndex {
  /** The key of each field, in order. */
  readonly keys: readonly string[];
  /** What each field was read as by its header's own codec, where it was. */
  readonly values: (readonly Value<unknown>[] | undefined)[];
}

/**
 * A message that carries its index where nobody sees it. A private field, since a WeakMap from messages to indexes costs the
 * garbage collector more than all of parsing.
 */
class Indexed {
  #index: MessageIndex | undefined;

  constructor(keys: readonly string[] | undefined) {
    this.#index = keys && { keys, values: [] };
  }

  static indexOf(message: SipMessage): MessageIndex {
    if (!(#index in message)) return makeIndex(message.headers);
    message.#index ??= makeIndex(message.headers);
    return message.#index;
  }
}

class IndexedRequest extends Indexed implements SipRequest {
  readonly kind = 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;

  constructor(
    method: string,
    uri: string,
    headers: readonly HeaderField[],
    body: Uint8Array,
    keys?: readonly string[],
  ) {
    super(keys);
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
  }
}

class IndexedResponse extends Indexed implements SipResponse {
  readonly kind = 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;

  constructor(
    status: number,
    reason: string,
    headers: readonly HeaderField[],
    body: Uint8Array,
    keys?: readonly string[],
  ) {
    super(keys);
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.body = body;
  }
}

/** A request that keeps its index. `keys` are those of the headers, where they are known. */
export function makeRequest(
  method: string,
  uri: string,
  headers: readonly HeaderField[],
  body: Uint8Array,
  keys?: readonly string[],
): SipRequest {
  return new IndexedRequest(method, uri, headers, body, keys);
}

/** A response that keeps its index. */
export function makeResponse(
  status: number,
  reason: string,
  headers: readonly HeaderField[],
  body: Uint8Array,
  keys?: readonly string[],
): SipResponse {
  return new IndexedResponse(status, reason, headers, body, keys);
}

/** The same message with other headers and body. */
export function changed<M extends SipMessage>(
  message: M,
  headers: readonly HeaderField[],
  body: Uint8Array = message.body,
): M {
  const copy: SipMessage =
    message.kind === 'request'
      ? new IndexedRequest(message.method, message.uri, headers, body)
      : new IndexedResponse(message.status, message.reason, headers, body);
  return copy as M;
}

/** The index of a message. It is kept with those that were made here; for a plain object it is made each time. */
export function indexOf(message: SipMessage): MessageIndex {
  return Indexed.indexOf(message);
}

function makeIndex(headers: readonly HeaderField[]): MessageIndex {
  return { keys: headers.map(({ name }) => keyOf(name)), values: [] };
}

/** The values of one field: several for a list, none for an empty field that may be empty. */
export function valuesOf(field: HeaderField, key: string): readonly string[] {
  const header = headerOfKey(key);
  if (header?.mayBeEmpty && field.value === '') return [];
  return header?.form === 'list' ? splitList(field.value) : [field.value];
}
