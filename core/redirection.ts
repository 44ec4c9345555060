// RFC 3261 §16.7 item 4, §19.1.6, RFC 3841 §7.2.4: what a proxy reads out of a 3xx or a 416, and what a redirect server writes into its 302.
import { contact } from './sip/header-table.ts';
import { addHeader, headerValues, withoutHeader } from './sip/headers.ts';
import { formatHost } from './sip/host.ts';
import type { HeaderField, SipResponse } from './sip/message.ts';
import type { NameAddr } from './sip/name-addr.ts';
import { escapeUser, formatUri, isSip, isTel, parseUri, unescape as unescaped } from './sip/uri.ts';
import type { Target } from './target-set.ts';

/** The places that a redirection names. */
export function contactsOf(response: SipResponse): (NameAddr | undefined)[] {
  return headerValues(response, 'Contact').map((text) => {
    const parsed = contact.parse(text);
    return parsed.ok && parsed.value !== '*' ? parsed.value : undefined;
  });
}

/**
 * A redirection without the contacts that are tried in its stead. "If a proxy recurses on all […] of the contacts in a 3xx response, the
 * proxy SHOULD NOT add the resulting contactless response to the response context" (§16.7 item 4): then there is none.
 */
export function withoutContacts(response: SipResponse, tried: readonly Target[]): SipResponse | undefined {
  if (tried.length === 0) return response;
  const uris = new Set(tried.map(({ uri }) => uri));
  const values = headerValues(response, 'Contact');
  const contacts = contactsOf(response);
  const kept = values.filter((_, at) => !uris.has(contacts[at]?.uri ?? ''));
  if (kept.length === 0) return undefined;
  return kept.reduce((rest, value) => addHeader(rest, 'Contact', value), withoutHeader(response, 'Contact'));
}

/**
 * What a redirect server answers: "all entries in the target set. It assigns q-values to those entries so that the ordering is identical to
 * the ordering determined", and "MUST NOT include the feature parameters" (RFC 3841 §7.2.4).
 */
export function redirection(groups: readonly (readonly Target[])[]): HeaderField[] {
  const step = Math.floor(1000 / Math.max(groups.length, 1));
  return groups.flatMap((group, at) => {
    const q = ((1000 - at * step) / 1000).toFixed(3).replace(/0{1,2}$/, '');
    return group.map(({ uri }) => ({ name: 'Contact', value: `<${uri}>;q=${q}` }));
  });
}

/**
 * "A SIP URI version of the non-SIP URI that was just tried", for a 416: of a tel URL, "by placing the telephone-subscriber part of the tel
 * URL into the user part of the SIP URI, and setting the hostpart to the domain where the prior request was sent" (§16.7 item 4), that is the
 * host of `sentTo`. Lower case and `user=phone` are §19.1.6's. Undefined for a SIP URI, and for schemes of which nobody says how.
 */
export function sipVersionOf(uri: string, sentTo: string): string | undefined {
  const tried = parseUri(uri);
  const hop = parseUri(sentTo);
  if (!tried.ok || !hop.ok || !isTel(tried.value) || !isSip(hop.value)) return undefined;
  const subscriber = unescaped(formatUri(tried.value).slice('tel:'.length)).toLowerCase();
  const { host, port } = hop.value;
  const where = port === undefined ? formatHost(host) : `${formatHost(host)}:${port}`;
  return `sip:${escapeUser(subscriber)}@${where};user=phone`;
}
