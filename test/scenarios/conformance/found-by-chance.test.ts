import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ofType, push, type Run, run, sent, story } from '../runs/lab.ts';
import { header, text, violated } from './doctor.ts';

// What stories made by chance have shown of the monitors. First, what arrives and of which nothing follows.

const notes = (result: Run) => ofType(result, 'note').map(({ text }) => text);

const reliable = 'reliable: supported';
const ringing = `ring: true, ${reliable}`;

it('a response that is discarded for its octets is as good as lost', () => {
  const results = Array.from({ length: 20 }, (_, seed) =>
    run(
      story({
        sender: reliable,
        bob: `${ringing}, early-answer: true, think: 100ms`,
        faults: ['{ corrupt: 200 INVITE, from: core, to: sender, nth: 1 }'],
        more: `seed: ${seed}`,
      }),
    ),
  );
  const discarded = results.filter((result) => notes(result).some((text) => /^discarded a resp/.test(text)));
  expect(discarded.length).toBeGreaterThan(0);
  expect(discarded.flatMap(({ records }) => violated(records))).toEqual([]);
});

it('of several refusals one that a callee gave is not the proxy’s own', () => {
  const result = run(
    story({
      core: '{ kind: sip, domain: example.com, misbehave: [lowers-too-far] }',
      agents: [
        'carol: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push], reliable: required }',
      ],
      acts: ['{ at: 0s, do: register, by: carol }', push],
    }),
  );
  expect(sent(result, '421 INVITE', 'carol>core').length).toBeGreaterThan(0);
  expect(sent(result, '422 INVITE', 'core>sender').length).toBeGreaterThan(0);
  expect(violated(result.records)).toEqual(['RFC4028-8.1']);
});

it('a BYE that came broken is passed on and answered as it is, tag and all', () => {
  const results = Array.from({ length: 40 }, (_, seed) =>
    run(story({ faults: ['{ corrupt: BYE, from: sender, to: core, nth: 1 }'], more: `seed: ${seed}` })),
  );
  expect(results.flatMap((result) => sent(result, '400 BYE', 'core>sender')).length).toBeGreaterThan(0);
  expect(results.flatMap(({ records }) => violated(records))).toEqual([]);
});

it.each([
  'INVITE, from: sender, to: core',
  'INVITE, from: core, to: bob',
  '200 INVITE, from: bob, to: core',
  '200 INVITE, from: core, to: sender',
  'ACK, from: sender, to: core',
  'ACK, from: core, to: bob',
  'BYE, from: core, to: bob',
  '200 BYE, from: bob, to: core',
  '200 BYE, from: core, to: sender',
  'REGISTER, from: bob, to: core',
])('nobody is accused of what a fault altered: %s', (message) => {
  const results = Array.from({ length: 12 }, (_, seed) =>
    run(story({ faults: [`{ corrupt: ${message}, nth: 1 }`], more: `seed: ${seed}` })),
  );
  expect(results.flatMap(({ records }) => violated(records))).toEqual([]);
});

it.each([
  ['a branch that nobody knows again', 'INVITE, from: sender, to: core', 124, 'ring: true, think: 1s'],
  ['two INVITEs of one', 'INVITE, from: core, to: bob', 60, 'ring: true, think: 1s'],
  ['a route that leads nowhere', 'INVITE, from: core, to: bob', 85, ''],
  ['another Call-ID at who is called', 'INVITE, from: core, to: bob', 135, ''],
  ['another Call-ID on the way back', '200 INVITE, from: bob, to: core', 31, ''],
  ['a path that is nobody’s', '200 INVITE, from: bob, to: core', 73, ''],
  ['a route for each ACK that leads nowhere', '200 INVITE, from: core, to: sender', 83, ''],
  ['a contact that is nobody’s', '200 INVITE, from: bob, to: core', 138, ''],
  ['an answer that is no longer for its host', '200 BYE, from: bob, to: core', 36, ''],
])('nor is anybody of what comes of it in the end: %s', (_, message, seed, bob) => {
  const result = run(story({ bob, faults: [`{ corrupt: ${message}, nth: 1 }`], more: `seed: ${seed}` }));
  expect(violated(result.records)).toEqual([]);
});

it('what one says by oneself is one’s own, also in a call of which a message was altered', () => {
  const sender = 'misbehave: [no-disposition, no-allow]';
  const faults = ['{ corrupt: INVITE, from: core, to: bob, nth: 1 }'];
  const results = Array.from({ length: 12 }, (__, seed) =>
    run(story({ sender, faults, more: `seed: ${seed}` })),
  );
  const accused = results.map(({ records }) => violated(records));
  expect(accused.filter((ids) => !ids.includes('PSA-EST-04'))).toEqual([]);
  expect(accused.filter((ids) => ids.includes('PSA-UP-01a')).length).toBeGreaterThan(0);
  expect(new Set(accused.flat())).toEqual(new Set(['PSA-EST-04', 'PSA-UP-01a']));
});

it('a response that its own sender gives another Call-ID is accused of that', () => {
  const { records } = run(story());
  expect(violated(header('bob>core 200 BYE', 'Call-ID', 'other')(records))).toContain('RFC3261-8.2.6.2');
});

it('who breaks a rule by himself is accused of it, whatever else is altered', () => {
  const result = run(
    story({
      sender: 'misbehave: [bye-of-no-dialog]',
      faults: ['{ corrupt: 200 REGISTER, from: core, to: bob, nth: 1 }'],
    }),
  );
  expect(violated(result.records)).toContain('PSA-REL-01');
});

it('a 200 to a BYE that Timer F has given up is not forwarded', () => {
  const result = run(story({ faults: ['{ delay: 200 BYE, from: bob, to: core, by: 40s }'] }));
  expect(notes(result)).toContain('discarded a response that matches no transaction: 200');
  expect(sent(result, '200 BYE', 'core>sender')).toEqual([]);
  expect(violated(result.records)).toEqual([]);
});

it('a reliable 180 that comes after Timer B is not acknowledged', () => {
  const result = run(
    story({
      sender: reliable,
      bob: `${ringing}, answer: manual`,
      faults: ['{ hold: core>sender, from: 0.5s, until: 36s }'],
    }),
  );
  expect(notes(result)).toContain('discarded a response that matches no transaction: 180');
  expect(sent(result, 'PRACK')).toEqual([]);
  expect(violated(result.records)).toEqual([]);
});

it('a receiver that crashed after its 200 has no session to release', () => {
  const result = run(
    story({
      faults: [
        '{ hold: bob>core, from: 1.02s, until: 10s }',
        '{ crash: bob, at: 2s }',
        '{ restart: bob, at: 3s }',
      ],
    }),
  );
  expect(sent(result, '481 BYE', 'bob>core')).not.toEqual([]);
  expect(violated(result.records)).toEqual([]);
});

it.each([
  ['PRACKs', 'sender', `${ringing}, think: 1s`, 'PRACK'],
  ['a report for each chunk', 'bob', 'reports: incremental', 'REPORT'],
])('%s do not make a flow another than the figure’s', (_, from, bob, called) => {
  const result = run(story({ sender: `${reliable}, success-report: yes`, bob }));
  const chunks = ofType(result, 'message.sent').filter(({ summary }) => /^SEND \d/.test(summary));
  expect(chunks).not.toHaveLength(1);
  expect(
    ofType(result, 'message.sent').filter(({ summary, node }) => summary === called && node === from),
  ).not.toEqual([]);
  expect(violated(result.records)).toEqual([]);
});

it('a CANCEL that is forwarded behind the host’s own is answered by the response to the first, which goes no further', () => {
  const result = run(readFileSync(new URL('late-cancel.json', import.meta.url), 'utf8'));
  const answers = sent(result, '200 CANCEL').filter(({ node }) => node === 'home');
  expect(answers).not.toEqual([]);
  expect(answers.filter(({ raw }) => !/^Via: /m.test(String(raw)))).toEqual([]);
  expect(violated(result.records)).toEqual([]);
});

it.each([
  ['never-sends', 0, 'PSA-OK-04'],
  ['no-disposition', 1, 'PSA-UP-01a'],
])('a misbehaviour holds for a message that leaves in slices as for any other: %s', (name, sends, clause) => {
  const { records } = run(
    story({
      sender: `misbehave: [${name}], chunking: whole`,
      acts: [
        '{ at: 1s, do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: 60000 }] }',
      ],
    }),
  );
  const said = records.filter((record) => record.type === 'message.sent' && /^SEND/.test(record.summary));
  expect(said).toHaveLength(sends);
  expect(violated(records)).toContain(clause);
});

it('a receiver that is sent another message under a Message-ID that it knows is not accused of its report', () => {
  const { records } = run(
    story({
      sender: 'misbehave: [one-message-id], success-report: yes',
      acts: [4092, 1, 4092].map(
        (size, n) =>
          `{ at: ${n}s, do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: ${size} }] }`,
      ),
    }),
  );
  expect(violated(records)).toContain('RFC4975-7.1.1-id');
  expect(violated(records).filter((id) => id.startsWith('PRA') || id === 'RFC4975-7.1.3')).toEqual([]);
});

it('an offer that stood in a reliable 180 is not missed in the 200', () => {
  const { records } = run(story({ sender: reliable, bob: `${ringing}, early-answer: true, think: 100ms` }));
  const withoutOffer = text('INVITE', (raw) => raw.replace(/\r\n\r\n[\s\S]*/, '\r\n\r\n'));
  expect(violated(withoutOffer(records))).not.toContain('RFC3261-13.2.1');
});

it('a later chunk that leaves in slices goes by the second connection too', () => {
  const push =
    '{ at: 1s, do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: 60000 }] }';
  const result = run(story({ sender: 'chunking: figure, misbehave: [two-connections]', acts: [push] }));
  expect(sent(result, '506 SEND', 'bob>sender')).toHaveLength(1);
});

it('who never took the 200, for it came past the core, has no session to refresh', () => {
  const result = run(
    story({
      bob: 'session-expires: 90, misbehave: [answer-past-the-core]',
      timers: '{ t1: 750ms }',
    }),
  );
  expect(notes(result)).toContain('discarded a response whose topmost Via is not this host');
  expect(violated(result.records)).toEqual(['PRA-INV-07']);
});

it('a file of which nobody tells its sender is not closed with the others before he can know that it came', () => {
  const two = ['a.jpg', 'b.jpg'].map((name) => `{ name: ${name}, type: image/jpeg, size: 1 }`).join();
  const results = Array.from({ length: 20 }, (_, seed) =>
    run(
      story({
        links: '{ default: { latency: { uniform: [6ms, 60ms] } } }',
        sender: 'failure-report: partial',
        acts: [`{ at: 1s, do: push, by: sender, to: "sip:bob@example.com", files: [${two}] }`],
        more: `seed: ${seed}`,
      }),
    ),
  );
  expect(results.flatMap((result) => sent(result, 'INVITE', 'sender>core').slice(1))).not.toEqual([]);
  expect(results.flatMap(({ records }) => violated(records))).toEqual([]);
});
