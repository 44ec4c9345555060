import { describe, expect, it } from 'vitest';
import { judge } from '../../../scenarios/lab/expect.ts';
import type { EndReason, Entry, Json, TraceRecord } from '../../../sim/trace/records.ts';
import { createTrace } from '../../../sim/trace/trace.ts';
import { PAIR, scenarioOf } from './scenarios.ts';

/** One record a millisecond, from the first on. */
function trace(...entries: readonly Entry[]): TraceRecord[] {
  const records: TraceRecord[] = [];
  const clock = { nowUs: 0 };
  const { record } = createTrace(clock, [(made) => records.push(made)]);
  for (const entry of entries) {
    record(entry);
    clock.nowUs += 1_000;
  }
  return records;
}

function message(
  type: 'message.sent' | 'message.received',
  id: number,
  hop: string,
  summary: string,
  transmission = 0,
): Entry {
  const [from = '', to = ''] = hop.split('>');
  const node = type === 'message.sent' ? from : to;
  const key = `${hop}/${summary}/${transmission}`;
  return {
    type,
    id,
    key,
    transaction: 't',
    transmission,
    node,
    from,
    to,
    transport: 'udp',
    protocol: 'sip',
    summary,
    raw: '',
  };
}

const sent = (id: number, hop: string, summary: string, transmission = 0) =>
  message('message.sent', id, hop, summary, transmission);
const arrived = (id: number, hop: string, summary: string) => message('message.received', id, hop, summary);

function fate(type: 'message.dropped' | 'message.duplicated', id: number, link: string): Entry {
  return { type, id, key: '', link, reason: 'fault 1' };
}

const store = (node: string, what: string, value: Json): Entry => ({
  type: 'store',
  node,
  what,
  value,
});

/** INVITE there and 200 back, the first 200 lost, its retransmission duplicated. */
const LOST = trace(
  sent(1, 'sender>core', 'INVITE'),
  arrived(1, 'sender>core', 'INVITE'),
  sent(2, 'core>sender', '100 INVITE'),
  sent(3, 'core>bob', 'INVITE'),
  arrived(2, 'core>sender', '100 INVITE'),
  arrived(3, 'core>bob', 'INVITE'),
  sent(4, 'bob>core', '200 INVITE'),
  fate('message.dropped', 4, 'bob>core'),
  sent(5, 'bob>core', '200 INVITE', 1),
  fate('message.duplicated', 5, 'bob>core'),
  arrived(5, 'bob>core', '200 INVITE'),
  arrived(5, 'bob>core', '200 INVITE'),
  sent(6, 'sender>bob', 'SEND 1-2048/4364'),
);

/** The verdict's lines, each with `+` or `-`. */
function lines(expectations: string, records: readonly TraceRecord[], reason: EndReason = 'idle'): string[] {
  const judged = judge(scenarioOf(`${PAIR}expect:\n  ${expectations}\n`), records, reason);
  expect(judged.ok).toBe(judged.lines.every(({ ok }) => ok));
  return judged.lines.map(({ ok, text }) => `${ok ? '+' : '-'} ${text}`);
}

const ladder = (...steps: string[]) => `ladder: ${JSON.stringify(steps)}`;
const exactly = (...steps: string[]) => `ladder: { exactly: true, steps: ${JSON.stringify(steps)} }`;

describe('a ladder', () => {
  it('holds in its order, others between', () => {
    const steps = ladder(
      'sender -> core: INVITE',
      'bob -> core: 200 INVITE (lost)',
      'bob -> core: 200 INVITE',
      'sender -> bob: SEND',
    );
    expect(lines(steps, LOST)).toEqual(['+ ladder: 4 messages in order']);
  });

  it('says which records show it', () => {
    const scenario = scenarioOf(`${PAIR}expect:\n  ${ladder('bob -> core: 200 INVITE (lost)')}\n`);
    expect(judge(scenario, LOST, 'idle').lines).toEqual([
      {
        ok: true,
        judged: true,
        text: 'ladder: 1 message in order',
        because: [6, 7],
        place: { line: 7, column: 11 },
      },
    ]);
  });

  it.each([
    ['core -> bob: BYE', '- ladder, step 1: no core -> bob: BYE: it was never sent'],
    [
      'core -> bob: INVITE (lost)',
      '- ladder, step 1: no core -> bob: INVITE (lost): it was sent at 0.003 s, and not lost',
    ],
    [
      'bob -> core: 200 INVITE (retransmission 2)',
      '- ladder, step 1: no bob -> core: 200 INVITE (retransmission 2): it was never sent',
    ],
    ['bob -> core: 200 INVITE (retransmission 1)', '+ ladder: 1 message in order'],
    ['bob -> core: 2xx INVITE (duplicate)', '+ ladder: 1 message in order'],
    ['sender -> bob: SEND 1-2048/4364', '+ ladder: 1 message in order'],
    [
      'sender -> bob: SEND 2049-4364/4364',
      '- ladder, step 1: no sender -> bob: SEND 2049-4364/4364: it was never sent',
    ],
  ])('judges %s', (step, line) => expect(lines(ladder(step), LOST)).toEqual([line]));

  it('says what was in the wrong order', () => {
    expect(lines(ladder('core -> bob: INVITE', 'core -> sender: 100 INVITE'), LOST)).toEqual([
      '- ladder, step 2: no core -> sender: 100 INVITE after the step before it, at 0.003 s: it was sent before that, at 0.002 s',
    ]);
  });

  it('takes a message once', () => {
    expect(lines(ladder('sender -> core: INVITE', 'sender -> core: INVITE'), LOST)[0]).toMatch(
      /^- ladder, step 2/,
    );
  });

  it('forbids others where it is exact', () => {
    const all = [
      'sender -> core: INVITE',
      'core -> sender: 100 INVITE',
      'core -> bob: INVITE',
      'bob -> core: 200 INVITE (lost)',
      'bob -> core: 200 INVITE',
      'bob -> core: 200 INVITE (duplicate)',
      'sender -> bob: SEND',
    ];
    expect(lines(exactly(...all), LOST)).toEqual(['+ ladder: exactly 7 messages']);
    expect(lines(exactly(...all.slice(0, 6)), LOST)).toEqual([
      '- ladder: after its last step there was sender -> bob: SEND 1-2048/4364 at 0.012 s',
    ]);
    expect(lines(exactly(...all.toSpliced(1, 1)), LOST)).toEqual([
      '- ladder, step 2: expected core -> bob: INVITE, but there was core -> sender: 100 INVITE at 0.002 s',
    ]);
    expect(lines(exactly(...all, 'sender -> bob: SEND'), LOST)).toEqual([
      '- ladder, step 8: expected sender -> bob: SEND, but nothing more was sent',
    ]);
  });

  it('means each member of a group by the group’s name', () => {
    const scenario = scenarioOf(
      `${PAIR}expect:\n  ${ladder('bob -> core: REGISTER', 'bob-3 -> core: REGISTER')}\n`,
      'agents.bob.count=3',
    );
    const records = trace(
      sent(1, 'bob-1>core', 'REGISTER'),
      sent(2, 'bob-3>core', 'REGISTER'),
      sent(3, 'bob-4>core', 'REGISTER'),
    );
    expect(judge(scenario, records, 'idle').ok).toBe(true);
    expect(judge(scenario, records.slice(2), 'idle').ok).toBe(false);
  });
});

describe('counts', () => {
  it.each([
    ['INVITE: 2', '+ INVITE was sent 2 times'],
    ['"core -> bob: INVITE": 1', '+ core -> bob: INVITE was sent once'],
    ['200 INVITE: 1', '- 200 INVITE was sent 2 times, not once'],
    ['BYE: 0', '+ BYE was never sent'],
  ])('%s', (count, line) => expect(lines(`counts: { ${count} }`, LOST)).toEqual([line]));
});

describe('timers', () => {
  const timer = (type: 'timer.set' | 'timer.fired' | 'timer.cleared', node: string): Entry => ({
    type,
    node,
    owner: 'inviteClient 1',
    name: 'timerB',
    due: 32_000_000,
  });
  const records = trace(
    timer('timer.set', 'sender'),
    timer('timer.fired', 'sender'),
    timer('timer.set', 'core'),
  );

  it.each([
    ['fired: timerB, on: sender', '+ timerB fired once on sender'],
    ['fired: B, at: 1ms', '+ B fired once at 0.001 s'],
    ['set: Timer B, times: 2', '+ Timer B was set 2 times'],
    ['cleared: timerB', '- timerB was never cleared, not at least once'],
    ['fired: timerB, on: core', '- timerB never fired on core, not at least once'],
    ['fired: timerB, times: 0', '- timerB fired once, not never'],
  ])('%s', (timerText, line) => expect(lines(`timers: [{ ${timerText} }]`, records)).toEqual([line]));
});

describe('states', () => {
  const state = (node: string, to: string, id = '1'): Entry => ({
    type: 'state',
    node,
    machine: 'inviteClient',
    id,
    from: '',
    to,
    on: '',
  });
  const records = trace(
    state('sender', 'calling.waiting'),
    state('core', 'calling'),
    state('sender', 'terminated'),
  );

  it.each([
    ['is: terminated', '+ inviteClient is in terminated at the end'],
    ['on: core, is: terminated', '- inviteClient on core is in calling at the end, not in terminated'],
    ['on: sender, reached: calling', '+ inviteClient on sender reached calling'],
    ['reached: accepted', '- inviteClient never reached accepted'],
    ['on: bob, is: calling', '- inviteClient on bob is in nowhere at the end, not in calling'],
  ])('%s', (text, line) =>
    expect(lines(`states: [{ machine: inviteClient, ${text} }]`, records)).toEqual([line]),
  );
});

describe('what agents store', () => {
  const records = trace(
    store('bob', 'file', { name: 'a.jpg', bytes: 4092 }),
    store('sender', 'push', { push: 'sender.1', outcome: 'delivered' }),
    store('sender', 'push', { push: 'sender.2', outcome: 'failed' }),
    store('bob', 'pull', {
      pull: 'bob.1',
      outcome: 'declined',
      files: [
        { name: 'a.jpg', outcome: 'delivered' },
        { name: 'b.txt', outcome: 'declined' },
      ],
    }),
  );

  const files = '[{ name: a.jpg, type: image/jpeg, size: 1 }, { name: b.txt, type: text/plain, size: 1 }]';
  const acts = [
    `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: ${files} }`,
    `{ at: 1s, do: pull, by: bob, to: sip:push@psa.example.com, files: ${files} }`,
  ];
  it.each([
    ['stores: [{ on: bob, what: file }]', '+ bob stored file'],
    ['stores: [{ on: bob, what: file, value: { name: a.jpg } }]', '+ bob stored file: name a.jpg'],
    [
      'stores: [{ on: bob, what: file, value: { name: b.jpg } }]',
      '- bob never stored file: name b.jpg, but name a.jpg, bytes 4092',
    ],
    ['stores: [{ on: sender, what: file }]', '- sender never stored file'],
    ['outcome: { sender: [delivered, failed] }', '+ pushes of sender: delivered, failed'],
    ['outcome: { sender: delivered }', '- pushes of sender: delivered, failed, not delivered'],
    ['outcome: { bob: { b.txt: declined } }', '+ b.txt of bob: declined'],
    ['outcome: { bob: { a.jpg: declined } }', '- a.jpg of bob: delivered, not declined'],
    [
      'outcome: { sender: { a.jpg: delivered } }',
      '- no push of sender with a.jpg among several files ended, not delivered',
    ],
  ])('%s', (text, line) => expect(lines(`${text}\ntimeline: [${acts.join(', ')}]`, records)).toEqual([line]));

  it('is no outcome while no push has ended', () => {
    expect(lines('outcome: { sender: delivered }', [])).toEqual(['- no push of sender ended, not delivered']);
  });
});

describe('requirements', () => {
  const verdict = (requirement: string, outcome: 'held' | 'violated' | 'not exercised'): Entry => ({
    type: 'verdict',
    requirement,
    outcome,
    because: [3],
  });
  const records = trace(
    verdict('PSA-EST-01', 'held'),
    verdict('UP-01', 'violated'),
    verdict('UP-01', 'held'),
  );

  it.each([
    ['{ held: [PSA-EST-01], violated: [UP-01] }', ['+ PSA-EST-01: held', '+ UP-01: violated']],
    ['{ held: [PSA-EST-01] }', ['+ PSA-EST-01: held', '- UP-01: violated, which is not expected']],
    [
      '{ held: [UP-01], violated: [PSA-EST-01] }',
      ['- UP-01: violated, not held', '- PSA-EST-01: held, not violated'],
    ],
    ['{ held: [CORE-01], violated: [UP-01] }', ['- CORE-01: not exercised, not held', '+ UP-01: violated']],
  ])('%s', (text, expected) => expect(lines(`requirements: ${text}`, records)).toEqual(expected));

  it('are said to be unjudged where nobody judged', () => {
    const scenario = scenarioOf(`${PAIR}expect: { requirements: { held: [UP-01] } }\n`);
    expect(judge(scenario, [], 'idle').lines).toMatchObject([
      { ok: true, judged: false, text: 'UP-01: this run was not judged' },
    ]);
  });
});

describe('the end', () => {
  it.each([
    ['ends: idle', 'idle', ['+ the run ended: idle']],
    ['ends: until', 'idle', ['- the run ended: idle, not until']],
    ['counts: {}', 'limit of events', ['- the run was cut off: limit of events']],
    ['ends: limit of virtual time', 'limit of virtual time', ['+ the run ended: limit of virtual time']],
  ] as const)('%s, and it was %s', (text, reason, expected) =>
    expect(lines(text, [], reason)).toEqual(expected),
  );

  it('is in the trace’s last record, where nobody says it', () => {
    const records = trace({ type: 'end', reason: 'limit of events', events: 7, fingerprint: '' });
    expect(judge(scenarioOf(PAIR), records).ok).toBe(false);
    expect(judge(scenarioOf(PAIR), []).ok).toBe(true);
  });
});
