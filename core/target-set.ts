// RFC 3261 §16.5 and §16.7 item 4, RFC 3841 §9.1, RFC 5393 §5.3: the targets of one request, in the order in which they are tried, and how
// many of them at once.
import type { Disposition } from './caller-preferences/request-disposition.ts';
import { contactsOf } from './redirection.ts';
import type { SipResponse } from './sip/message.ts';
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

/**
 * What a request without Max-Breadth gets beside that, for devices that register while others are being tried: one for each. Where the
 * request brings its own, nothing may be added to it, and "a proxy SHOULD NOT use a smaller amount of Max-Breadth than was present in the
 * original request" (§5.3.3): the first targets have it all, and late ones wait for what is given back (§5.3.3.1).
 */
const LATE_BREADTH = 10;

/** Each redirection and each registration may bring more: a peer must not choose how many there are. */
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
  /** How much more may be out at a time than the first targets get. */
  readonly #late: number;
  #out = 0;
  #groups: Target[][] = [];
  /** "Any given URI MUST NOT be added to the set more than once" (§16.5). */
  readonly #known: string[] = [];
  readonly #tried = new Set<string>();

  /** `breadth` is the Incoming Max-Breadth, if there is one. */
  constructor(wanted: Disposition, breadth: number | undefined) {
    this.#wanted = wanted;
    this.#breadth = Math.min(breadth ?? MOST_BREADTH, MOST_BREADTH);
    this.#late = breadth === undefined ? LATE_BREADTH : 0;
  }

  /** Groups not yet tried, the next one first. */
  get groups(): readonly (readonly Target[])[] {
    return this.#groups;
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

  /**
   * Takes up a new order of all targets, old and new, while some are being tried. True where new ones are as good as those, or better,
   * and may be tried beside them at once: not if the caller wants it `sequential`, nor beyond Max-Breadth.
   */
  join(groups: readonly (readonly Target[])[]): boolean {
    const all = arranged(groups, this.#wanted);
    const current = all.findLastIndex((group) => group.some(({ uri }) => this.#tried.has(uri)));
    const fresh = all.map((group) => group.filter(({ uri }) => !this.#tried.has(uri)));
    const beside = fresh.slice(0, current + 1).flat();
    const atOnce = this.#wanted.parallel !== false && beside.length > 0 && beside.length <= this.#room;
    const ordered = atOnce ? [beside, ...fresh.slice(current + 1)] : fresh;
    this.#groups = ordered.flatMap((group) => slices(group, this.#breadth));
    return atOnce;
  }

  get #room(): number {
    return this.#breadth + this.#late - this.#out;
  }

  /** A further URI, unless it is in the set already. From now on it is. */
  admit(uri: string): boolean {
    if (this.#known.length >= MOST_TARGETS || this.#known.some((known) => sameUri(known, uri))) return false;
    this.#known.push(uri);
    return true;
  }

  /** The next group; together they get the whole breadth, or what there is beside others that are still out. */
  next(): Share[] {
    const group = this.#groups.shift() ?? [];
    const whole = this.#out === 0 ? this.#breadth : Math.min(group.length, this.#room);
    const share = Math.floor(whole / group.length);
    const over = whole % group.length;
    this.#out += group.length === 0 ? 0 : whole;
    for (const { uri } of group) this.#tried.add(uri);
    return group.map((target, at) => ({ target, maxBreadth: share + (at < over ? 1 : 0) }));
  }

  /** A target has its final response: "the Max-Breadth that was used on that branch becomes available for reuse" (RFC 5393 §5.3.3.1). */
  settle({ maxBreadth }: Share): void {
    this.#out -= maxBreadth;
  }

  /** The contacts of a redirection that may be tried: SIP URIs that were not in the set. They are in it from now on. */
  redirected(response: SipResponse): Target[] {
    return contactsOf(response).flatMap((value) =>
      value !== undefined && isPlainSip(value.uri) && this.admit(value.uri)
        ? [{ uri: value.uri, params: value.params, path: [] }]
        : [],
    );
  }
}

/** SIPS would need TLS, which the lab has not: such contacts stay in the response. */
function isPlainSip(uri: string): boolean {
  const parsed = parseUri(uri);
  return parsed.ok && parsed.value.scheme === 'sip';
}

function slices<T>(group: readonly T[], most: number): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < group.length; at += most) found.push(group.slice(at, at + most));
  return found;
}
