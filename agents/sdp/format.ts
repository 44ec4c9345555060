// RFC 4566 §5 and §9: writing a session description, its lines in the order of the grammar, each ended by CRLF.
import { writeFields } from './grammar.ts';
import type { Bandwidth, Connection, Media, Origin, Sdp, SdpLine, Section } from './types.ts';

/**
 * The description as text. What is written is byte for byte what the value says; `parseSdp` of it gives the value back. A line end
 * inside of a value would begin a line of its own: nothing that was read holds one, so it is our defect and thrown.
 */
export function formatSdp(sdp: Sdp): string {
  const lines = ['v=0', `o=${originText(sdp.origin)}`, `s=${sdp.name}`];
  if (sdp.information !== undefined) lines.push(`i=${sdp.information}`);
  if (sdp.uri !== undefined) lines.push(`u=${sdp.uri}`);
  for (const email of sdp.emails ?? []) lines.push(`e=${email}`);
  for (const phone of sdp.phones ?? []) lines.push(`p=${phone}`);
  if (sdp.connection !== undefined) lines.push(connectionLine(sdp.connection));
  lines.push(...bandwidthLines(sdp.bandwidths));
  for (const { start, stop, repeats } of sdp.times)
    lines.push(`t=${writeFields('t=', { start, stop })}`, ...repeats.map((repeat) => `r=${repeat}`));
  if (sdp.zones !== undefined) lines.push(`z=${sdp.zones}`);
  lines.push(...tailLines(sdp));
  for (const media of sdp.media) lines.push(...mediaLines(media));
  const broken = lines.find((line) => /[\0\r\n]/.test(line));
  if (broken !== undefined) throw new Error(`a line end inside of ${JSON.stringify(broken)}`);
  return `${lines.join('\r\n')}\r\n`;
}

/** The value of an `o=` line. */
export function originText(origin: Origin): string {
  const { username, sessionId, sessionVersion, netType, addressType, address } = origin;
  return writeFields('o=', {
    username,
    sessionId,
    sessionVersion,
    netType,
    ipVer: ipVersion(addressType),
    address,
  });
}

function mediaLines(media: Media): string[] {
  const fields = {
    media: media.media,
    port: String(media.port),
    ...(media.portCount !== undefined && { portCount: String(media.portCount) }),
    proto: media.proto,
    formats: media.formats.join(' '),
  };
  return [
    `m=${writeFields('m=', fields)}`,
    ...(media.information === undefined ? [] : [`i=${media.information}`]),
    ...(media.connections ?? []).map(connectionLine),
    ...bandwidthLines(media.bandwidths),
    ...tailLines(media),
  ];
}

/** `k=`, `a=` and lines that have no place. */
function tailLines(section: Section): string[] {
  return [
    ...(section.key === undefined ? [] : [`k=${section.key}`]),
    ...section.attributes.map(({ name, value }) => `a=${value === undefined ? name : `${name}:${value}`}`),
    ...(section.unknown ?? []).map(unknownLine),
  ];
}

function unknownLine({ type, value }: SdpLine): string {
  return type === '' ? value : `${type}=${value}`;
}

function bandwidthLines(bandwidths: readonly Bandwidth[] = []): string[] {
  return bandwidths.map(({ type, value }) => `b=${writeFields('b=', { type, value })}`);
}

function connectionLine({ addressType, address }: Connection): string {
  return `c=${writeFields('c=', { version: ipVersion(addressType), ip: address })}`;
}

/** `IP4` and `IP6` are the only address types of the Internet (§5.2). */
function ipVersion(addressType: string): string {
  return addressType === 'IP6' ? '6' : '4';
}
