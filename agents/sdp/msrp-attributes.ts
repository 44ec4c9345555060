// RFC 4975 §8, RFC 4145 §4 and RFC 6135 §4, RFC 6714 §4: what the SDP of an MSRP stream says beside its types.
import { type AttributeCodec, property } from './attribute.ts';
import { readAttributeFields, writeAttributeFields } from './grammar.ts';
import { bad, good, type Setup, type Value } from './types.ts';

/** The parts of an MSRP URI that SDP has to agree with (RFC 4975 §9). */
export interface PathEnd {
  readonly scheme: 'msrp' | 'msrps';
  readonly host: string;
  readonly port: number;
}

/**
 * Reads as much of an MSRP URI as SDP needs. "MSRP URIs included in an SDP offer or answer MUST include explicit port numbers"
 * (§8.2).
 */
export function pathEnd(uri: string): PathEnd | undefined {
  const match =
    /^(msrps?):\/\/(?:[^\s@/[\]]+@)?([^\s@:/;[\]]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})(?:\/[^\s;]+)?;[^\s]+$/i.exec(
      uri,
    );
  if (match === null) return undefined;
  const port = Number(match[3]);
  if (port > 65535) return undefined;
  const scheme = match[1]?.toLowerCase() === 'msrps' ? 'msrps' : 'msrp';
  return { scheme, host: unbracketed(match[2] ?? ''), port };
}

function unbracketed(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/** `a=path` (§8.2): the URIs to be visited, adjacent hop first. */
export const path: AttributeCodec<readonly string[]> = {
  name: 'path',
  level: 'media',
  parse: parsePath,
  format: (uris) => uris.join(' '),
};

function parsePath(value: string | undefined): Value<readonly string[]> {
  const uris = (value ?? '').split(' ');
  let offset = 0;
  for (const uri of uris) {
    if (pathEnd(uri) === undefined)
      return bad(offset, 'RFC 4975 §8.2 path', `"${uri}" is not an MSRP URI with a port`);
    offset += uri.length + 1;
  }
  return good(uris);
}

/** `a=max-size` (§8.6): octets of a whole message. */
export const maxSize: AttributeCodec<number> = {
  name: 'max-size',
  level: 'session or media',
  parse: (value) => {
    const octets = Number(readAttributeFields('max-size', value)?.octets ?? Number.NaN);
    return Number.isSafeInteger(octets)
      ? good(octets)
      : bad(0, 'RFC 4975 §8.6 max-size', 'max-size is a number of octets');
  },
  format: (octets) => writeAttributeFields('max-size', { octets: String(octets) }),
};

const setups: readonly Setup[] = ['active', 'passive', 'actpass', 'holdconn'];

/** `a=setup` (RFC 4145 §4): who opens the connection. */
export const setup: AttributeCodec<Setup> = {
  name: 'setup',
  level: 'session or media',
  parse: (value) => {
    const said = readAttributeFields('setup', value)?.setup;
    const known = setups.find((one) => one === said);
    return known === undefined
      ? bad(0, 'RFC 4145 §4 setup', 'setup is active, passive, actpass or holdconn')
      : good(known);
  },
  format: (value) => writeAttributeFields('setup', { setup: value }),
};

/** `a=msrp-cema` (RFC 6714 §4.2). */
export const msrpCema = property('msrp-cema', true);
