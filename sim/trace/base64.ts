const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PAD = 0x3d;

/** RFC 4648 §4, padded. */
export function base64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PAD);
  for (let i = 0, out = 0; i < bytes.length; i += 3, out += 4) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text[out] = ALPHABET[word >> 18]!;
    text[out + 1] = ALPHABET[(word >> 12) & 63]!;
    if (i + 1 < bytes.length) text[out + 2] = ALPHABET[(word >> 6) & 63]!;
    if (i + 2 < bytes.length) text[out + 3] = ALPHABET[word & 63]!;
  }
  return new TextDecoder().decode(text);
}
