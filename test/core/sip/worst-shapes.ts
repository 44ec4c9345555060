// Twenty shapes of hostile input, each of any size: what a parser with a hidden square in it would choke on.
import { SipFramer } from '../../../core/sip/framing.ts';
import { contentType } from '../../../core/sip/header-table.ts';
import { parseMultipart } from '../../../core/sip/mime.ts';
import { parseMessage } from '../../../core/sip/parse.ts';

export interface Shape {
  readonly name: string;
  /** About `size` octets of it. */
  make(size: number): Uint8Array;
  parse(bytes: Uint8Array): unknown;
}

const essential = [
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKworst',
  'From: <sip:a@example.com>;tag=1',
  'To: <sip:b@example.com>',
  'Call-ID: worst@192.0.2.1',
  'CSeq: 1 OPTIONS',
  'Max-Forwards: 70',
];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const fill = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length));

/** A request with this among its headers. */
function request(headers: string, body = ''): Uint8Array {
  return encode(
    `OPTIONS sip:b@example.com SIP/2.0\r\n${essential.join('\r\n')}\r\n${headers}\r\n\r\n${body}`,
  );
}

const shape = (name: string, make: (size: number) => Uint8Array): Shape => ({
  name,
  make,
  parse: (bytes) => parseMessage(bytes),
});

/** The nth of many different names. */
function numbered(size: number, unit: (n: number) => string): string {
  const units: string[] = [];
  for (let length = 0, n = 0; length < size; n++) {
    const next = unit(n);
    units.push(next);
    length += next.length;
  }
  return units.join('');
}

function parseParts(bytes: Uint8Array): unknown {
  const type = contentType.parse('multipart/mixed;boundary=b');
  return type.ok && parseMultipart(bytes, type.value);
}

function frame(bytes: Uint8Array): unknown {
  const framer = new SipFramer({ maxHeadBytes: bytes.length + 1 });
  const step = 64;
  let frames = 0;
  for (let at = 0; at < bytes.length; at += step) frames += framer.push(bytes.subarray(at, at + step)).length;
  return frames;
}

export const worstShapes: readonly Shape[] = [
  shape('folds', (size) => request(`Subject: a${fill('\r\n a', size)}`)),
  shape('empty folds', (size) => request(`Subject: a${fill('\r\n ', size)}`)),
  shape('folds in a broken Via', (size) => request(`Via: SIP/2.0/UDP${fill('\r\n ;', size)}`)),
  shape('commas', (size) => request(`Route: ${fill(',', size)}`)),
  shape('Via values on one line', (size) => request(`Via: x${fill(',SIP/2.0/UDP h', size)}`)),
  shape('Contact values, the last broken', (size) => request(`Contact: <sip:h>${fill(',<sip:h>', size)},<`)),
  shape('parameters of a Contact', (size) => request(`Contact: <sip:h>${numbered(size, (n) => `;p${n}=v`)}`)),
  shape('parameters of a URI', (size) => request(`Contact: <sip:h${numbered(size, (n) => `;p${n}=v`)}>`)),
  shape('the same parameter', (size) => request(`Contact: <sip:h>${fill(';a', size)}`)),
  shape('semicolons', (size) => request(`To: <sip:h>${fill(';', size)}`)),
  shape('an unclosed quote', (size) => request(`Contact: "${fill('a,', size)}`)),
  shape('quotes that open and close', (size) => request(`Contact: ${fill('""', size)}`)),
  shape('backslashes', (size) => request(`Contact: "${fill('\\', size)}`)),
  shape('unclosed brackets', (size) => request(`Contact: ${fill('<', size)}`)),
  shape('headers without a colon', (size) => request(fill('a\r\n', size))),
  shape('short headers', (size) => request(fill('a:\r\n', size).slice(0, -2))),
  shape('octets that are not UTF-8', (size) => {
    const bytes = request(`Subject: ${fill('a', size)}`);
    return bytes.map((byte, at) => (byte === 0x61 && at % 2 === 0 ? 0xff : byte));
  }),
  shape('escapes in a Request-URI', (size) => encode(`OPTIONS sip:${fill('%41', size)}@h SIP/2.0\r\n\r\n`)),
  { name: 'parts', make: (size) => encode(`${fill('--b\r\n\r\n\r\n', size)}--b--`), parse: parseParts },
  {
    name: 'lines that almost end a head, 64 octets a push',
    make: (size) => encode(`A${fill('\r\n\t\r', size)}`),
    parse: frame,
  },
];
