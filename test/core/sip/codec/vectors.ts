// The messages of RFC 4475 and RFC 3665, as octets, with what their manifests say.
import { readFileSync } from 'node:fs';

const folder = new URL('../../../vectors/', import.meta.url);

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

export const octets = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, folder)));

export interface Torture {
  readonly file: string;
  readonly title: string;
  readonly section: string;
  readonly accept: Partial<Record<'ua' | 'proxy' | 'registrar', readonly (number | string)[]>>;
}

export interface Flow {
  readonly file: string | null;
  readonly section: string;
  readonly label: string;
  readonly startLine: string;
  readonly contentLengthHeader: number | null;
  readonly bodyBytesCRLF: number;
}

export const torture = (json('rfc4475/manifest.json') as { files: readonly Torture[] }).files;
export const flows = (json('rfc3665/manifest.json') as { messages: readonly Flow[] }).messages.filter(
  (each): each is Flow & { file: string } => each.file !== null,
);

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
export const decode = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** A request whose lines end as they must. */
export function lines(...text: string[]): Uint8Array {
  return encode(`${text.join('\r\n')}\r\n\r\n`);
}

export const minimal = [
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
  'Max-Forwards: 70',
  'From: <sip:a@example.com>;tag=1',
  'To: <sip:b@example.com>',
  'Call-ID: 1@192.0.2.1',
  'CSeq: 1 OPTIONS',
];

/** A good request with other headers after its own. */
export const options = (...headers: string[]): Uint8Array =>
  lines('OPTIONS sip:b@example.com SIP/2.0', ...minimal, ...headers);
