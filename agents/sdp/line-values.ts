// RFC 4566 §5.2, §5.7 to §5.9, §5.14 and §9: what one line says. Undefined where it does not say it by the grammar.
import { isToken } from './attribute.ts';
import { readFields } from './grammar.ts';
import type { Attribute, Bandwidth, Connection, Media, Origin } from './types.ts';

export function readOrigin(text: string): Origin | undefined {
  const { username, sessionId, sessionVersion, netType, ipVer, address } = readFields('o=', text) ?? {};
  if (!username || !sessionId || !sessionVersion || !netType || !address) return undefined;
  if (ipVer !== '4' && ipVer !== '6') return undefined;
  return { username, sessionId, sessionVersion, netType, addressType: `IP${ipVer}`, address };
}

export function readConnection(text: string): Connection | undefined {
  const { version, ip } = readFields('c=', text) ?? {};
  if ((version !== '4' && version !== '6') || !ip) return undefined;
  return { netType: 'IN', addressType: `IP${version}`, address: ip };
}

export function readBandwidth(text: string): Bandwidth | undefined {
  const { type, value } = readFields('b=', text) ?? {};
  return type === undefined || value === undefined ? undefined : { type, value };
}

export function readTime(text: string): { start: string; stop: string } | undefined {
  const { start, stop } = readFields('t=', text) ?? {};
  return start && stop ? { start, stop } : undefined;
}

export function readAttributeLine(text: string): Attribute | undefined {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  if (!isToken(name)) return undefined;
  return colon < 0 ? { name } : { name, value: text.slice(colon + 1) };
}

/** The fields of an `m=` line. */
export type MediaHead = Pick<Media, 'media' | 'port' | 'portCount' | 'proto' | 'formats'>;

export function readMedia(text: string): MediaHead | undefined {
  const fields = readFields('m=', text);
  if (fields === undefined) return undefined;
  const { media = '', port = '', portCount, proto = '', formats = '' } = fields;
  const list = formats.split(' ');
  if (!isToken(media) || !isCount(port, 65535) || list.includes('')) return undefined;
  if (portCount !== undefined && (!isCount(portCount, 65535) || portCount === '0')) return undefined;
  const count = portCount === undefined ? {} : { portCount: Number(portCount) };
  return { media, port: Number(port), ...count, proto, formats: list };
}

/** Digits without leading zeros, so that writing them gives back what came. */
function isCount(digits: string, most: number): boolean {
  return String(Number(digits)) === digits && Number(digits) <= most;
}
