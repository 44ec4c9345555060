// RFC 3261 §20: the table of known headers, each with its codec, and reading a message's headers as values.
import {
  authenticationInfo,
  authorization,
  proxyAuthenticate,
  proxyAuthorization,
  wwwAuthenticate,
} from './auth-header.ts';
import { type Codec, codec } from './codec.ts';
import { date } from './date.ts';
import { type HeaderName, headerNames, keyOf } from './header-names.ts';
import {
  accept,
  acceptEncoding,
  acceptLanguage,
  contentDisposition,
  contentType,
  event,
  pAssertedService,
  pPreferredService,
  privacy,
  reason,
  subscriptionState,
} from './media.ts';
import type { SipMessage } from './message.ts';
import { indexOf, valuesOf } from './message-index.ts';
import { formatNameAddr, type NameAddr, nameAddrCodec, readNameAddr } from './name-addr.ts';
import { formatParams, type Params } from './params.ts';
import {
  allow,
  allowEvents,
  callId,
  contentEncoding,
  contentLength,
  cseq,
  expires,
  maxBreadth,
  maxForwards,
  minExpires,
  minSE,
  priority,
  proxyRequire,
  rack,
  requestDisposition,
  require_,
  retryAfter,
  rseq,
  sessionExpires,
  sipETag,
  sipIfMatch,
  supported,
  unsupported,
} from './scalars.ts';
import { via } from './via.ts';
import { warning } from './warning.ts';

export * from './auth-header.ts';
export { date } from './date.ts';
export * from './media.ts';
export * from './scalars.ts';
export { type Via, via } from './via.ts';
export { warning } from './warning.ts';

const withBare = { bare: true };
const bracketed = { bare: false };

export const from = nameAddrCodec('From', 'RFC 3261 §20.20', withBare);
export const to = nameAddrCodec('To', 'RFC 3261 §20.39', withBare);
export const replyTo = nameAddrCodec('Reply-To', 'RFC 3261 §20.31', withBare);
export const referTo = nameAddrCodec('Refer-To', 'RFC 3515 §2.1', withBare);
export const referredBy = nameAddrCodec('Referred-By', 'RFC 3892 §3', withBare);
export const route = nameAddrCodec('Route', 'RFC 3261 §20.34', bracketed);
export const recordRoute = nameAddrCodec('Record-Route', 'RFC 3261 §20.30', bracketed);
export const path = nameAddrCodec('Path', 'RFC 3327 §4', bracketed);
export const serviceRoute = nameAddrCodec('Service-Route', 'RFC 3608 §5', bracketed);
export const pAssertedIdentity = nameAddrCodec('P-Asserted-Identity', 'RFC 3325 §9.1', withBare);
export const pPreferredIdentity = nameAddrCodec('P-Preferred-Identity', 'RFC 3325 §9.2', withBare);
export const pAssociatedUri = nameAddrCodec('P-Associated-URI', 'RFC 7315 §4.1', bracketed);
export const pCalledPartyId = nameAddrCodec('P-Called-Party-ID', 'RFC 7315 §4.2', bracketed);
export const historyInfo = nameAddrCodec('History-Info', 'RFC 7044 §5', bracketed);

/** Contact = STAR / contact-param *( COMMA contact-param ), one of them. */
export const contact = codec<'*' | NameAddr>(
  'Contact',
  'RFC 3261 §20.10',
  (reader) => {
    if (reader.text.trim() !== '*') return readNameAddr(reader, true);
    reader.pos = reader.text.length;
    return '*';
  },
  (value) => (value === '*' ? '*' : formatNameAddr(value)),
);

/** A rule of caller preferences: what follows the `*`. */
export interface ContactRule {
  readonly params: Params;
}

/** ac-value = "*" *( SEMI ac-params ) */
const contactRule = (name: string): Codec<ContactRule> =>
  codec(
    name,
    'RFC 3841 §9.2',
    (reader) => {
      if (!reader.take(0x2a)) return reader.fail('"*" expected');
      const params = reader.params();
      return params === undefined ? undefined : { params };
    },
    ({ params }) => `*${formatParams(params)}`,
  );

export const acceptContact = contactRule('Accept-Contact');
export const rejectContact = contactRule('Reject-Contact');

/** The known headers and how each is read. Those without a codec are free text. */
export const codecs: ReadonlyMap<string, Codec<unknown>> = new Map(
  [
    accept,
    acceptContact,
    acceptEncoding,
    acceptLanguage,
    allow,
    allowEvents,
    authenticationInfo,
    authorization,
    callId,
    contact,
    contentDisposition,
    contentEncoding,
    contentLength,
    contentType,
    cseq,
    date,
    event,
    expires,
    from,
    historyInfo,
    maxBreadth,
    maxForwards,
    minExpires,
    minSE,
    pAssertedIdentity,
    pAssertedService,
    pAssociatedUri,
    pPreferredService,
    privacy,
    pCalledPartyId,
    path,
    pPreferredIdentity,
    priority,
    proxyAuthenticate,
    proxyAuthorization,
    proxyRequire,
    rack,
    reason,
    recordRoute,
    referredBy,
    referTo,
    rejectContact,
    replyTo,
    requestDisposition,
    require_,
    retryAfter,
    route,
    rseq,
    serviceRoute,
    sessionExpires,
    sipETag,
    sipIfMatch,
    subscriptionState,
    supported,
    to,
    unsupported,
    via,
    warning,
    wwwAuthenticate,
  ].map((each) => [keyOf(each.name), each as Codec<unknown>]),
);

export interface KnownHeader extends HeaderName {
  readonly codec?: Codec<unknown>;
}

/** Every known header: canonical name, compact form, how often it may stand, and its codec where its value has a grammar. */
export const headerTable: readonly KnownHeader[] = headerNames.map((each) => {
  const found = codecs.get(keyOf(each.name));
  return found === undefined ? each : { ...each, codec: found };
});

/** The first value of the codec's header; `undefined` when there is none or it is not well formed. Kept with the message. */
export function read<T>(message: SipMessage, codec: Codec<T>): T | undefined {
  const { keys } = indexOf(message);
  const at = keys.indexOf(keyOf(codec.name));
  const first = at < 0 ? undefined : fieldValues(message, at, codec)[0];
  return first?.ok ? first.value : undefined;
}

/** All values of the codec's header, in order. Those that are not well formed are left out: `errors` of parsing named them. */
export function readAll<T>(message: SipMessage, codec: Codec<T>): T[] {
  const key = keyOf(codec.name);
  const { keys } = indexOf(message);
  const all: T[] = [];
  for (let at = keys.indexOf(key); at >= 0; at = keys.indexOf(key, at + 1)) {
    for (const value of fieldValues(message, at, codec)) if (value.ok) all.push(value.value);
  }
  return all;
}

/** The values of one field. Only what the table's own codec read is kept. */
function fieldValues<T>(message: SipMessage, at: number, codec: Codec<T>) {
  const { keys, values } = indexOf(message);
  const key = keys[at]!;
  const isOwn = codecs.get(key) === (codec as Codec<unknown>);
  const known = values[at];
  if (isOwn && known !== undefined) return known as readonly ReturnType<typeof codec.parse>[];
  const parsed = valuesOf(message.headers[at]!, key).map((text) => codec.parse(text));
  if (isOwn) values[at] = parsed;
  return parsed;
}
