// RFC 3261 §7: "SIP is a text-based protocol and uses the UTF-8 charset". RFC 3629 says what UTF-8 is.

/** A text that was octets, and where its characters stood among them. */
export interface Decoded {
  readonly text: string;
  /** The offset of the first octet that is not UTF-8. */
  readonly invalidAt: number | undefined;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Octets as text. Each octet that is not UTF-8 becomes one U+FFFD, so that the rest can still be read. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const text = decoder.decode(bytes);
  // Without U+FFFD nothing was replaced; a fatal decoder would throw, which costs more than looking again.
  return text.includes('\uFFFD') ? decodeBroken(bytes) : { text, invalidAt: undefined };
}

function decodeBroken(bytes: Uint8Array): Decoded {
  const pieces: string[] = [];
  let invalidAt: number | undefined;
  let good = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    invalidAt ??= at;
    pieces.push(decoder.decode(bytes.subarray(good, at)), '\uFFFD');
    good = ++at;
  }
  pieces.push(decoder.decode(bytes.subarray(good)));
  return { text: pieces.join(''), invalidAt };
}

/** The length of the well-formed sequence at `at`, 0 if there is none (RFC 3629 §4). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  return length;
}

/**
 * Byte offsets for ascending offsets into a text that `decodeUtf8` made of `bytes`. One pass for all of them.
 */
export function byteOffsets(bytes: Uint8Array, text: string, offsets: readonly number[]): number[] {
  const found: number[] = [];
  let at = 0;
  let byte = 0;
  for (const offset of offsets) {
    for (; at < offset && at < text.length; at++) byte += octetsOf(bytes, byte, text.charCodeAt(at));
    found.push(byte);
  }
  return found;
}

/** How many octets a UTF-16 unit came from; the pair of a surrogate is counted with its first. */
function octetsOf(bytes: Uint8Array, byte: number, unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  if (unit >= 0xd800 && unit < 0xdc00) return 4;
  if (unit >= 0xdc00 && unit < 0xe000) return 0;
  const stoodThere =
    unit !== 0xfffd || (bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd);
  return stoodThere ? 3 : 1;
}
