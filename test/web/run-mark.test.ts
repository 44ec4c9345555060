import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { divergence, markOf } from '../../ui/web/model/run-mark.ts';

const records = (count: number, changedFrom = Number.POSITIVE_INFINITY): TraceRecord[] =>
  Array.from({ length: count }, (_, seq) => ({
    type: 'note',
    seq,
    at: seq * 10,
    node: 'bob',
    text: seq < changedFrom ? 'as it was' : `otherwise ${seq}`,
  })) as unknown as TraceRecord[];

describe('the mark of a run', () => {
  it('finds no difference where there is none', () => {
    const mark = markOf('9c41e07b00000000', records(118))!;
    expect(divergence(mark, '9c41e07b00000000', records(118))).toBeUndefined();
  });

  it('tells between which records another run begins to differ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat({ max: 299 }), (count, first) => {
        const from = first % count;
        const mark = markOf('aaaaaaaa', records(count))!;
        const { after = 0, before = count } = divergence(mark, 'bbbbbbbb', records(count, from))!;
        // Two digits tell two texts apart 255 times of 256: a difference may be seen late, never early.
        expect(after).toBeLessThanOrEqual(before);
        expect(before).toBeGreaterThan(from);
      }),
    );
    const mark = markOf('aaaaaaaa', records(160))!;
    expect(divergence(mark, 'bbbbbbbb', records(160, 70))).toEqual({ after: 60, before: 80 });
    expect(divergence(mark, 'bbbbbbbb', records(170))).toEqual({ after: 160 });
    expect(divergence(mark, 'bbbbbbbb', records(50))).toEqual({ after: 40, before: 50 });
  });

  it('says of a long run only that it differs', () => {
    const mark = markOf('aaaaaaaa', records(6_000))!;
    expect(mark).toEqual({ fingerprint: 'aaaaaaaa' });
    expect(divergence(mark, 'bbbbbbbb', records(6_000))).toEqual({});
  });
});
