// Parsing and formatting on the same bytes as other libraries. Each gets the message as it takes it: bytes for ours, text for the others
// (whose decoding from bytes is counted, since a network gives bytes).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Core } from 'sip.js';
import { formatMsrp } from '../../agents/msrp/format.ts';
import { MsrpFramer } from '../../agents/msrp/framer.ts';
import { parseMsrp } from '../../agents/msrp/parse.ts';
import { formatMessage } from '../../core/sip/format.ts';
import { parseMessage } from '../../core/sip/parse.ts';
import { compare, type Measured } from './measure.ts';

const require = createRequire(import.meta.url);
const jssip = require('jssip/lib/Parser.js') as { parseMessage(text: string, ua: unknown): unknown };
const sip = require('sip') as { parse(text: string): unknown };
const DrachtioMessage = require('drachtio-srf/lib/sip-parser/message.js') as new (text: string) => unknown;

const quiet = { error: nothing, warn: nothing, log: nothing, debug: nothing };
function nothing(): void {}

function vector(path: string): Uint8Array {
  return readFileSync(new URL(`../vectors/${path}`, import.meta.url));
}

export function codecBench(): Measured[] {
  const invite = vector('rfc3665/3.1-F01.sip');
  const textOf = () => Buffer.from(invite.buffer, invite.byteOffset, invite.length).toString('utf8');
  const { message } = parseMessage(invite);
  if (message === undefined) throw new Error('the vector cannot be parsed');
  const parsing = compare('messages/s', [
    { name: 'SIP parse, an INVITE with SDP', run: () => parseMessage(invite) },
    { name: 'sip.js', run: () => Core.Parser.parseMessage(textOf(), quiet as never) },
    { name: 'jssip', run: () => jssip.parseMessage(textOf(), {}) },
    { name: 'sip', run: () => sip.parse(textOf()) },
    { name: 'drachtio-srf', run: () => new DrachtioMessage(textOf()) },
  ]);
  return [
    ...parsing,
    ...compare('messages/s', [{ name: 'SIP format, the same INVITE', run: () => formatMessage(message) }]),
    ...msrpBench(),
  ];
}

function msrpBench(): Measured[] {
  const send = chunk(2048);
  const { message } = parseMsrp(send);
  if (message === undefined) throw new Error('the chunk cannot be parsed');
  return [
    ...compare('messages/s', [{ name: 'MSRP parse, a SEND of 2,048 octets', run: () => parseMsrp(send) }]),
    ...compare('messages/s', [
      {
        name: 'MSRP framing, the same on a stream',
        run() {
          const framer = new MsrpFramer();
          return framer.push(send);
        },
      },
    ]),
    ...compare('messages/s', [{ name: 'MSRP format, the same SEND', run: () => formatMsrp(message) }]),
  ];
}

function chunk(octets: number): Uint8Array {
  const head = [
    'MSRP d93kswowabc SEND',
    'To-Path: msrp://bobpc.example.com:8888/9di4eae923wzd;tcp',
    'From-Path: msrp://alicepc.example.com:7654/iau39soe2843z;tcp',
    'Message-ID: 12339sdqwer',
    `Byte-Range: 1-${octets}/${octets}`,
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([
    Buffer.from(head),
    Buffer.alloc(octets, 'x'),
    Buffer.from('\r\n-------d93kswowabc$\r\n'),
  ]);
}
