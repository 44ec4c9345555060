import { type Capture, createCapture } from '../../../sim/capture/pcapng.ts';
import type { FaultRule } from '../../../sim/faults/fault-rule.ts';
import type { LinkParameters } from '../../../sim/net/link-parameters.ts';
import type { Host, Packet, Stream } from '../../../sim/net/types.ts';
import { createMemory } from '../../../sim/trace/memory.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { createWorld, type World } from '../../../sim/world.ts';
import { label, link } from '../lab.ts';

export const MSRP_PORT = 2855;
export const SIP_PORT = 5060;
const CHUNK = 2_048;
const text = new TextEncoder();

/** A world with a capture, and two hosts that will talk in it. */
export interface Talk {
  readonly world: World;
  readonly capture: Capture;
  readonly records: readonly TraceRecord[];
  /** Each packet that was sent, and why it was lost if it was. */
  readonly packets: { readonly packet: Packet; readonly dropped: string | undefined }[];
  readonly a: Host;
  readonly b: Host;
}

export interface TalkOptions {
  readonly seed?: string;
  readonly link?: Partial<LinkParameters>;
  readonly rules?: FaultRule[];
}

export function talk({ seed = 'talk', link: changes, rules = [] }: TalkOptions = {}): Talk {
  const memory = createMemory();
  const links = { default: link(changes), links: [] };
  const world = createWorld({ seed, links, faults: rules, sinks: [memory.sink] });
  const a = world.network.addHost('sender');
  const b = world.network.addHost('receiver');
  const names = new Map([
    [a.address, ['sender.example.com', 'sender']],
    [b.address, ['receiver.example.com']],
  ]);
  const capture = createCapture({ epochUs: Date.UTC(2026, 0, 2, 3, 4, 5) * 1_000, names: () => names });
  const packets: Talk['packets'] = [];
  world.network.tap(capture);
  world.network.tap({
    packet: (packet, _sentUs, _arrivesUs, dropped) => packets.push({ packet, dropped }),
  });
  return { world, capture, records: memory.records, packets, a, b };
}

/** Pushes a file by MSRP (RFC 4975): chunks of 2,048 bytes, a 200 for each, a REPORT for all, and the close. */
export function pushFile({ a, b }: Talk, bytes: number, host: 'address' | 'v6' = 'address'): void {
  const [from, to] = [path(a[host] ?? '', 'a'), path(b[host] ?? '', 'b')];
  const chunks = Math.ceil(bytes / CHUNK);
  let arrived = '';
  b.listen(MSRP_PORT, (stream) => ({
    received(piece) {
      arrived += new TextDecoder().decode(piece);
      const end = /-------(send\d+)([+$])\r\n$/.exec(arrived);
      if (end === null) return;
      arrived = '';
      say(stream, `200 ${end[1]}`, msrp(`${end[1]} 200 OK`, from, to, []));
      if (end[2] === '+') return;
      const status = ['Message-ID: file1', `Byte-Range: 1-${bytes}/${bytes}`, 'Status: 000 200 OK'];
      say(stream, 'REPORT', msrp('report1 REPORT', from, to, status));
    },
    closed() {},
  }));
  const stream = a.connect(
    { address: b[host] ?? '', port: MSRP_PORT },
    {
      received: (piece) => {
        if (new TextDecoder().decode(piece).includes('REPORT')) stream.close();
      },
      closed() {},
    },
  );
  for (let n = 1; n <= chunks; n++) {
    const first = (n - 1) * CHUNK + 1;
    const last = Math.min(n * CHUNK, bytes);
    const headers = [
      'Message-ID: file1',
      'Success-Report: yes',
      `Byte-Range: ${first}-${last}/${bytes}`,
      'Content-Type: text/plain',
    ];
    const body = 'abcdefgh'.repeat(CHUNK / 8).slice(0, last - first + 1);
    say(stream, `SEND ${n}`, msrp(`send${n} SEND`, to, from, headers, body, n === chunks ? '$' : '+'));
  }
}

function path(address: string, session: string): string {
  return `msrp://${address.includes(':') ? `[${address}]` : address}:${MSRP_PORT}/${session};tcp`;
}

function msrp(start: string, to: string, from: string, headers: string[], body?: string, flag = '$'): string {
  const head = [`MSRP ${start}`, `To-Path: ${to}`, `From-Path: ${from}`, ...headers].join('\r\n');
  const content = body === undefined ? '' : `\r\n${body}\r\n`;
  return `${head}\r\n${content}-------${start.split(' ')[0]}${flag}\r\n`;
}

function say(stream: Stream, name: string, message: string): void {
  stream.write(text.encode(message), label(name));
}

/** A SIP MESSAGE (RFC 3428) with a body of so many bytes; the well-known example, all headers in place. */
export function sipRequest(
  { a, b }: Talk,
  cseq: number,
  bodyBytes: number,
  transport: 'UDP' | 'TCP',
): string {
  return [
    `MESSAGE sip:receiver@${b.address} SIP/2.0`,
    `Via: SIP/2.0/${transport} ${a.address}:5060;branch=z9hG4bK${cseq}`,
    'Max-Forwards: 70',
    'From: <sip:sender@example.com>;tag=1',
    'To: <sip:receiver@example.com>',
    'Call-ID: 1@example.com',
    `CSeq: ${cseq} MESSAGE`,
    'Content-Type: text/plain',
    `Content-Length: ${bodyBytes}`,
    '',
    'x'.repeat(bodyBytes),
  ].join('\r\n');
}

export function sipResponse(request: string): string {
  const kept = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
  return ['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n');
}

/** Requests by UDP, each answered. */
export function sipByDatagram(
  lab: Talk,
  bodies: readonly number[],
  host: 'address' | 'v6' = 'address',
): void {
  const { a, b, world } = lab;
  const answers = b.bindDatagrams(SIP_PORT, (bytes, from) => {
    answers.send(from, text.encode(sipResponse(new TextDecoder().decode(bytes))), label('200 MESSAGE'));
  });
  const socket = a.bindDatagrams(SIP_PORT, () => {});
  bodies.forEach((bodyBytes, index) => {
    world.kernel.at(index * 100_000, () => {
      const request = text.encode(sipRequest(lab, index + 1, bodyBytes, 'UDP'));
      socket.send({ address: b[host] ?? '', port: SIP_PORT }, request, label('MESSAGE', `MESSAGE ${index}`));
    });
  });
}

/** Requests by one TCP connection, each answered, all written at once. */
export function sipByStream(lab: Talk, bodies: readonly number[]): void {
  const { a, b } = lab;
  b.listen(SIP_PORT, (stream) => {
    let arrived = '';
    return {
      received(piece) {
        arrived += new TextDecoder().decode(piece);
        const length = /Content-Length: (\d+)\r\n\r\n/.exec(arrived);
        if (length === null || arrived.length < length.index + length[0].length + Number(length[1])) return;
        say(stream, '200 MESSAGE', sipResponse(arrived));
        arrived = '';
      },
      closed() {},
    };
  });
  let answers = 0;
  const stream = a.connect(
    { address: b.address, port: SIP_PORT },
    {
      received() {
        if (++answers === bodies.length) stream.close();
      },
      closed() {},
    },
  );
  bodies.forEach((bodyBytes, index) => {
    say(stream, `MESSAGE ${index}`, sipRequest(lab, index + 1, bodyBytes, 'TCP'));
  });
}
