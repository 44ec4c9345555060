import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseByteRange } from '../../../agents/msrp/byte-range.ts';
import { join } from '../../../agents/msrp/format.ts';
import { Reassembly } from '../../../agents/msrp/reassembly.ts';
import { bytesOf, octets, textOf } from './lab.ts';
import { table } from './vectors.ts';

const keep = () => new Reassembly('keep', 1_000_000);

interface Case {
  id: string;
  chunks?: { range: string; body: string; flag: string }[];
  result: string | null;
  complete: boolean;
  missing?: [number, number][];
}

describe('the chunks of RFC 4975', () => {
  const cases = table<{ reassembly: Case[] }>('chunking').reassembly.filter(
    // An abort and a duplicate are the session's matter.
    ({ id, chunks }) => chunks !== undefined && !id.includes('abort'),
  );
  it.each(cases)('$id', ({ chunks, result, complete, missing }) => {
    const message = keep();
    for (const { range, body, flag } of chunks!) {
      const parsed = parseByteRange(range);
      if (!parsed.ok) throw new Error(range);
      message.add(parsed.value.start, bytesOf(body));
      if (flag === '$') message.end(parsed.value.start - 1 + body.length);
    }
    expect(message.complete).toBe(complete);
    expect(message.missing()).toEqual(missing ?? []);
    expect(complete ? textOf(message.take()) : null).toBe(result);
  });
});

describe('any order', () => {
  const piece = fc.record({
    start: fc.integer({ min: 1, max: 50 }),
    length: fc.nat(15),
    letter: fc.integer({ min: 1, max: 255 }),
  });

  it('keeps, for each octet, what came last', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
        const message = keep();
        const model = new Map<number, number>();
        for (const { start, length, letter } of pieces) {
          message.add(start, new Uint8Array(length).fill(letter));
          for (let at = start; at < start + length; at++) model.set(at, letter);
        }
        const sorted = [...model].sort(([a], [b]) => a - b);
        expect(message.receivedBytes).toBe(model.size);
        expect(message.complete).toBe(false);
        expect([...message.take()]).toEqual(sorted.map(([, letter]) => letter));
      }),
    );
  });

  it('streams every octet once and in order, whatever the order of arrival', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 199 }), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, fc.array(fc.nat(), { minLength: 13, maxLength: 13 }), (places, ranks) => {
        const content = octets(200);
        const edges = [0, ...places.sort((a, b) => a - b), 200];
        const pieces = edges.slice(1).map((end, at) => ({ start: edges[at]!, end }));
        const shuffled = pieces
          .map((each, at) => ({ ...each, rank: ranks[at]! }))
          .sort((a, b) => a.rank - b.rank);
        const message = new Reassembly('stream', 1_000_000);
        const given: Uint8Array[] = [];
        for (const { start, end } of shuffled) {
          const out = message.add(start + 1, content.subarray(start, end));
          if (out !== 'full') given.push(...out);
          if (end === 200) message.end(200);
        }
        expect(join(given)).toEqual(content);
        expect(message.complete).toBe(true);
      }),
    );
  });
});

describe('the end', () => {
  it('is where the $ chunk says, and what lies beyond is dropped', () => {
    const message = keep();
    message.add(1, bytesOf('abcdefgh'));
    message.end(5);
    message.add(7, bytesOf('late'));
    expect([message.complete, message.totalBytes, message.receivedBytes]).toEqual([true, 5, 5]);
    expect(textOf(message.take())).toBe('abcde');
  });

  it('may come first, and of nothing at all', () => {
    const message = keep();
    message.end(0);
    expect(message.complete).toBe(true);
    expect(message.take()).toEqual(new Uint8Array(0));
  });

  it('leaves what was streamed before as it was', () => {
    const message = new Reassembly('stream', 100);
    expect(message.add(1, bytesOf('abcd'))).toEqual([bytesOf('abcd')]);
    expect(message.add(3, bytesOf('XXef'))).toEqual([bytesOf('ef')]);
    expect(message.add(8, bytesOf('h'))).toEqual([]);
    expect(message.missing()).toEqual([[7, 7]]);
  });
});

describe('limits', () => {
  it('of what is held', () => {
    expect(new Reassembly('keep', 10).add(1, octets(11))).toBe('full');
    const stream = new Reassembly('stream', 10);
    expect(stream.add(1, octets(11))).toEqual([octets(11)]);
    expect(stream.add(100, octets(11))).toBe('full');
  });

  it('of how scattered it may be: one octet each, from the back', () => {
    const message = keep();
    let octet = 100_000;
    while (message.add(octet, Uint8Array.of(1)) !== 'full') octet--;
    expect(100_000 - octet).toBe(16_384);
  });

  it('of nothing that comes in order, however small the pieces', () => {
    const message = keep();
    for (let at = 1; at <= 100_000; at++) message.add(at, Uint8Array.of(at & 0xff));
    message.end(100_000);
    expect(message.complete).toBe(true);
    expect(message.take()).toEqual(Uint8Array.from({ length: 100_000 }, (_, at) => (at + 1) & 0xff));
  });
});
