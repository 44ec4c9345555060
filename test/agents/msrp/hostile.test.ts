// What a peer can send must neither throw nor hang: mutations of the published messages, and shapes that are as bad as can be.
import { describe, expect, it } from 'vitest';
import { MsrpFramer } from '../../../agents/msrp/framer.ts';
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import { mutations } from './mutate.ts';
import { published } from './vectors.ts';
import { worstShapes } from './worst-shapes.ts';

describe('100,000 mutations', () => {
  it('of the published messages into the parser', () => {
    let read = 0;
    for (const bytes of mutations(
      published.map((each) => each.bytes),
      100_000,
    )) {
      const { consumed, errors, message } = parseMsrp(bytes);
      if (message !== undefined) read++;
      if (consumed > bytes.length || errors.some(({ offset }) => offset < 0 || offset > bytes.length)) {
        expect.fail(`out of bounds: ${JSON.stringify(new TextDecoder('latin1').decode(bytes))}`);
      }
    }
    expect(read).toBeGreaterThan(10_000);
  });

  it('into the framer, whole and in halves alike', () => {
    for (const bytes of mutations(
      published.map((each) => each.bytes),
      100_000,
    )) {
      const whole = new MsrpFramer().push(bytes);
      const halves = new MsrpFramer();
      const middle = bytes.length >> 1;
      const frames = [...halves.push(bytes.subarray(0, middle)), ...halves.push(bytes.subarray(middle))];
      if (frames.length !== whole.length) expect.fail(new TextDecoder('latin1').decode(bytes));
    }
  });
});

describe('worst shapes', () => {
  it.each(worstShapes)(
    '$name: a megabyte takes no longer than a moment',
    ({ make, parse }) => {
      // Generous: quadratic work on a megabyte takes minutes. The benchmarks measure the growth itself.
      expect(parse(make(1_000_000))).toBeDefined();
    },
    5_000,
  );

  it.each(worstShapes)(
    '$name: byte by byte into the framer',
    ({ make }) => {
      const framer = new MsrpFramer();
      const bytes = make(200_000);
      const kinds: string[] = [];
      for (let at = 0; at < bytes.length; at++) {
        for (const { kind } of framer.push(bytes.subarray(at, at + 1))) if (kind !== 'body') kinds.push(kind);
      }
      const whole = new MsrpFramer().push(bytes).map(({ kind }) => kind);
      expect(kinds).toEqual(whole.filter((kind) => kind !== 'body'));
    },
    5_000,
  );
});
