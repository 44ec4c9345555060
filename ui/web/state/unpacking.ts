// Text that `packing.ts` made short for an address.

/** What unpacks to more is no page's state, whoever made it. */
const mostOctets = 1 << 20;

/** Undefined where it was not packed here, is cut off, or swells beyond what a state may be. Never throws. */
export async function unpack(packed: string): Promise<string | undefined> {
  if (!/^[\w-]+$/.test(packed)) return undefined;
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const octets = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const text = await throughStream(octets, new DecompressionStream('deflate-raw'), mostOctets);
    return text && new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    return undefined;
  }
}

/** What comes out of a stream; undefined where that is more than `most`: then it is not waited for. */
export async function throughStream(
  octets: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
  most: number,
): Promise<Uint8Array | undefined> {
  const reader = new Blob([octets])
    .stream()
    .pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>)
    .getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
