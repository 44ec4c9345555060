/** The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian. */

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const ENHANCED_PACKET = 6;
const ETHERNET = 1;
const MICROSECONDS = 6;

const END_OF_OPTIONS = { code: 0, value: new Uint8Array(0) };
const utf8 = new TextEncoder();

interface Option {
  readonly code: number;
  readonly value: Uint8Array;
}

/** §4.1, with the application that wrote the file (`shb_userappl`). */
export function sectionHeader(application: string): Uint8Array {
  const fixed = new DataView(new ArrayBuffer(16));
  fixed.setUint32(0, 0x1a2b3c4d, true);
  fixed.setUint16(4, 1, true);
  fixed.setUint16(6, 0, true);
  // The length of the section is not given: -1.
  fixed.setBigInt64(8, -1n, true);
  return block(SECTION_HEADER, bytesOf(fixed), [{ code: 4, value: utf8.encode(application) }]);
}

/** §4.2: Ethernet, whole packets, timestamps in microseconds (`if_name`, `if_tsresol`). */
export function interfaceDescription(name: string): Uint8Array {
  const fixed = new DataView(new ArrayBuffer(8));
  fixed.setUint16(0, ETHERNET, true);
  const options = [
    { code: 2, value: utf8.encode(name) },
    { code: 9, value: Uint8Array.of(MICROSECONDS) },
  ];
  return block(INTERFACE_DESCRIPTION, bytesOf(fixed), options);
}

/** §4.5: addresses, as octets, and their names, the most telling first: of several, Wireshark shows the last in the file. */
export function nameResolution(
  entries: readonly { octets: Uint8Array; names: readonly string[] }[],
): Uint8Array {
  const records = entries.map(({ octets, names }) =>
    typed({
      code: octets.length === 4 ? 1 : 2,
      value: join([octets, ...names.toReversed().map((name) => utf8.encode(`${name}\0`))]),
    }),
  );
  return block(NAME_RESOLUTION, join([...records, typed(END_OF_OPTIONS)]), []);
}

/**
 * §4.3: a packet of the first interface, at `atUs` since 1970, with an `opt_comment` where there is something to say. Of its frame only
 * the first `keep` bytes are captured.
 */
export function enhancedPacket(
  atUs: number,
  frame: Uint8Array,
  keep: number,
  comment: string | undefined,
): Uint8Array {
  const fixed = new DataView(new ArrayBuffer(20));
  fixed.setUint32(4, Math.floor(atUs / 2 ** 32), true);
  fixed.setUint32(8, atUs >>> 0, true);
  fixed.setUint32(12, keep, true);
  fixed.setUint32(16, frame.length, true);
  const options = comment === undefined ? [] : [{ code: 1, value: utf8.encode(comment) }];
  return block(ENHANCED_PACKET, join([bytesOf(fixed), padded(frame.subarray(0, keep))]), options);
}

function block(type: number, body: Uint8Array, options: readonly Option[]): Uint8Array {
  const tail = options.length === 0 ? [] : [...options, END_OF_OPTIONS].map(typed);
  const length = 12 + tail.reduce((total, option) => total + option.length, body.length);
  const head = new DataView(new ArrayBuffer(8));
  head.setUint32(0, type, true);
  head.setUint32(4, length, true);
  const foot = new DataView(new ArrayBuffer(4));
  foot.setUint32(0, length, true);
  return join([bytesOf(head), body, ...tail, bytesOf(foot)]);
}

/** §3.5: code, length and value, padded to 32 bits. Records of a name resolution block look the same. */
function typed({ code, value }: Option): Uint8Array {
  const head = new DataView(new ArrayBuffer(4));
  head.setUint16(0, code, true);
  head.setUint16(2, value.length, true);
  return join([bytesOf(head), padded(value)]);
}

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  return whole;
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
