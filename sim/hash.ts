import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512_256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

// The digests that SIP authentication (RFC 7616), file transfer (RFC 5547) and the trace's fingerprint need. This file alone knows the library.

/** A digest that is fed piece by piece. */
export interface Hasher {
  update(bytes: Uint8Array): Hasher;
  /** The digest of all pieces, once, after the last of them. */
  digest(): Uint8Array;
  /** As `digest`, in lower-case hexadecimal. */
  hex(): string;
  /** A hasher in the same state, to look at a digest on the way. */
  clone(): Hasher;
}

interface Underlying {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Underlying;
}

function wrap(underlying: Underlying): Hasher {
  return {
    update(bytes) {
      underlying.update(bytes);
      return this;
    },
    digest: () => underlying.digest(),
    hex: () => bytesToHex(underlying.digest()),
    clone: () => wrap(underlying.clone()),
  };
}

export function createSha1(): Hasher {
  return wrap(sha1.create());
}

export function createSha256(): Hasher {
  return wrap(sha256.create());
}

export function md5Hex(bytes: Uint8Array): string {
  return bytesToHex(md5(bytes));
}

export function sha1Hex(bytes: Uint8Array): string {
  return bytesToHex(sha1(bytes));
}

export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** SHA-512/256: what RFC 7616 calls `SHA-512-256`. */
export function sha512_256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha512_256(bytes));
}

/** The digests of Digest, by the names that they have in `algorithm`. */
export const digestHashes = { 'SHA-512-256': sha512_256Hex, 'SHA-256': sha256Hex, MD5: md5Hex } as const;
