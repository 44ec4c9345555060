import { describe, expect, it } from 'vitest';
import { judgeConformance } from '../../../scenarios/lab/conformance/judge.ts';
import { ofType, push, run, story } from '../runs/lab.ts';
import { type Doctor, header, violated } from './doctor.ts';

// What a monitor has to see beyond the one breach that each has in the tables of breaches, and whom it must not accuse.

const udp = '{ default: { transport: udp, latency: 20ms } }';
const pulling = [
  '{ at: 1s, do: pull, by: bob, to: sip:push@push-sender-agent.example.com, files: [{ name: c.txt }] }',
];
const has = 'has: [{ name: c.txt, type: text/plain, size: 5000 }], success-report: yes';
const lasting = { sender: 'session-expires: 90, linger: 2min' };

describe('a receiver that asked for its file', () => {
  it.each([
    ['never-answers', 'PRA-UP-02'],
    ['never-reports', 'PRA-UP-01a'],
  ])('and %s is accused of it as one is that was called: %s', (misbehave, id) => {
    const { records } = run(story({ sender: has, bob: `misbehave: [${misbehave}]`, acts: pulling }));
    expect(violated(records)).toContain(id);
  });

  it('and hears nothing wrong violates nothing', () => {
    expect(violated(run(story({ sender: has, acts: pulling })).records)).toEqual([]);
  });
});

describe('a response', () => {
  const { records } = run(story());
  const other: readonly (readonly [string, Doctor])[] = [
    ['From', header('bob>core 200 INVITE', 'From', '<sip:other@example.com>;tag=')],
    ['To', header('bob>core 200 BYE', 'To', '<sip:other@example.com>;tag=')],
  ];

  it.each(other)('whose %s names somebody else is seen, though its tag be right', (name, doctor) => {
    const tagOf = (raw: string) => new RegExp(`^${name}: .*;tag=(\\S+)`, 'm').exec(raw)?.[1];
    const kept = doctor(records).map((record, at) => {
      const before = records[at];
      return record.type === 'message.sent' &&
        before?.type === 'message.sent' &&
        typeof record.raw === 'string'
        ? {
            ...record,
            raw: record.raw.replace(/;tag=\r\n/, `;tag=${tagOf(String(before.raw))}\r\n`),
          }
        : record;
    });
    expect(violated(kept)).toContain('RFC3261-8.2.6.2');
  });
});

it('a CANCEL that has a tag in To, as its INVITE had not, is not the INVITE’s own', () => {
  const { records } = run(story({ bob: 'think: 5s', acts: [push, '{ at: 2s, do: cancel, by: sender }'] }));
  expect(violated(records)).toEqual([]);
  expect(violated(header('sender>core CANCEL', 'To', '<sip:bob@example.com>;tag=abc')(records))).toContain(
    'RFC3261-9.1',
  );
});

it('an interval that a refresh makes longer than was asked for is seen as that of a first INVITE is', () => {
  const { records } = run(story(lasting));
  expect(violated(records)).toEqual([]);
  const longer = header('bob>core 200 UPDATE', 'Session-Expires', '500;refresher=uac');
  expect(violated(longer(records))).toContain('RFC4028-9');
});

it('a Byte-Range that cannot be read is none, of a message in one chunk too', () => {
  const { records } = run(
    story({ sender: 'misbehave: [broken-range]', acts: [push.replace('4092', '900')] }),
  );
  expect(violated(records)).toContain('RFC4975-7.1.1-range');
});

it('a BYE whose CSeq goes back is refused by 500, and its receiver accused of nothing', () => {
  const { records } = run(story({ sender: 'misbehave: [counts-down], session-expires: 90, linger: 2min' }));
  expect(ofType(run(story(lasting)), 'message.sent').some(({ summary }) => summary === 'UPDATE')).toBe(true);
  expect(violated(records).filter((id) => id.startsWith('PRA'))).toEqual([]);
});

it('a sender that waits for a report which never comes, and has no 200 to go by, has not heard that all came', () => {
  const { records } = run(
    story({
      sender: 'success-report: yes, failure-report: partial, session-expires: 0',
      bob: 'misbehave: [never-reports]',
    }),
  );
  expect(violated(records).filter((id) => id.startsWith('PSA'))).toEqual(['PSA-EST-06']);
});

describe('a run that is cut off', () => {
  it.each([
    ['at any event, by UDP', udp, []],
    ['at any event, where the 200 to the BYE is lost', udp, ['{ drop: 200 BYE }']],
    ['at any event, where all is slow', '{ default: { transport: udp, latency: 900ms } }', []],
  ])('%s, violates nothing', (_, links, faults) => {
    const parts = { links, ...(faults.length > 0 && { faults }) };
    const { records } = run(story(parts));
    const end = records.at(-1);
    const events = end?.type === 'end' ? end.events : 0;
    expect(events).toBeGreaterThan(20);
    const accused = Array.from({ length: Math.floor(events / 2) }, (__, at) => {
      const cut = run(story({ ...parts, more: `limits: { events: ${2 * at + 1} }` }));
      const verdicts = judgeConformance(cut.records.filter(({ type }) => type !== 'verdict'));
      return verdicts.flatMap(({ outcome, requirement }) => (outcome === 'violated' ? [requirement] : []));
    });
    expect(accused.flat()).toEqual([]);
  });
});

it('a contact whose turn comes when its binding is gone was chosen while it stood', () => {
  const carol =
    'carol: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push], answer: silent, ring: true }';
  const { records } = run(
    story({
      bob: 'q: 0.3',
      agents: [carol],
      acts: ['{ at: 0s, do: register, by: carol }', push, '{ at: 30s, do: unregister, by: bob }'],
    }),
  );
  const late = records.find(
    (record) => record.type === 'message.sent' && record.to === 'bob' && record.summary === 'INVITE',
  );
  expect(late?.at).toBeGreaterThan(180_000_000);
  expect(violated(records)).toEqual([]);
});
