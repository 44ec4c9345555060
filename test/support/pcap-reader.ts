// A reader of captures that shares nothing with what writes them: pcapng (draft-ietf-opsawg-pcapng), Ethernet, IPv4 and IPv6 with their
// fragments, UDP and TCP, each checksum computed anew.

/** A UDP datagram or a TCP segment, put together where it came in fragments. */
export interface ReadPacket {
  /** Since 1970. */
  readonly atUs: number;
  readonly from: string;
  readonly fromPort: number;
  readonly to: string;
  readonly toPort: number;
  readonly transport: 'udp' | 'tcp';
  readonly payload: Uint8Array;
  readonly seq: number;
  readonly syn: boolean;
}

export interface ReadCapture {
  readonly packets: readonly ReadPacket[];
  /** Address to name, from the blocks of name resolution. */
  readonly names: ReadonlyMap<string, string>;
  /** What breaks a rule of its format, one sentence each. */
  readonly faults: readonly string[];
}

interface Datagram {
  readonly atUs: number;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly protocol: number;
  readonly bytes: Uint8Array;
}

/** A piece of a datagram, with where it belongs. */
interface Piece extends Datagram {
  readonly id: string;
  readonly offset: number;
  readonly more: boolean;
}

const [tcp, udp, fragmentHeader] = [6, 17, 44];

export function readCapture(file: Uint8Array): ReadCapture {
  const faults: string[] = [];
  const names = new Map<string, string>();
  const frames: { atUs: number; bytes: Uint8Array }[] = [];
  for (const { type, body } of blocksOf(file, faults)) {
    if (type === 4) readNames(body, names);
    if (type === 6) frames.push(frameOf(body));
  }
  const datagrams = whole(
    frames.map(({ atUs, bytes }) => internet(atUs, bytes, faults)),
    faults,
  );
  return { packets: datagrams.map((one) => transport(one, faults)), names, faults };
}

/** The blocks in their order; the first is a section header, an interface stands before its packets, both lengths agree. */
function blocksOf(file: Uint8Array, faults: string[]): { type: number; body: Uint8Array }[] {
  const view = viewOf(file);
  const blocks: { type: number; body: Uint8Array }[] = [];
  for (let at = 0; at < file.length; ) {
    const type = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    if (length < 12 || length % 4 !== 0 || at + length > file.length) {
      faults.push(`a block at ${at} is ${length} long`);
      return blocks;
    }
    if (view.getUint32(at + length - 4, true) !== length) faults.push(`the block at ${at} has two lengths`);
    blocks.push({ type, body: file.subarray(at + 8, at + length - 4) });
    at += length;
  }
  const [first, second] = blocks;
  if (first?.type !== 0x0a0d0d0a || viewOf(first.body).getUint32(0, true) !== 0x1a2b3c4d)
    faults.push('no section header of our byte order comes first');
  if (second?.type !== 1 || viewOf(second.body).getUint16(0, true) !== 1)
    faults.push('no description of an Ethernet interface comes second');
  // `if_tsresol` (9) of 6: microseconds, which is also what is meant where it is absent.
  else if ((optionsOf(second.body, 8).get(9)?.[0] ?? 6) !== 6) faults.push('times are not in microseconds');
  return blocks;
}

function optionsOf(body: Uint8Array, from: number): Map<number, Uint8Array> {
  const view = viewOf(body);
  const options = new Map<number, Uint8Array>();
  for (let at = from; at + 4 <= body.length; ) {
    const [code, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (code === 0) break;
    options.set(code, body.subarray(at + 4, at + 4 + length));
    at += 4 + ((length + 3) & ~3);
  }
  return options;
}

function readNames(body: Uint8Array, names: Map<string, string>): void {
  const records = optionsOfEach(body);
  for (const { code, value } of records) {
    const octets = code === 1 ? 4 : 16;
    const [name = ''] = new TextDecoder().decode(value.subarray(octets)).split('\0');
    names.set(written(value.subarray(0, octets)), name);
  }
}

/** Records of a name resolution block look like options, and one code stands there many times. */
function optionsOfEach(body: Uint8Array): { code: number; value: Uint8Array }[] {
  const view = viewOf(body);
  const records: { code: number; value: Uint8Array }[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const [code, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (code === 0) break;
    records.push({ code, value: body.subarray(at + 4, at + 4 + length) });
    at += 4 + ((length + 3) & ~3);
  }
  return records;
}

function frameOf(body: Uint8Array): { atUs: number; bytes: Uint8Array } {
  const view = viewOf(body);
  const atUs = view.getUint32(4, true) * 2 ** 32 + view.getUint32(8, true);
  return { atUs, bytes: body.subarray(20, 20 + view.getUint32(12, true)) };
}

function internet(atUs: number, frame: Uint8Array, faults: string[]): Piece {
  const ethertype = viewOf(frame).getUint16(12);
  const packet = frame.subarray(14);
  if (ethertype === 0x0800) return ipv4(atUs, packet, faults);
  if (ethertype !== 0x86dd) faults.push(`an Ethernet frame of type ${ethertype}`);
  return ipv6(atUs, packet, faults);
}

/** RFC 791 §3.1. */
function ipv4(atUs: number, packet: Uint8Array, faults: string[]): Piece {
  const view = viewOf(packet);
  const headBytes = (view.getUint8(0) & 15) * 4;
  if (view.getUint8(0) >> 4 !== 4 || view.getUint16(2) !== packet.length)
    faults.push('an IPv4 header with a wrong version or length');
  if (ones(packet.subarray(0, headBytes)) !== 0xffff) faults.push('a wrong IPv4 header checksum');
  const place = view.getUint16(6);
  const [from, to] = [packet.subarray(12, 16), packet.subarray(16, 20)];
  const id = `${written(from)} ${written(to)} ${view.getUint16(4)}`;
  const bytes = packet.subarray(headBytes);
  return {
    ...{ atUs, from, to, protocol: view.getUint8(9), bytes, id },
    offset: (place & 0x1fff) * 8,
    more: (place & 0x2000) !== 0,
  };
}

/** RFC 8200 §3, and §4.5 for fragments. */
function ipv6(atUs: number, packet: Uint8Array, faults: string[]): Piece {
  const view = viewOf(packet);
  if (view.getUint8(0) >> 4 !== 6 || view.getUint16(4) !== packet.length - 40)
    faults.push('an IPv6 header with a wrong version or length');
  const [from, to] = [packet.subarray(8, 24), packet.subarray(24, 40)];
  const common = { atUs, from, to };
  const next = view.getUint8(6);
  if (next !== fragmentHeader)
    return { ...common, protocol: next, bytes: packet.subarray(40), id: '', offset: 0, more: false };
  const place = view.getUint16(42);
  const id = `${written(from)} ${written(to)} ${view.getUint32(44)}`;
  const bytes = packet.subarray(48);
  return {
    ...{ ...common, protocol: view.getUint8(40), bytes, id },
    offset: place & 0xfff8,
    more: (place & 1) !== 0,
  };
}

/** Fragments put together, at the time of the first; one whose rest is missing is a fault. */
function whole(pieces: readonly Piece[], faults: string[]): Datagram[] {
  const waiting = new Map<string, Piece[]>();
  const datagrams: Datagram[] = [];
  for (const piece of pieces) {
    if (piece.offset === 0 && !piece.more) {
      datagrams.push(piece);
      continue;
    }
    const all = [...(waiting.get(piece.id) ?? []), piece].sort((a, b) => a.offset - b.offset);
    waiting.set(piece.id, all);
    const isWhole =
      all.at(-1)?.more === false &&
      all.every(
        ({ offset }, index) =>
          offset === (index === 0 ? 0 : all[index - 1]!.offset + all[index - 1]!.bytes.length),
      );
    if (!isWhole) continue;
    waiting.delete(piece.id);
    datagrams.push({ ...all[0]!, bytes: new Uint8Array(Buffer.concat(all.map(({ bytes }) => bytes))) });
  }
  if (waiting.size > 0) faults.push(`${waiting.size} datagrams lack fragments`);
  return datagrams;
}

/** RFC 768 and RFC 9293 §3.1; the checksum counts addresses, protocol and length before the rest. */
function transport({ atUs, from, to, protocol, bytes }: Datagram, faults: string[]): ReadPacket {
  const view = viewOf(bytes);
  const pseudo = new Uint8Array(from.length * 2 + 8);
  pseudo.set(from);
  pseudo.set(to, from.length);
  viewOf(pseudo).setUint32(from.length * 2, bytes.length);
  pseudo[pseudo.length - 1] = protocol;
  if (protocol !== udp && protocol !== tcp) faults.push(`a packet of protocol ${protocol}`);
  if (ones(Buffer.concat([pseudo, bytes])) !== 0xffff)
    faults.push(`a wrong ${protocol === udp ? 'UDP' : 'TCP'} checksum`);
  if (protocol === udp && view.getUint16(4) !== bytes.length) faults.push('a wrong UDP length');
  if (protocol === udp && view.getUint16(6) === 0) faults.push('a UDP datagram without its checksum');
  const headBytes = protocol === udp ? 8 : (view.getUint8(12) >> 4) * 4;
  return {
    atUs,
    from: written(from),
    fromPort: view.getUint16(0),
    to: written(to),
    toPort: view.getUint16(2),
    transport: protocol === udp ? 'udp' : 'tcp',
    payload: bytes.subarray(headBytes),
    seq: protocol === udp ? 0 : view.getUint32(4),
    syn: protocol === tcp && (view.getUint8(13) & 2) !== 0,
  };
}

/** RFC 1071: the ones' complement sum of 16-bit words; of something with its own checksum in it, all ones. */
function ones(bytes: Uint8Array): number {
  let sum = 0;
  bytes.forEach((byte, at) => {
    sum += at % 2 === 0 ? byte * 256 : byte;
  });
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return sum;
}

/** Dotted IPv4; IPv6 as eight groups. */
function written(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.');
  const view = viewOf(octets);
  return Array.from({ length: 8 }, (_, at) => view.getUint16(at * 2).toString(16)).join(':');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
