// RFC 3264 §6, RFC 4975 §8, RFC 5547 §8.3: what the answerer says.

import { writeAttribute } from './attribute.ts';
import { mirrored } from './direction.ts';
import { type Capabilities, examineOffer, type OfferedStream, type SdpWarning } from './examine.ts';
import { fileSelector } from './file-selector.ts';
import { formatSdp } from './format.ts';
import {
  connectionTo,
  counted,
  describeStream,
  hostOf,
  type OwnStream,
  withConnection,
  withSetup,
} from './offer.ts';
import { answeredSetup, standingSetup } from './setup.ts';
import type { NamedTransfer } from './transfer-id.ts';
import type {
  Attribute,
  Dialect,
  Direction,
  FileSelector,
  Media,
  MsrpMedia,
  Origin,
  Sdp,
  Setup,
} from './types.ts';

/** How one offered stream is taken. */
export interface Acceptance {
  /** One's own MSRP URI for this stream. */
  readonly path: readonly string[];
  /** The mirror of what is offered unless told otherwise. */
  readonly direction?: Direction;
  /** Octets of a whole message. */
  readonly maxSize?: number;
  /** `active`: it opens the connection, for it cannot be reached (RFC 6135 §4.2.2). Default: it leaves that to the offerer where it may. */
  readonly setup?: Setup;
  /** For a file that is pulled: what is known of it beyond what was asked, its hash above all (RFC 5547 §8.3.2). */
  readonly selector?: FileSelector;
}

export interface AnswerInput {
  readonly offer: Sdp;
  readonly can: Capabilities;
  /** For a first answer; later ones go on from `previous`. */
  readonly origin: Origin;
  /** One's own last description in this session. */
  readonly previous?: Sdp;
  readonly used?: readonly NamedTransfer[];
  readonly dialect?: Dialect;
  /** An answer is owed, though nothing of it be taken: in an ACK there is no 488 to give. */
  readonly always?: boolean;
  /**
   * How to take the stream at this place; undefined declines it. Asked for `new` streams, and for `existing` ones that have no
   * old line. `as before`: the line stays as `previous` has it, so that nothing changes where nothing is to (RFC 4975 §8.4).
   */
  accept(stream: OfferedStream & { readonly kind: 'new' | 'existing' }): Acceptance | 'as before' | undefined;
  /** Whether this side opened the connection of the line at this place, which stands. */
  opened?(index: number): boolean;
}

/**
 * `answered`: also where every stream was declined or closed, all ports 0; who wants to refuse the call for that does so before.
 * `refused`: no stream that was offered can be taken (RFC 3264 §6, RFC 4975 §8.6).
 */
export type AnswerOutcome =
  | { readonly outcome: 'answered'; readonly answer: Sdp; readonly streams: readonly OfferedStream[] }
  | { readonly outcome: 'refused'; readonly status: 488; readonly warning: SdpWarning };

/** Answers an offer: as many `m=` lines, in the same order, each taken, declined by port 0 or left as it was. */
export function makeAnswer(input: AnswerInput): AnswerOutcome {
  const { offer, can, used, dialect = 'rfc', previous, always = false } = input;
  const streams = examineOffer(offer, can, used, dialect);
  const open = streams.filter((stream) => stream.kind !== 'closed');
  const refused = open.filter((stream) => stream.kind === 'refused');
  if (!always && refused[0] !== undefined && refused.length === open.length)
    return { outcome: 'refused', status: 488, warning: refused[0].warning };
  const media = streams.map((stream) => answerStream(stream, input));
  const first = media.find((line) => line.host !== undefined)?.host;
  const connection = previous?.connection ?? connectionTo(first ?? input.origin.address);
  const answer: Sdp = {
    origin: previous?.origin ?? input.origin,
    name: previous?.name ?? (dialect === 'rfc' ? '-' : ''),
    connection,
    times: offer.times, // §6: "The "t=" line in the answer MUST equal that of the offer."
    attributes: [],
    media: media.map(({ line, host }) => withConnection(line, host, connection)),
  };
  return { outcome: 'answered', answer: versioned(answer, previous), streams };
}

function versioned(answer: Sdp, previous: Sdp | undefined): Sdp {
  if (previous === undefined || formatSdp(answer) === formatSdp(previous)) return answer;
  return { ...answer, origin: counted(answer.origin) };
}

interface Line {
  readonly line: Media;
  /** The host of a taken stream's own URI. */
  readonly host?: string;
}

function answerStream(stream: OfferedStream, input: AnswerInput): Line {
  const offered = input.offer.media[stream.index];
  if (offered === undefined) throw new Error(`no m= line ${stream.index}`);
  if (stream.kind !== 'new' && stream.kind !== 'existing') return { line: declined(offered) };
  const before = input.previous?.media[stream.index];
  const opened = input.opened?.(stream.index) === true;
  const standing = before && asBefore(before, offered, stream.msrp, opened);
  if (stream.kind === 'existing' && standing !== undefined) return { line: standing };
  const acceptance = input.accept(stream);
  if (acceptance === 'as before' && standing !== undefined) return { line: standing };
  return acceptance === undefined || acceptance === 'as before'
    ? { line: declined(offered) }
    : taken(offered, stream.msrp, acceptance, input);
}

/**
 * A line that stands. Who asked for a file by less than its sender then says of it repeats what the sender says: "If the offer contains 'name',
 * 'type', or 'size' selectors … the answerer MUST copy them into the answer" (RFC 5547 §8.3.1).
 */
function asBefore(before: Media, offered: Media, msrp: MsrpMedia, opened: boolean): Media {
  const line = withSetup(before, standingSetup(msrp.setup, opened));
  const [selector] = mirror(offered, ['file-selector']);
  if (msrp.direction !== 'sendonly' || selector === undefined) return line;
  const attributes = line.attributes.map((one) => (one.name === 'file-selector' ? selector : one));
  return { ...line, attributes };
}

/** Port 0, file-selector and file-transfer-id mirrored (RFC 5547 §8.3), nothing else. */
function declined(offered: Media): Media {
  const { media, proto, formats } = offered;
  return {
    media,
    port: 0,
    proto,
    formats,
    attributes: mirror(offered, ['file-selector', 'file-transfer-id']),
  };
}

function taken(offered: Media, msrp: MsrpMedia, acceptance: Acceptance, input: AnswerInput): Line {
  const { can, dialect = 'rfc' } = input;
  // The change request's own example has no setup: its dialect says none where none was said.
  const connecting =
    dialect === 'rfc' || msrp.setup !== undefined ? answeredSetup(msrp.setup, acceptance.setup) : undefined;
  const stream: OwnStream = {
    path: acceptance.path,
    direction: acceptance.direction ?? mirrored(msrp.direction),
    acceptTypes: can.acceptTypes,
    acceptWrappedTypes: can.acceptWrappedTypes,
    ...(acceptance.maxSize !== undefined && { maxSize: acceptance.maxSize }),
    ...(connecting !== undefined && { setup: connecting }),
    cema: msrp.cema && can.cema === true,
  };
  const described = describeStream(stream);
  const host = hostOf(stream);
  return {
    line: {
      ...described,
      formats: offered.formats,
      attributes: [...described.attributes, ...fileAttributes(offered, acceptance)],
    },
    ...(host !== undefined && { host }),
  };
}

/**
 * What is copied as it came: the selectors, the id, the range. "The file receiver MUST NOT include 'file-icon',
 * 'file-disposition', or
 * 'file-date' attributes in the SDP answer" (§8.3.1).
 */
function fileAttributes(offered: Media, { selector }: Acceptance): Attribute[] {
  const rest = mirror(offered, ['file-transfer-id', 'file-range']);
  return selector === undefined
    ? [...mirror(offered, ['file-selector']), ...rest]
    : [writeAttribute(fileSelector, selector), ...rest];
}

/** The first attribute of each of these names, as it came. */
function mirror({ attributes }: Media, names: readonly string[]): Attribute[] {
  return names.flatMap((name) => attributes.find((attribute) => attribute.name === name) ?? []);
}
