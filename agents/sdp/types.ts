// RFC 4566 §5 and §9: what a session description is, once it has been read. Reading is in parse.ts, writing in format.ts.

/**
 * Whose forms are spoken. `change-request` also reads, and where asked writes, what the change request's own example shows where it
 * departs from RFC 5547: `a=disposition:`, `a=icon:`, hashes without colons, `+03:00` in dates, an empty `s=`, no file-transfer-id.
 */
export type Dialect = 'rfc' | 'change-request';

/** One line as it stood: its type letter and what follows the `=`. */
export interface SdpLine {
  readonly type: string;
  readonly value: string;
}

/** `o=` (§5.2). Session id and version are decimal text: they fit 63 bits, a `number` does not. */
export interface Origin {
  readonly username: string;
  readonly sessionId: string;
  readonly sessionVersion: string;
  readonly netType: string;
  readonly addressType: string;
  readonly address: string;
}

/** `c=` (§5.7). */
export interface Connection {
  readonly netType: string;
  readonly addressType: string;
  readonly address: string;
}

/** `b=` (§5.8). */
export interface Bandwidth {
  readonly type: string;
  readonly value: string;
}

/** `t=` with the `r=` lines below it (§5.9, §5.10), as decimal text. */
export interface Timing {
  readonly start: string;
  readonly stop: string;
  readonly repeats: readonly string[];
}

/** `a=` (§5.13): a property where it has no value. */
export interface Attribute {
  readonly name: string;
  readonly value?: string;
}

/** What a session and each of its media can both have. */
export interface Section {
  /** `i=` */
  readonly information?: string;
  /** `b=` */
  readonly bandwidths?: readonly Bandwidth[];
  /** `k=` */
  readonly key?: string;
  /** `a=` in the order in which they stood; unknown ones are kept. */
  readonly attributes: readonly Attribute[];
  /** Lines of a type that RFC 4566 does not know. §5 has the whole description ignored for them: the errors say so. */
  readonly unknown?: readonly SdpLine[];
}

/** One `m=` line (§5.14) and what belongs to it. */
export interface Media extends Section {
  readonly media: string;
  /** 0 to 65535; 0 says that the stream is refused or over (RFC 3264 §6, §8.2). */
  readonly port: number;
  /** The number of ports in `m=message 7654/2 …`. */
  readonly portCount?: number;
  readonly proto: string;
  readonly formats: readonly string[];
  readonly connections?: readonly Connection[];
}

/** A session description. */
export interface Sdp extends Section {
  readonly origin: Origin;
  /** `s=` */
  readonly name: string;
  /** `u=` */
  readonly uri?: string;
  /** `e=` */
  readonly emails?: readonly string[];
  /** `p=` */
  readonly phones?: readonly string[];
  readonly connection?: Connection;
  readonly times: readonly Timing[];
  /** `z=` */
  readonly zones?: string;
  readonly media: readonly Media[];
}

/** What is wrong with a description, and where. */
export interface SdpError {
  /** Offset into the text, in UTF-16 units. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** The rule that was broken, with its section: `RFC 4566 §5.2 o=`. */
  readonly rule: string;
  readonly text: string;
}

/** The outcome of reading a piece of text. `offset` counts from the start of that piece. */
export type Value<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly offset: number; readonly rule: string; readonly text: string };

export function good<T>(value: T): Value<T> {
  return { ok: true, value };
}

export function bad(offset: number, rule: string, text: string): Value<never> {
  return { ok: false, offset, rule, text };
}

/** `a=sendonly` and its like (RFC 4566 §6, RFC 4975 §8.9: SEND requests that carry payload). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** One entry of `accept-types` and `accept-wrapped-types` (RFC 4975 §8.6): `*`, `image/*`, `text/plain;charset=utf-8`. */
export interface FormatEntry {
  /** Lower case; `*` for any. */
  readonly type: string;
  /** Lower case; `*` for any. */
  readonly subtype: string;
  /** As written, each with its `;` taken off. */
  readonly params: readonly string[];
}

/** `a=setup` (RFC 4145 §4, RFC 6135 §4). */
export type Setup = 'active' | 'passive' | 'actpass' | 'holdconn';

/** One `hash` selector. */
export interface FileHash {
  /** `sha-1` is the only one that RFC 5547 §6 knows. */
  readonly algorithm: string;
  /** Upper-case hexadecimal, colons taken out: 40 digits for `sha-1`. */
  readonly hex: string;
}

/** `a=file-selector` (RFC 5547 §6). Bare, without any selector, it tells of a capability (§8.5). */
export interface FileSelector {
  /** Decoded: what the file is called, percent-encoding undone. */
  readonly name?: string;
  /** Octets. */
  readonly size?: number;
  /** `image/jpeg`, `text/plain;charset="utf-8"`. */
  readonly type?: string;
  readonly hashes: readonly FileHash[];
}

/** `a=file-date` (RFC 5547 §6): RFC 5322 dates with numeric zones, as written. */
export interface FileDates {
  readonly creation?: string;
  readonly modification?: string;
  readonly read?: string;
}

/** `a=file-range` (RFC 5547 §6): 1-based, inclusive. */
export interface FileRange {
  readonly start: number;
  readonly stop: number | '*';
}

/** What RFC 5547 says of one file in one `m=` line. */
export interface FileAttributes {
  readonly selector: FileSelector;
  readonly transferId?: string;
  /** `render` (the default) or `attachment`; others as they came. */
  readonly disposition?: string;
  readonly dates?: FileDates;
  /** The Content-ID of the icon's body part, without `cid:`: `id2@alicepc.example.com`. */
  readonly icon?: string;
  readonly range?: FileRange;
}

/** What RFC 4975 §8, RFC 6135 and RFC 6714 say of one `m=message` line. */
export interface MsrpMedia {
  /** The MSRP URIs of `a=path`, adjacent hop first, endpoint last. */
  readonly path: readonly string[];
  readonly acceptTypes: readonly FormatEntry[];
  readonly acceptWrappedTypes: readonly FormatEntry[];
  /** Octets of a whole message, its message/cpim wrapper included. */
  readonly maxSize?: number;
  readonly setup?: Setup;
  /** `a=msrp-cema` (RFC 6714 §4.2). */
  readonly cema: boolean;
  readonly direction: Direction;
  /** The title of `i=`. */
  readonly title?: string;
  /** Absent where the line has no `a=file-selector`. */
  readonly file?: FileAttributes;
}
