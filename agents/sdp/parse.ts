// RFC 4566 §5 and §9: reading a session description. What is received is read whole: attributes keep their order, and lines that
// have no place are kept beside the error that tells of them.
import { checkAttribute } from './known-attributes.ts';
import {
  type MediaHead,
  readAttributeLine,
  readBandwidth,
  readConnection,
  readMedia,
  readOrigin,
  readTime,
} from './line-values.ts';
import { type PlacedLine, splitLines } from './lines.ts';
import type {
  Attribute,
  Bandwidth,
  Connection,
  Dialect,
  Media,
  Origin,
  Sdp,
  SdpError,
  SdpLine,
  Section,
} from './types.ts';

/** `sdp` is there whenever `v=`, `o=`, `s=`, `t=` and every `m=` could be read, also beside errors. */
export interface ParsedSdp {
  readonly sdp?: Sdp;
  readonly errors: readonly SdpError[];
}

/**
 * Reads a description. Never throws; time is linear in the text. Errors stand in the order of the text. A description with
 * errors is
 * for looking at: §5 wants one with an unknown line type ignored whole, and who acts on it decides about the others.
 */
export function parseSdp(text: string, dialect: Dialect = 'rfc'): ParsedSdp {
  const reader = new Reader(dialect);
  for (const line of splitLines(text)) reader.take(line);
  return reader.finish(text.length);
}

/** The order of line types (§5): a type may not come after one that stands behind it. `r=` goes with `t=`. */
const sessionOrder = 'vosiuepcbtzka';
const mediaOrder = 'micbka';

/** What is wrong with a line: the rule and the words. */
type Complaint = readonly [rule: string, text: string];

interface Draft {
  /** Undefined for the session, and for an `m=` that could not be read. */
  head?: MediaHead;
  information?: string;
  key?: string;
  readonly connections: Connection[];
  readonly bandwidths: Bandwidth[];
  readonly attributes: Attribute[];
  readonly unknown: SdpLine[];
}

interface SessionDraft extends Draft {
  version?: string;
  origin?: Origin;
  name?: string;
  uri?: string;
  zones?: string;
  readonly emails: string[];
  readonly phones: string[];
  readonly times: { start: string; stop: string; repeats: string[] }[];
}

function emptyDraft(): Draft {
  return { connections: [], bandwidths: [], attributes: [], unknown: [] };
}

class Reader {
  readonly #errors: SdpError[] = [];
  readonly #session: SessionDraft = { ...emptyDraft(), emails: [], phones: [], times: [] };
  readonly #media: Draft[] = [];
  readonly #dialect: Dialect;
  #rank = -1;
  #line = 1;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  take(line: PlacedLine): void {
    this.#line = line.line;
    if (line.type === 'm' && line.broken === undefined) {
      this.#rank = -1;
      this.#media.push(emptyDraft());
    }
    const media = this.#media.at(-1);
    const complaint = this.#takeInto(line, media);
    if (complaint === undefined) return;
    this.#error(line.offset, ...complaint);
    (media ?? this.#session).unknown.push(keptLine(line));
  }

  finish(length: number): ParsedSdp {
    const { version, origin, name, times, connections } = this.#session;
    const needed = { v: version, o: origin, s: name, t: times[0] };
    for (const [type, there] of Object.entries(needed))
      if (there === undefined) this.#error(length, 'RFC 4566 §5', `no ${type}= that can be read`);
    if (connections.length === 0 && this.#media.some((media) => media.connections.length === 0))
      this.#error(length, 'RFC 4566 §5.7 c=', 'a c= is there for the session or for every m=');
    const media = this.#media.flatMap(finishedMedia);
    const whole = version !== undefined && times.length > 0 && media.length === this.#media.length;
    if (!whole || origin === undefined || name === undefined) return { errors: this.#errors };
    return { sdp: finishedSession(this.#session, origin, name, media), errors: this.#errors };
  }

  #takeInto(line: PlacedLine, media: Draft | undefined): Complaint | undefined {
    if (line.broken !== undefined) return ['RFC 4566 §5', line.broken];
    this.#checkOrder(line, media === undefined ? sessionOrder : mediaOrder);
    const section = media ?? this.#session;
    switch (line.type) {
      case 'i':
        return once(section, 'information', line.value, 'RFC 4566 §5.4 i=');
      case 'k':
        return once(section, 'key', line.value, 'RFC 4566 §5.12 k=');
      case 'b':
        return append(section.bandwidths, readBandwidth(line.value), [
          'RFC 4566 §5.8 b=',
          'b= is a type and a number',
        ]);
      case 'a':
        return this.#takeAttribute(line, section);
      case 'c':
        return takeConnection(line.value, section, media === undefined ? 1 : Number.POSITIVE_INFINITY);
      default:
        return media === undefined ? this.#takeOfSession(line) : takeOfMedia(line, media);
    }
  }

  #takeOfSession({ type, value, offset }: PlacedLine): Complaint | undefined {
    const session = this.#session;
    switch (type) {
      case 'v':
        if (value !== '0') return ['RFC 4566 §5.1 v=', 'the version is 0'];
        return once(session, 'version', value, 'RFC 4566 §5.1 v=');
      case 'o':
        return takeOrigin(value, session);
      case 's':
        if (value === '' && this.#dialect === 'rfc')
          this.#error(offset, 'RFC 4566 §5.3 s=', 'the session name must not be empty');
        return once(session, 'name', value, 'RFC 4566 §5.3 s=');
      case 'u':
        return once(session, 'uri', value, 'RFC 4566 §5.5 u=');
      case 'z':
        return once(session, 'zones', value, 'RFC 4566 §5.11 z=');
      case 'e':
        session.emails.push(value);
        return undefined;
      case 'p':
        session.phones.push(value);
        return undefined;
      case 't':
        return takeTime(value, session);
      case 'r':
        return append(session.times.at(-1)?.repeats, value, ['RFC 4566 §5.10 r=', 'r= belongs behind a t=']);
      default:
        return ['RFC 4566 §5', `${type}= is no type: the whole description must be ignored`];
    }
  }

  #takeAttribute(line: PlacedLine, section: Draft): Complaint | undefined {
    const attribute = readAttributeLine(line.value);
    if (attribute === undefined) return ['RFC 4566 §5.13 a=', 'the name of an attribute is a token'];
    const where = section === this.#session ? 'session' : 'media';
    const wrong = checkAttribute(attribute, where, this.#dialect);
    if (wrong !== undefined) this.#error(line.offset + 2 + wrong.offset, wrong.rule, wrong.text);
    section.attributes.push(attribute);
    return undefined;
  }

  #checkOrder({ type, offset }: PlacedLine, order: string): void {
    const rank = order.indexOf(type === 'r' ? 't' : type);
    if (rank >= 0 && rank < this.#rank)
      this.#error(offset, 'RFC 4566 §5', `${type}= stands behind ${order[this.#rank]}=`);
    this.#rank = Math.max(this.#rank, rank);
  }

  #error(offset: number, rule: string, text: string): void {
    this.#errors.push({ offset, line: this.#line, rule, text });
  }
}

/** A line that has no place. What cannot stand in a line at all becomes U+FFFD, so that what was read can be written. */
function keptLine({ type, value, broken }: PlacedLine): SdpLine {
  return broken === undefined ? { type, value } : { type: '', value: value.replace(/[\0\r]/g, '\ufffd') };
}

function takeOfMedia({ type, value }: PlacedLine, media: Draft): Complaint | undefined {
  if (type !== 'm') return ['RFC 4566 §5', `${type}= has no place below an m= line`];
  const head = readMedia(value);
  if (head === undefined) return ['RFC 4566 §5.14 m=', 'm= is a medium, a port, a protocol and formats'];
  media.head = head;
  return undefined;
}

function takeOrigin(value: string, session: SessionDraft): Complaint | undefined {
  const origin = readOrigin(value);
  const rule = 'RFC 4566 §5.2 o=';
  if (origin === undefined)
    return [rule, 'o= is a name, two numbers, a net type, an address type and an address'];
  if (session.origin !== undefined) return [rule, 'more than one o='];
  session.origin = origin;
  return undefined;
}

function takeTime(value: string, session: SessionDraft): Complaint | undefined {
  const time = readTime(value);
  if (time === undefined) return ['RFC 4566 §5.9 t=', 't= is two numbers'];
  session.times.push({ ...time, repeats: [] });
  return undefined;
}

function takeConnection(value: string, section: Draft, most: number): Complaint | undefined {
  const rule = 'RFC 4566 §5.7 c=';
  if (section.connections.length >= most) return [rule, 'more than one c= for the session'];
  return append(section.connections, readConnection(value), [rule, 'c= is IN, IP4 or IP6, and an address']);
}

function append<T>(list: T[] | undefined, value: T | undefined, otherwise: Complaint): Complaint | undefined {
  if (list === undefined || value === undefined) return otherwise;
  list.push(value);
  return undefined;
}

function once<K extends string>(
  draft: { [key in K]?: string },
  field: K,
  value: string,
  rule: string,
): Complaint | undefined {
  if (draft[field] !== undefined) return [rule, 'more than one'];
  Object.assign(draft, { [field]: value });
  return undefined;
}

function finishedSession(draft: SessionDraft, origin: Origin, name: string, media: Media[]): Sdp {
  const { uri, emails, phones, connections, times, zones } = draft;
  return {
    origin,
    name,
    ...(uri !== undefined && { uri }),
    ...(emails.length > 0 && { emails }),
    ...(phones.length > 0 && { phones }),
    ...(connections[0] !== undefined && { connection: connections[0] }),
    times,
    ...(zones !== undefined && { zones }),
    ...finishedSection(draft),
    media,
  };
}

function finishedMedia(draft: Draft): Media[] {
  const { head, connections } = draft;
  if (head === undefined) return [];
  return [{ ...head, ...(connections.length > 0 && { connections }), ...finishedSection(draft) }];
}

function finishedSection({ information, bandwidths, key, attributes, unknown }: Draft): Section {
  return {
    ...(information !== undefined && { information }),
    ...(bandwidths.length > 0 && { bandwidths }),
    ...(key !== undefined && { key }),
    attributes,
    ...(unknown.length > 0 && { unknown }),
  };
}
