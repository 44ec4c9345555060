// RFC 3261 §16.5 and §16.7 item 4, RFC 3841 §9.1, RFC 5393 §5.3: the targets of one request, in the order in which they are tried, and how
// many of them at once.
import type { Disposition } from './caller-preferences/request-disposition.ts';
import { contact } from './sip/header-table.ts';
import { addHeader, headerValues, withoutHeader } from './sip/headers.ts';
import type { HeaderField, SipResponse } from './sip/message.ts';
import type { Params } from './sip/params.ts';
import { parseUri, sameUri } from './sip/uri.ts';

/** One place that a request may go to: a binding, a contact of a redirection, or the Request-URI itself. */
export interface Target {
  readonly uri: string;
  /** Of its Contact: q and features. */
  readonly params: Params;
  /** The Path of the binding, preloaded as Route (RFC 3327). */
  readonly path: readonly string[];
  /** Where it is sent, where neither a route nor the URI itself says so: the next host of the core. */
  readonly nextHop?: string;
}

/** A target with its share of Max-Breadth. */
export interface Share {
  readonly target: Target;
  readonly maxBreadth: number;
}

/** "RECOMMENDED to be 60": what is added where there is none, and the most that is taken (RFC 5393 §5.3.3). */
export const MOST_BREADTH = 60;

/** Each redirection may bring more: a peer must not choose how many there are. */
const MOST_TARGETS = 100;

/**
 * Groups of equal preference as the caller wants them tried: `no-fork` only the best, `sequential` one after the other, `parallel` "all
 * known addresses at once". Of several best ones the first, which registered earliest, is taken.
 */
export function arranged<T>(groups: readonly (readonly T[])[], wanted: Disposition): T[][] {
  const all = groups.flat();
  if (wanted.fork === false) return all.slice(0, 1).map((only) => [only]);
  if (wanted.parallel === true) return all.length === 0 ? [] : [all];
  if (wanted.parallel === false) return all.map((each) => [each]);
  return groups.map((group) => [...group]);
}

/** The targets of one response context. */
export class TargetSet {
  readonly #wanted: Disposition;
  readonly #breadth: number;
  #groups: Target[][] = [];
  /** "Any given URI MUST NOT be added to the set more than once" (§16.5). */
  readonly #known: string[] = [];

  /** `breadth` is the Incoming Max-Breadth, if there is one. */
  constructor(wanted: Disposition, breadth: number | undefined) {
    this.#wanted = wanted;
    this.#breadth = Math.min(breadth ?? MOST_BREADTH, MOST_BREADTH);
  }

  /** Groups not yet tried. */
  get groupsLeft(): number {
    return this.#groups.length;
  }

  /** Those not yet tried. */
  get untried(): readonly Target[] {
    return this.#groups.flat();
  }

  /**
   * Puts these in place of what was not yet tried. False where there is "insufficient Incoming Max-Breadth to carry out a desired parallel
   * fork": a caller who asked for `parallel` is not served serially, others are.
   */
  replace(groups: readonly (readonly Target[])[]): boolean {
    const wanted = arranged(groups, this.#wanted);
    if (this.#known.length === 0) this.#known.push(...wanted.flat().map(({ uri }) => uri));
    this.#groups = this.#breadth === 0 ? [] : wanted.flatMap((group) => slices(group, this.#breadth));
    return wanted.length === 0 || (this.#breadth > 0 && !(this.#wanted.parallel && this.#groups.length > 1));
  }

  #has(uri: string): boolean {
    return this.#known.some((known) => sameUri(known, uri));
  }

  /** The next group; together they get the whole breadth: all that was tried before has its final response. */
  next(): Share[] {
    const group = this.#groups.shift() ?? [];
    const share = Math.floor(this.#breadth / group.length);
    const over = this.#breadth % group.length;
    return group.map((target, at) => ({ target, maxBreadth: share + (at < over ? 1 : 0) }));
  }

  /** The contacts of a redirection that may be tried: SIP URIs that were not in the set. They are in it from now on. */
  redirected(response: SipResponse): Target[] {
    const found: Target[] = [];
    for (const value of contactsOf(response)) {
      if (value === undefined || this.#known.length >= MOST_TARGETS || !isSip(value.uri)) continue;
      if (this.#has(value.uri)) continue;
      this.#known.push(value.uri);
      found.push({ uri: value.uri, params: value.params, path: [] });
    }
    return found;
  }
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

function contactsOf(response: SipResponse) {
  return headerValues(response, 'Contact').map((text) => {
    const parsed = contact.parse(text);
    return parsed.ok && parsed.value !== '*' ? parsed.value : undefined;
  });
}

function isSip(uri: string): boolean {
  const parsed = parseUri(uri);
  return parsed.ok && parsed.value.scheme === 'sip';
}

function slices<T>(group: readonly T[], most: number): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < group.length; at += most) found.push(group.slice(at, at + most));
  return found;
}
