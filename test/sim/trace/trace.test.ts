import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha1Hex, sha256Hex } from '../../../sim/hash.ts';
import { base64 } from '../../../sim/trace/base64.ts';
import { createFingerprint } from '../../../sim/trace/fingerprint.ts';
import { createMemory } from '../../../sim/trace/memory.ts';
import { recordLine } from '../../../sim/trace/ndjson.ts';
import { rawOf } from '../../../sim/trace/raw.ts';
import type { Entry, TraceRecord } from '../../../sim/trace/records.ts';
import { createTrace } from '../../../sim/trace/trace.ts';

const note = (text: string): Entry => ({ type: 'note', node: 'a', text });

describe('the trace', () => {
  it('numbers and dates records, and remembers what brought them about', () => {
    const memory = createMemory();
    const clock = { nowUs: 5 };
    const trace = createTrace(clock, [memory.sink]);
    const first = trace.record(note('first'));
    clock.nowUs = 7;
    trace.because(first, () => trace.record(note('second')));
    trace.record(note('third'), 1);
    trace.record(note('fourth'));
    expect(memory.records.map(({ seq, at, cause }) => [seq, at, cause])).toEqual([
      [0, 5, undefined],
      [1, 7, 0],
      [2, 7, 1],
      [3, 7, undefined],
    ]);
  });

  it('is off without sinks', () => {
    const trace = createTrace({ nowUs: 0 }, []);
    expect([trace.on, trace.record(note('x')), trace.current]).toEqual([false, -1, -1]);
  });
});

describe('a line', () => {
  it('has its keys in one order, whatever order they were put in', () => {
    const memory = createMemory();
    const trace = createTrace({ nowUs: 3 }, [memory.sink]);
    trace.record({ type: 'fault', detail: 'begins', on: 'a>b', rule: 1, fault: 'hold' });
    trace.record({ fault: 'hold', rule: 1, on: 'a>b', type: 'fault' }, 0);
    expect(memory.records.map(recordLine)).toEqual([
      '{"type":"fault","seq":0,"at":3,"rule":1,"fault":"hold","on":"a>b","detail":"begins"}',
      '{"type":"fault","seq":1,"at":3,"cause":0,"rule":1,"fault":"hold","on":"a>b"}',
    ]);
  });

  it('is JSON, whatever text is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const record: TraceRecord = { type: 'note', seq: 0, at: 0, node: 'a', text };
        const line = recordLine(record);
        expect(JSON.parse(line)).toEqual(record);
        expect(line).not.toContain('\n');
      }),
    );
  });
});

describe('the fingerprint', () => {
  const records: TraceRecord[] = Array.from({ length: 2000 }, (_, seq) => ({
    type: 'note',
    seq,
    at: seq,
    node: 'a',
    text: `note ${seq} å`,
  }));
  const of = (some: readonly TraceRecord[]) => {
    const fingerprint = createFingerprint();
    for (const record of some) fingerprint.sink(record);
    return fingerprint;
  };

  it('is the SHA-256 of the lines', () => {
    const text = records.map((record) => `${recordLine(record)}\n`).join('');
    expect(of(records).full()).toBe(sha256Hex(new TextEncoder().encode(text)));
    expect(of(records).full().startsWith(of(records).short())).toBe(true);
    expect(of(records).short()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('leaves out verdicts and the end, and sees everything else', () => {
    const judged: TraceRecord[] = [
      ...records,
      { type: 'verdict', seq: 2000, at: 2000, requirement: 'X', outcome: 'held', because: [] },
      { type: 'end', seq: 2001, at: 2000, reason: 'idle', events: 1, fingerprint: '' },
    ];
    expect(of(judged).full()).toBe(of(records).full());
    expect(of(records.slice(1)).full()).not.toBe(of(records).full());
  });

  it('may be looked at on the way', () => {
    const fingerprint = of(records.slice(0, 10));
    expect(fingerprint.full()).toBe(of(records.slice(0, 10)).full());
    for (const record of records.slice(10)) fingerprint.sink(record);
    expect(fingerprint.full()).toBe(of(records).full());
  });
});

describe('raw bytes', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);

  it('are text where they are UTF-8, to the byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = utf8(text);
        expect(rawOf(bytes)).toBe(text);
        expect(utf8(rawOf(bytes) as string)).toEqual(bytes);
      }),
    );
    expect(rawOf(utf8('\ufeffBOM'))).toBe('\ufeffBOM');
  });

  it('are base64 where they are not', () => {
    const binary = Uint8Array.from([0x53, 0xff, 0x00]);
    expect(rawOf(binary)).toEqual({ base64: 'U/8A' });
  });

  it('are cut above 64 KiB', () => {
    const whole = utf8('x'.repeat(65_536));
    expect(rawOf(whole)).toBe('x'.repeat(65_536));
    const large = utf8('x'.repeat(65_537));
    expect(rawOf(large)).toEqual({ head: 'x'.repeat(4096), bytes: 65_537, sha1: sha1Hex(large) });
    const binary = new Uint8Array(70_000).fill(0xff);
    expect(rawOf(binary)).toMatchObject({
      head: { base64: base64(binary.subarray(0, 4096)) },
      bytes: 70_000,
    });
  });

  it('are not cut within a character', () => {
    for (const shift of ['', 'a', 'ab', 'abc']) {
      const raw = rawOf(utf8(shift + '😀'.repeat(20_000)));
      expect(raw).toMatchObject({ head: expect.stringMatching(new RegExp(`^${shift}(😀)+$`, 'u')) });
    }
  });
});

describe('base64', () => {
  it('is what others write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });
});
