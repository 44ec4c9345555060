import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSha1, createSha256, md5Hex, sha1Hex, sha256Hex, sha512_256Hex } from '../../sim/hash.ts';

describe('digests', () => {
  it.each([
    ['md5', md5Hex],
    ['sha1', sha1Hex],
    ['sha256', sha256Hex],
    ['sha512-256', sha512_256Hex],
  ] as const)('%s is what another library computes', (algorithm, digest) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(digest(bytes)).toBe(createHash(algorithm).update(bytes).digest('hex'));
      }),
    );
  });

  it('of pieces are those of the whole, and may be looked at on the way', () => {
    for (const [create, whole] of [
      [createSha1, sha1Hex],
      [createSha256, sha256Hex],
    ] as const) {
      const bytes = Uint8Array.from({ length: 1000 }, (_, n) => n);
      const hasher = create().update(bytes.subarray(0, 300));
      expect(hasher.clone().hex()).toBe(whole(bytes.subarray(0, 300)));
      expect(hasher.update(bytes.subarray(300)).digest().length).toBe(whole(bytes).length / 2);
      expect(create().update(bytes).hex()).toBe(whole(bytes));
    }
  });
});
