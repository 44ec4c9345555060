// What is pushed: octets by random access, so that a file of any size never lies in memory (RFC 4975 §7.1.1, RFC 5547 §6).
import { createSha1 } from '../sim/hash.ts';
import type { ContentSource } from './msrp/chunking.ts';

const blockBytes = 65_536;
const SEMICOLON = 0x3b;

/** `sizeBytes` zero octets. */
export function zeros(sizeBytes: number): ContentSource {
  return { sizeBytes, read: (_offset, length) => new Uint8Array(length) };
}

/** Text that says where it is: lines of 64 octets that begin with their own number. */
export function numberedLines(sizeBytes: number): ContentSource {
  return generated(sizeBytes, (offset) => {
    const line = Math.floor(offset / 64);
    const text = `${String(line).padStart(10, '0')} ${'the quick brown fox jumps over the lazy dog, again'.padEnd(52, '.')}\n`;
    return text.charCodeAt(offset % 64);
  });
}

/**
 * Octets without a pattern, the same for the same `key` (an integer below 2^32). No octet is `;`: Wireshark's MSRP dissector (4.0) looks for
 * the parameters of a Content-Type up to ten octets into the body, and calls a chunk malformed that has a semicolon there.
 */
export function scrambled(sizeBytes: number, key: number): ContentSource {
  return generated(sizeBytes, (offset) => {
    let x = (Math.imul(offset ^ key, 0x9e3779b1) ^ Math.floor(offset / 0x100000000)) >>> 0;
    x = Math.imul(x ^ (x >>> 15), 0x85ebca6b) >>> 0;
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0;
    const octet = (x ^ (x >>> 16)) & 0xff;
    return octet === SEMICOLON ? SEMICOLON - 1 : octet;
  });
}

function generated(sizeBytes: number, octetAt: (offset: number) => number): ContentSource {
  return {
    sizeBytes,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = octetAt(offset + i);
      return bytes;
    },
  };
}

/** `head` and then `body`, as one content: a message/cpim wrapper around a file. */
export function preceded(head: Uint8Array, body: ContentSource): ContentSource {
  return {
    sizeBytes: head.length + body.sizeBytes,
    read(offset, length) {
      const end = offset + length;
      if (end <= head.length) return head.subarray(offset, end);
      if (offset >= head.length) return body.read(offset - head.length, length);
      const bytes = new Uint8Array(length);
      bytes.set(head.subarray(offset));
      bytes.set(body.read(0, end - head.length), head.length - offset);
      return bytes;
    },
  };
}

/** The octets from `start` to `stop`, counted from 1 and both included: what a `file-range` names (RFC 5547 §8.7). */
export function ranged(content: ContentSource, start: number, stop: number): ContentSource {
  return {
    sizeBytes: Math.max(0, stop - start + 1),
    read: (offset, length) => content.read(start - 1 + offset, length),
  };
}

const digests = new WeakMap<ContentSource, string>();

/** The SHA-1 of a whole content in lower-case hexadecimal, read in blocks, once. */
export function sha1Of(content: ContentSource): string {
  const known = digests.get(content);
  if (known !== undefined) return known;
  const hasher = createSha1();
  for (let offset = 0; offset < content.sizeBytes; offset += blockBytes) {
    hasher.update(content.read(offset, Math.min(blockBytes, content.sizeBytes - offset)));
  }
  const digest = hasher.hex();
  digests.set(content, digest);
  return digest;
}
