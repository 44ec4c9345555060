// RFC 3264 §5 and §8, RFC 4975 §8, RFC 5547 §8.2: what the offerer says.
import { readAttribute, writeAttribute } from './attribute.ts';
import { writeFileAttributes } from './file-attributes.ts';
import { formatSdp } from './format.ts';
import { acceptTypes, acceptWrappedTypes } from './format-list.ts';
import { maxSize, msrpCema, path, pathEnd, setup } from './msrp-attributes.ts';
import { reofferedSetup } from './setup.ts';
import type {
  Attribute,
  Connection,
  Dialect,
  Direction,
  FileAttributes,
  FormatEntry,
  Media,
  Origin,
  Sdp,
  Setup,
} from './types.ts';

/** One MSRP stream as its own side describes it: for a pushed file with `file` and `sendonly`. */
export interface OwnStream {
  /** One's own MSRP URI, adjacent hop first where there are relays. Its port is the port of the `m=` line. */
  readonly path: readonly string[];
  readonly direction: Direction;
  readonly acceptTypes: readonly FormatEntry[];
  readonly acceptWrappedTypes?: readonly FormatEntry[];
  readonly maxSize?: number;
  readonly setup?: Setup;
  readonly cema?: boolean;
  /** `i=` */
  readonly title?: string;
  readonly file?: FileAttributes;
}

/** What the streams of one description have in common. */
export interface OwnSession {
  readonly origin: Origin;
  /** `s=`; `-` unless told otherwise, empty as the change request's example has it. */
  readonly name?: string;
  readonly dialect?: Dialect;
}

/** A first offer: one `m=` line a stream, so one a file (RFC 5547 §8.2.3). */
export function makeOffer(session: OwnSession, streams: readonly OwnStream[]): Sdp {
  const dialect = session.dialect ?? 'rfc';
  const media = streams.map((stream) => describeStream(stream, dialect));
  const connection = connectionTo(hostOf(streams[0]) ?? session.origin.address);
  return {
    origin: session.origin,
    name: session.name ?? (dialect === 'rfc' ? '-' : ''),
    connection,
    times: [{ start: '0', stop: '0', repeats: [] }],
    attributes: [],
    media: media.map((line, index) => withConnection(line, hostOf(streams[index]), connection)),
  };
}

/**
 * A further offer (RFC 3264 §8): the `m=` lines that are to be, at their old places, new ones behind them. A line left out is
 * closed,
 * for there are never fewer. `o=` counts one up if anything changes and stays the same if nothing does (RFC 4975 §8.4).
 */
export function nextOffer(previous: Sdp, media: readonly Media[]): Sdp {
  const closed = previous.media.slice(media.length).map(closedMedia);
  const same = { ...previous, media: [...media, ...closed].map(reoffered) };
  return formatSdp(same) === formatSdp(previous) ? previous : { ...same, origin: counted(previous.origin) };
}

/** Whatever was answered: an offer of its own asks anew who connects, where it says anything of that (RFC 6135 §4.2.2). */
function reoffered(media: Media): Media {
  const end = pathEnd(readAttribute(media, path)?.at(-1) ?? '');
  return end === undefined ? media : withSetup(media, reofferedSetup(end.port));
}

/** The line with another a=setup, in the place of the one it has; one without any stays so. */
export function withSetup(media: Media, said: Setup): Media {
  const attributes = media.attributes.map((one) =>
    one.name === 'setup' ? writeAttribute(setup, said) : one,
  );
  return { ...media, attributes };
}

/** A stream that is over: port 0, everything else as it was, its file-transfer-id too (RFC 3264 §8.2, RFC 5547 §8.4). */
export function closedMedia(media: Media): Media {
  return { ...media, port: 0 };
}

/** `o=` with its version counted up by one (RFC 3264 §8). */
export function counted(origin: Origin): Origin {
  return { ...origin, sessionVersion: String(BigInt(origin.sessionVersion) + 1n) };
}

/** The `m=` line of a stream. Attributes stand in the order of RFC 5547's examples. */
export function describeStream(stream: OwnStream, dialect: Dialect = 'rfc'): Media {
  const end = pathEnd(stream.path.at(-1) ?? '');
  if (end === undefined) throw new Error(`not an MSRP URI with a port: ${stream.path.join(' ')}`);
  return {
    media: 'message',
    port: end.port,
    proto: end.scheme === 'msrps' ? 'TCP/TLS/MSRP' : 'TCP/MSRP',
    formats: ['*'],
    ...(stream.title !== undefined && { information: oneLine(stream.title) }),
    attributes: [
      { name: stream.direction },
      ...streamAttributes(stream),
      ...(stream.file === undefined ? [] : writeFileAttributes(stream.file, dialect)),
    ],
  };
}

function streamAttributes(stream: OwnStream): Attribute[] {
  const wrapped = stream.acceptWrappedTypes ?? [];
  return [
    writeAttribute(acceptTypes, stream.acceptTypes),
    ...(wrapped.length === 0 ? [] : [writeAttribute(acceptWrappedTypes, wrapped)]),
    ...(stream.maxSize === undefined ? [] : [writeAttribute(maxSize, stream.maxSize)]),
    writeAttribute(path, stream.path),
    ...(stream.setup === undefined ? [] : [writeAttribute(setup, stream.setup)]),
    ...(stream.cema === true ? [writeAttribute(msrpCema, true)] : []),
  ];
}

/** `c=` for a host: "the IP address or fully qualified domain name from the MSRP URI" (RFC 4975 §8.1). */
export function connectionTo(host: string): Connection {
  return { netType: 'IN', addressType: host.includes(':') ? 'IP6' : 'IP4', address: host };
}

/** The line with a `c=` of its own where its host is not the session's. */
export function withConnection(media: Media, host: string | undefined, session: Connection): Media {
  return host === undefined || host === session.address
    ? media
    : { ...media, connections: [connectionTo(host)] };
}

/** The host of a stream's own URI. */
export function hostOf(stream: Pick<OwnStream, 'path'> | undefined): string | undefined {
  return pathEnd(stream?.path.at(-1) ?? '')?.host;
}

/** A title may come from a user: line ends in it would begin lines of their own. */
function oneLine(text: string): string {
  return text.replace(/[\0\r\n]+/g, ' ');
}
