import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { runScenario } from '../../../scenarios/lab/run.ts';
import type { Raw } from '../../../sim/trace/records.ts';
import { ofType } from '../../scenarios/runs/lab.ts';
import { octets, pair } from '../msrp/lab.ts';

// RFC 4975 §7.1.1: a message of any size. That 1 GiB fits 512 MiB is measured by `npm run bench -- gigabyte`; here, why it does.

const MIB = 1 << 20;

function keptBytes(raw: Raw): number {
  if (typeof raw === 'string') return raw.length;
  if ('base64' in raw) return raw.base64.length;
  return keptBytes(raw.head);
}

describe('a file of 64 MiB', () => {
  const name = 'agents/large-file.yaml';
  const text = readFileSync(new URL(`../../../scenarios/${name}`, import.meta.url), 'utf8');
  const { scenario } = loadScenario(text, name, ['timeline.1.files.0.size=64MiB']);
  if (scenario === undefined) throw new Error('the scenario does not load');
  const result = { scenario, ...runScenario(scenario, { readFile: () => undefined }) };

  it('arrives as its hash says', () => {
    expect(result.verdict.lines.filter(({ ok }) => !ok)).toEqual([]);
    const [file] = ofType(result, 'store').filter(({ what }) => what === 'file');
    expect(file?.value).toMatchObject({ bytes: 64 * MIB, sha1: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(file?.value).not.toHaveProperty('mismatch');
  });

  it('leaves a trace without its bodies: of each slice the beginning, its length and its SHA-1', () => {
    const messages = [...ofType(result, 'message.sent'), ...ofType(result, 'message.received')];
    const kept = messages.map(({ raw }) => keptBytes(raw));
    expect(Math.max(...kept)).toBeLessThanOrEqual(8 * 1024);
    const slices = messages.filter(({ summary }) => /^SEND(?:-body)? /.test(summary));
    expect(slices.length).toBe(2 * (64 * 4 + 1));
    // What was sent and what arrived share the text that is kept of them.
    expect(new Set(slices.map(({ raw }) => raw)).size).toBe(slices.length / 2);
  });
});

describe('a long message between two endpoints', () => {
  it('is read in slices, each when the one before it has left, and given out as it comes', () => {
    const size = 8 * MIB;
    const block = octets(64 * 1024);
    const reads: number[] = [];
    let given = 0;
    let ahead = 0;
    let read = 0;
    const { alice, bob, run } = pair({
      bob: {
        content: 'stream',
        event: (event) => {
          if (event.type === 'content') given += event.bytes.length;
        },
      },
    });
    alice.session.send({
      content: {
        sizeBytes: size,
        read(offset, length) {
          reads.push(length);
          read = Math.max(read, offset + length);
          ahead = Math.max(ahead, read - given);
          return Uint8Array.from({ length }, (_, i) => block[(offset + i) % block.length] ?? 0);
        },
      },
      contentType: 'application/octet-stream',
      chunking: 'whole',
      sliceBytes: 256 * 1024,
    });
    run();
    expect(given).toBe(size);
    expect(Math.max(...reads)).toBe(256 * 1024);
    // The TCP window (1 MiB) and a slice on either side of it are all that lies between.
    expect(ahead).toBeLessThanOrEqual(2 * MIB);
    expect(bob.events.filter(({ type }) => type === 'received')).toHaveLength(1);
  });
});
