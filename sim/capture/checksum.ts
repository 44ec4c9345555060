/**
 * RFC 1071: the Internet checksum. `sum` adds up 16-bit words in ones' complement; an odd last byte counts as the high one of a word, so only
 * the last of several pieces may be odd.
 */
export function sum(bytes: Uint8Array, before = 0): number {
  let total = before;
  const even = bytes.length & ~1;
  for (let at = 0; at < even; at += 2) total += (bytes[at]! << 8) | bytes[at + 1]!;
  if (even < bytes.length) total += bytes[even]! << 8;
  return fold(total);
}

/** The checksum of what was summed up: the complement of the sum. */
export function checksum(total: number): number {
  return ~fold(total) & 0xffff;
}

function fold(total: number): number {
  while (total > 0xffff) total = Math.floor(total / 0x10000) + (total & 0xffff);
  return total;
}
