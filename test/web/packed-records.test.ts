import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordLine } from '../../sim/trace/ndjson.ts';
import type { MessageEntry, Stamped, TraceRecord } from '../../sim/trace/records.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { createOpener, createPacker, createUnpacker } from '../../ui/web/worker/packed-records.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';

function recordsOf(name: string): readonly TraceRecord[] {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults: [] }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return answer.run.records;
}

/** There and back in packs that are cut at these places, through what a worker's message does to it. */
function carried(records: readonly TraceRecord[], cuts: readonly number[]): TraceRecord[] {
  const pack = createPacker();
  const unpack = createUnpacker();
  const edges = [0, ...[...cuts].sort((a, b) => a - b), records.length];
  return edges.flatMap((from, index) => unpack(structuredClone(pack(records.slice(from, edges[index + 1])))));
}

describe('records that are packed for the page', () => {
  const records = recordsOf('lost-200-ok');

  it('arrive as they were, their keys in order, however they are cut', () => {
    const lines = records.map(recordLine);
    const cut = fc.integer({ min: 0, max: records.length });
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 6 }), (cuts) => {
        expect(carried(records, cuts).map(recordLine)).toEqual(lines);
      }),
    );
  });

  it('are handed out so many at a time as are asked for, and no more', () => {
    const lines = records.map(recordLine);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: records.length }), (most) => {
        const next = createOpener()(createPacker()(records));
        const pieces = Array.from({ length: Math.ceil(records.length / most) }, () => next(most));
        expect(pieces.slice(0, -1).every((piece) => piece.length === most)).toBe(true);
        expect(pieces.flat().map(recordLine)).toEqual(lines);
        expect(next(most)).toEqual([]);
      }),
    );
  });

  it('keep what is no plain text: bytes, long messages, missing causes', () => {
    const odd: TraceRecord[] = [
      { type: 'note', seq: 0, at: 0, node: '', text: '\ud800 and 𝄞' },
      { ...sent(1), raw: { base64: '/w==' } },
      { ...sent(2), raw: { head: 'INVITE', bytes: 70_000, sha1: 'ab' }, cause: 1 },
      { ...sent(3), raw: '' },
    ];
    expect(carried(odd, [2])).toEqual(odd);
  });

  it('hold a text that was sent and arrived once', () => {
    const raw = 'x'.repeat(10_000);
    const pack = createPacker()([
      { ...sent(1), raw },
      { ...sent(2), type: 'message.received', raw },
    ]);
    expect(pack.text).toHaveLength(10_000);
  });
});

function sent(seq: number): Stamped<MessageEntry> {
  return {
    type: 'message.sent',
    seq,
    at: 5_000_000_000 + seq,
    id: seq,
    key: `a>b/${seq}`,
    transaction: 't',
    transmission: 0,
    node: 'a',
    from: 'a',
    to: 'b',
    transport: 'udp',
    protocol: 'sip',
    summary: 'INVITE',
    raw: '',
  };
}
