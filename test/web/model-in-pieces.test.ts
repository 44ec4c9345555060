import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createModelMaker, createRunModel } from '../../ui/web/model/run-model.ts';
import { modelInPieces, recordsAtOnce } from '../../ui/web/state/simulation.ts';
import { longTrace } from './long-trace.ts';

describe('the model of a long run', () => {
  const records = longTrace({ messages: 10_000, atOnce: 10 }) as TraceRecord[];
  const data = traceData('long.ndjson', records);

  it('is made of few records at a time, and between two pieces others have their turn', async () => {
    const maker = createModelMaker(records);
    const pieces: number[] = [];
    let turns = 0;
    const watched = Object.create(maker, {
      taken: { get: () => maker.taken },
      take: {
        value: (upTo: number) => {
          pieces.push(upTo - maker.taken);
          maker.take(upTo);
          setImmediate(() => {
            turns++;
          });
        },
      },
    }) as typeof maker;
    const model = await modelInPieces(data, watched);
    expect(Math.max(...pieces)).toBeLessThanOrEqual(recordsAtOnce);
    expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBe(records.length);
    // The first piece is taken in the turn of whoever asks, and nobody waits after the last.
    expect(turns).toBeGreaterThanOrEqual(pieces.length - 2);
    expect(pieces.length).toBeGreaterThan(3);
    expect(model.counts).toEqual(createRunModel(data).counts);
  });
});
