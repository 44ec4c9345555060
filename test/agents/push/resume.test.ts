import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberedLines, ranged, sha1Of } from '../../../agents/content.ts';
import { formatCpimHead } from '../../../agents/cpim.ts';
import { type FilePart, ReceivedContent } from '../../../agents/received-content.ts';
import { ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 5547 §6 file-range, §8.1 "suspended and resumed", §8.3.1 and §8.7 in whole runs: files in parts, and files gone on with.

const slow = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';
const file = (more = '') => `{ name: a.txt, type: text/plain, size: 400000, content: text, ${more} }`;
const pushing = (at: string, what: string, more = '') =>
  `{ at: ${at}, do: push, by: sender, to: sip:bob@example.com, files: [${what}], ${more} }`;

const stored = (result: Run, what: string) =>
  ofType(result, 'store').flatMap((record) => (record.what === what ? [record.value as object] : []));

/** Of each initial offer: the file-range and the file-transfer-id. */
const offers = (result: Run, hop = 'sender>core') =>
  sent(result, 'INVITE', hop)
    .map(({ raw }) => String(raw))
    .filter((text) => !/^To: .*;tag=/m.test(text))
    .map((text) => ({
      range: /^a=file-range:(.*)\r$/m.exec(text)?.[1],
      id: /^a=file-transfer-id:(.*)\r$/m.exec(text)?.[1],
    }));

const whole = sha1Of(numberedLines(400_000));

describe('a push that broke off is resumed', () => {
  it.each([
    ['by the connection’s reset', [], ['{ reset: sender<>bob, at: 2.5s }'], 'failed'],
    ['by the sender’s abort', ['{ at: 2.5s, do: abort, by: sender }'], [], 'aborted'],
    ['by the receiver’s abort', ['{ at: 2.5s, do: abort, by: bob }'], [], 'aborted'],
    ['by a connection that stalls', [], ['{ stall: sender<>bob, from: 2.5s, until: 3min }'], 'failed'],
  ] as const)(
    '%s: a new id, a range from the first octet that was not confirmed; the hash of the whole fits',
    (_, acts, faults, outcome) => {
      const result = run(
        story({
          links: slow,
          acts: [pushing('1s', file()), ...acts, '{ at: 5min, do: resume, by: sender }'],
          ...(faults.length > 0 && { faults }),
        }),
      );
      expect(outcomes(result)).toEqual([outcome, 'delivered']);
      const [first, second] = offers(result);
      expect([first?.range, second?.range]).toEqual([undefined, expect.stringMatching(/^\d+-\*$/)]);
      expect(second?.id).not.toBe(first?.id);
      const start = Number.parseInt(second?.range ?? '', 10);
      expect(start).toBeGreaterThan(10_000);
      const [part] = stored(result, 'part') as { bytes: number }[];
      expect(part?.bytes).toBeGreaterThanOrEqual(start - 1);
      expect(stored(result, 'file')).toMatchObject([
        { name: 'a.txt', bytes: 400_000, sha1: whole, range: second?.range },
      ]);
      expect(stored(result, 'file')[0]).not.toHaveProperty('mismatch');
      // Only the rest of it goes, in a message that counts its octets from 1 (RFC 5547 §6).
      const [send] = sent(result, 'SEND', 'sender>bob').slice(-1);
      const total = Number(/\/(\d+)$/.exec(send?.summary ?? '')?.[1]);
      expect(total).toBeGreaterThan(400_000 - start);
      expect(total).toBeLessThan(400_000 - start + 1_000);
    },
  );

  it('more than once, and by its name', () => {
    const result = run(
      story({
        links: slow,
        acts: [
          pushing('1s', file(), 'name: first'),
          '{ at: 2s, do: abort, by: sender, push: first }',
          '{ at: 10s, do: resume, by: sender, push: first }',
          '{ at: 11s, do: abort, by: sender }',
          '{ at: 20s, do: resume, by: sender }',
        ],
      }),
    );
    expect(outcomes(result)).toEqual(['aborted', 'aborted', 'delivered']);
    const starts = offers(result).map(({ range }) => Number.parseInt(range ?? '1', 10));
    expect(starts.toSorted((a, b) => a - b)).toEqual(starts);
    expect(new Set(starts).size).toBe(3);
    expect(stored(result, 'file')).toMatchObject([{ sha1: whole }]);
  });

  it('of which nothing was confirmed begins anew; one that was delivered is not pushed again', () => {
    const anew = run(
      story({
        links: slow,
        acts: [
          pushing('1s', file(), 'failure-report: no'),
          '{ at: 2s, do: abort, by: sender }',
          '{ at: 10s, do: resume, by: sender }',
          '{ at: 30s, do: resume, by: sender }',
        ],
      }),
    );
    expect(offers(anew).map(({ range }) => range)).toEqual([undefined, undefined]);
    expect(outcomes(anew)).toEqual(['aborted', 'delivered']);
  });

  it('to a receiver that has forgotten its part: it declines what it could not join', () => {
    const result = run(
      story({
        links: slow,
        acts: [
          pushing('1s', file()),
          '{ at: 2s, do: abort, by: sender }',
          '{ at: 9s, do: restart, by: bob }',
          '{ at: 9.5s, do: register, by: bob }',
          '{ at: 10s, do: resume, by: sender }',
        ],
      }),
    );
    expect(outcomes(result)).toEqual(['aborted', 'declined']);
    expect(stored(result, 'part missing')).toMatchObject([{ name: 'a.txt', bytes: 0 }]);
  });
});

describe('a push of a range to a receiver whose answer has none', () => {
  const judged = (result: Run, outcome: string) =>
    ofType(result, 'verdict').flatMap((one) => (one.outcome === outcome ? [one.requirement] : []));

  it.each([
    [
      'the rest of a file that broke off',
      pushing('1s', file()),
      ['{ at: 2s, do: abort, by: sender }', '{ at: 10s, do: resume, by: sender }'],
    ],
    ['octets that someone asked for', pushing('1s', file('range: 1001-2000')), []],
    [
      'octets where the receiver opens the connection',
      pushing('1s', file('range: 1-2000')),
      [],
      'setup: active',
    ],
  ])('%s: "the whole file is transferred" (RFC 5547 §8.7)', (_, first, acts, sender = '') => {
    const result = run(
      story({ links: slow, sender, bob: 'misbehave: [knows-no-ranges]', acts: [first, ...acts] }),
    );
    expect(offers(result).at(-1)?.range).toBeDefined();
    expect(outcomes(result).at(-1)).toBe('delivered');
    const [taken] = stored(result, 'file');
    expect(taken).toMatchObject({ name: 'a.txt', bytes: 400_000, sha1: whole });
    expect(taken).not.toHaveProperty('mismatch');
    expect(judged(result, 'violated')).toEqual(['PRA-INV-06', 'RFC5547-8.3']);
    expect(judged(result, 'held')).toContain('RFC5547-6');
  });
});

describe('a pull that broke off is resumed', () => {
  const has = `has: [${file()}]`;
  const pull =
    '{ at: 1s, do: pull, by: bob, to: sip:push@push-sender-agent.example.com, files: [{ name: a.txt }], name: it }';

  it.each([
    ['by the connection’s reset', [], ['{ reset: sender<>bob, at: 2.5s }'], 'failed'],
    ['by the receiver’s abort', ['{ at: 2.5s, do: abort, by: bob }'], [], 'aborted'],
  ] as const)('%s: from the octet on that is missing', (_, acts, faults, outcome) => {
    const result = run(
      story({
        links: slow,
        sender: has,
        acts: [pull, ...acts, '{ at: 1min, do: resume, by: bob, push: it }'],
        ...(faults.length > 0 && { faults }),
      }),
    );
    const [first, second] = offers(result, 'bob>core');
    const [part] = stored(result, 'part') as { bytes: number }[];
    expect(second?.range).toBe(`${(part?.bytes ?? 0) + 1}-*`);
    expect(second?.id).not.toBe(first?.id);
    expect(stored(result, 'pull').map((value) => (value as { outcome: string }).outcome)).toEqual([
      outcome,
      'delivered',
    ]);
    expect(stored(result, 'file')).toMatchObject([{ bytes: 400_000, sha1: whole }]);
  });
});

describe('a file in parts', () => {
  it('is put together from pushes of its ranges; the hash is that of the whole', () => {
    const result = run(
      story({
        acts: [
          pushing('1s', file('range: 1-150000')),
          pushing('20s', file('range: 150001-300000')),
          pushing('40s', file('range: 300001-*')),
        ],
      }),
    );
    expect(outcomes(result)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(stored(result, 'part')).toEqual([
      { name: 'a.txt', bytes: 150_000 },
      { name: 'a.txt', bytes: 300_000 },
    ]);
    expect(stored(result, 'file').at(-1)).toMatchObject({ bytes: 400_000, sha1: whole });
    expect(
      /^a=file-range:.*/m.exec(String(sent(result, '200 INVITE', 'bob>core')[0]?.raw))?.[0]?.trim(),
    ).toBe('a=file-range:1-150000');
  });

  it('of which one before is missing is declined', () => {
    const acts = [pushing('1s', file('range: 1-1000')), pushing('20s', file('range: 2000-*'))];
    expect(outcomes(run(story({ acts })))).toEqual(['delivered', 'declined']);
  });

  it('however it was cut and wherever parts overlap, has the digest of the whole', () => {
    const size = 5_000;
    const content = numberedLines(size);
    const head = formatCpimHead({
      headers: [],
      mime: [{ name: 'Content-Type', value: 'text/plain' }],
    });
    const cut = fc.record({
      stop: fc.integer({ min: 1, max: size }),
      back: fc.nat(300),
      step: fc.integer({ min: 1, max: 700 }),
    });
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 6 }), (cuts) => {
        let part: FilePart | undefined;
        const stops = [...cuts, { stop: size, back: 7, step: 64 }];
        for (const { stop, back, step } of stops) {
          const had = part?.bytes ?? 0;
          const start = Math.max(1, had + 1 - back);
          if (stop < start) continue;
          const piece = ranged(content, start, stop);
          const received = new ReceivedContent(start === 1 ? undefined : part, start);
          const before = part;
          received.push(head);
          for (let at = 0; at < piece.sizeBytes; at += step)
            received.push(piece.read(at, Math.min(step, piece.sizeBytes - at)));
          received.end();
          part = received.part;
          expect(received.sizeBytes).toBe(start === 1 ? stop : Math.max(stop, before?.bytes ?? 0));
          expect(received.sha1).toBe(sha1Of(ranged(content, 1, received.sizeBytes)));
        }
        expect(part?.bytes).toBe(size);
      }),
    );
  });
});
