/** A small generator of numbers of its own (mulberry32), so that a failure can be run again. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

const SPICE = [0x00, 0x0a, 0x0d, 0x20, 0x2d, 0x2b, 0x23, 0x24, 0x3a, 0x2f, 0x2a, 0x5c, 0x22, 0x80, 0xff];

/** `count` mutations of the samples: bytes changed, cut out, doubled, swapped in from another sample. */
export function* mutations(
  samples: readonly Uint8Array[],
  count: number,
  seed = 4975,
): Generator<Uint8Array> {
  const chance = numbers(seed);
  const below = (limit: number) => chance.next().value % limit;
  for (let made = 0; made < count; made++) {
    let bytes = Array.from(samples[made % samples.length]!);
    for (let times = 1 + below(4); times > 0; times--) {
      const at = below(bytes.length + 1);
      const length = below(20);
      const other = samples[below(samples.length)]!;
      const kinds = [
        () => void bytes.splice(at, 1, SPICE[below(SPICE.length)]!),
        () => void bytes.splice(at, 1, below(256)),
        () => void bytes.splice(at, length),
        () => void bytes.splice(at, 0, ...bytes.slice(at, at + length)),
        () => void bytes.splice(at, length, ...other.slice(below(other.length), below(other.length) + 20)),
        () => {
          bytes = bytes.slice(0, at);
        },
      ];
      kinds[below(kinds.length)]!();
    }
    yield Uint8Array.from(bytes);
  }
}
