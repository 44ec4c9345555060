/**
 * A hash of a text under a key, 64 bits wide, made for chance and not for secrets: two 32-bit lanes of MurmurHash3's mixing, crossed
 * after each word, over the text's UTF-16 units two at a time. Integer arithmetic alone, so every engine computes it alike.
 */
export interface KeyedHash {
  /** Hashes `text`; `block` tells several hashes of one text apart. The result stands in `high` and `low` until the next call. */
  hash(text: string, block: number): void;
  /** 32 bits, unsigned. */
  readonly high: number;
  /** 32 bits, unsigned. */
  readonly low: number;
}

/** Four 32-bit words. */
export type HashKey = readonly [number, number, number, number];

export function createKeyedHash([key0, key1, key2, key3]: HashKey): KeyedHash {
  let high = 0;
  let low = 0;
  return {
    hash(text, block) {
      let a = key0 ^ block;
      let b = key1 ^ Math.imul(block, 0x9e3779b1);
      const length = text.length;
      for (let i = 0; i < length; i += 2) {
        const word = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0);
        a = (rotate(a ^ Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593), 13) + b) | 0;
        a = (Math.imul(a, 5) + 0xe6546b64) | 0;
        b = (rotate(b ^ Math.imul(rotate(Math.imul(word, 0x239b961b), 17), 0xab0e9789), 17) + a) | 0;
        b = (Math.imul(b, 5) + 0x561ccd1b) | 0;
      }
      a = finish(a ^ length ^ key2);
      b = finish(b ^ key3 ^ a);
      a = finish((a + b) | 0);
      b = finish((b + a) | 0);
      high = a >>> 0;
      low = b >>> 0;
    },
    get high() {
      return high;
    },
    get low() {
      return low;
    },
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** MurmurHash3's finaliser: each bit of the input moves each bit of the output half of the time. */
function finish(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}
