import seedrandom from 'seedrandom/seedrandom.js';
import type { Chance } from '../chance.ts';
import { createKeyedHash } from './keyed-hash.ts';

/** A seed is a text of 1 to so many characters. */
export const MAX_SEED_LENGTH = 256;

/**
 * Makes the chance of a run (ARCHITECTURE.md, decision 4). The seed becomes the run's key once, here; after that nothing has a state,
 * so it does not matter what is drawn, in which order, or how often.
 */
export function createChance(seed: string): Chance {
  if (seed.length < 1 || seed.length > MAX_SEED_LENGTH) {
    throw new RangeError(`a seed has 1 to ${MAX_SEED_LENGTH} characters, not ${seed.length}`);
  }
  const random = seedrandom(seed);
  const keyed = createKeyedHash([random.int32(), random.int32(), random.int32(), random.int32()]);

  function draw(name: string, block: number): number {
    keyed.hash(name, block);
    return ((keyed.high >>> 5) * 2 ** 26 + (keyed.low >>> 6)) / 2 ** 53;
  }

  return {
    draw: (name) => draw(name, 0),
    integer: (name, below) => Math.floor(draw(name, 0) * below),
    token(name, length) {
      let text = '';
      for (let block = 1; text.length < length; block++) text += tokenBlock(draw(name, block));
      return text.slice(0, length);
    },
  };
}

/** Ten characters of base 36 are 51.7 bits: as many as one draw of 53 can fill evenly. */
const TOKEN_BLOCK = 10;

function tokenBlock(draw: number): string {
  return Math.floor(draw * 36 ** TOKEN_BLOCK)
    .toString(36)
    .padStart(TOKEN_BLOCK, '0');
}
