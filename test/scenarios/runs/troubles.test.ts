import { describe, expect, it } from 'vitest';
import { breaches } from './invariants.ts';
import { fired, ofType, outcomes, push, type Run, run, type Story, sent, story } from './lab.ts';

const tcp = '{ default: { transport: tcp, latency: 20ms } }';
/** 1 Mbit/s, so that 200 KiB take well over a second. */
const slow = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';
const slowTcp = '{ default: { transport: tcp, latency: 20ms, rate: 1Mbit/s } }';
const big = push.replace('size: 4092', 'size: 200KiB');
/** What makes the INVITE larger than UDP may carry (§18.1.1). */
const wordy = `description: ${'x'.repeat(900)}`;

/** What the sender’s pushes and bob’s transfers came to. */
function ends(result: Run): unknown {
  const transfers = ofType(result, 'store').filter(({ node, what }) => node === 'bob' && what === 'transfer');
  return [outcomes(result), transfers.map(({ value }) => (value as { outcome: unknown }).outcome)];
}

function sound(parts: Story): Run {
  const result = run(story(parts));
  expect(breaches(result.records)).toEqual([]);
  expect(result.unmatchedFaults).toEqual([]);
  expect(result.reason).toBe('idle');
  return result;
}

const transports = (result: Run, summary: string) =>
  sent(result, summary).map(({ from, to, transport }) => `${from}>${to} ${transport}`);

describe('SIP by TCP', () => {
  it('carries Figure 1 on both hops, and its connections are closed in the end', () => {
    const result = run(story({ links: tcp }), { packetRecords: true });
    expect(ends(result)).toEqual([['delivered'], ['completed']]);
    const sip = ofType(result, 'message.sent').filter(({ protocol }) => protocol === 'sip');
    expect(new Set(sip.map(({ transport }) => transport))).toEqual(new Set(['tcp']));
    const flags = (flag: string) =>
      ofType(result, 'packet.sent').filter(
        ({ protocol, info }) => protocol === 'tcp' && info.startsWith(flag),
      );
    expect(flags('RST')).toEqual([]);
    // A FIN from either side of each connection; a connection begins with one SYN.
    expect(flags('FIN')).toHaveLength(2 * flags('SYN seq').length);
  });

  it('taken only for the size falls back to UDP where the connection is refused (§18.1.1)', () => {
    const links = '{ default: { latency: 20ms } }';
    const first = sound({ links, sender: wordy, faults: ['{ refuse: sender<>core }'] });
    expect(transports(first, 'INVITE')).toEqual(['sender>core tcp', 'sender>core udp', 'core>bob tcp']);
    const second = sound({ links, sender: wordy, faults: ['{ refuse: core<>bob }'] });
    expect(transports(second, 'INVITE')).toEqual(['sender>core tcp', 'core>bob tcp', 'core>bob udp']);
    for (const result of [first, second]) expect(ends(result)).toEqual([['delivered'], ['completed']]);
  });

  it('that was asked for does not fall back: 503 at the caller, 500 from the proxy', () => {
    const atCaller = sound({ links: tcp, faults: ['{ refuse: sender<>core }'] });
    expect(transports(atCaller, 'INVITE')).toEqual(['sender>core tcp']);
    const atProxy = sound({ links: tcp, faults: ['{ refuse: core<>bob, from: 900ms }'] });
    expect(sent(atProxy, '500 INVITE', 'core>sender')).toHaveLength(1);
    for (const result of [atCaller, atProxy]) expect(ends(result)).toEqual([['failed'], []]);
  });

  it('keeps its connection while an INVITE waits, longer than 64*T1', () => {
    const result = sound({ links: tcp, bob: 'think: 100s, ring: true' });
    expect(ends(result)).toEqual([['delivered'], ['completed']]);
    const answered = sent(result, '200 INVITE');
    expect(answered.map(({ from, to }) => `${from}>${to}`)).toEqual(['bob>core', 'core>sender']);
  });

  it('that breaks before an answer fails the call; the callee sends its 2xx again by a new connection', () => {
    const result = sound({ links: tcp, faults: ['{ reset: 200 INVITE, from: bob, nth: 1 }'] });
    expect(outcomes(result)).toEqual(['failed']);
    expect(sent(result, '500 INVITE', 'core>sender')).toHaveLength(1);
    const arrived = ofType(result, 'message.received').filter(
      ({ summary, from }) => summary === '200 INVITE' && from === 'bob',
    );
    expect(arrived.length).toBeGreaterThan(0);
  });

  const notes = (result: Run, node: string) =>
    ofType(result, 'note').flatMap((note) => (note.node === node ? [note.text] : []));
  const broken = 'INVITE transaction failed: transport error';

  it('opens a connection to the sent-by for a response whose own is over (§18.2.2)', () => {
    const result = sound({ links: tcp, bob: 'think: 5s', faults: ['{ reset: sender<>core, at: 3s }'] });
    const answers = ofType(result, 'message.received').filter(
      ({ summary, to, at }) => summary === '200 INVITE' && to === 'sender' && at > 3_000_000,
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(sent(result, '200 INVITE', 'core>sender').map(({ transport }) => transport))).toEqual(
      new Set(['tcp']),
    );
  });

  it('tells a server of a response that was lost with its connection, or found none (§17.2.4, RFC 6026 §8.8)', () => {
    const lost = sound({ links: tcp, faults: ['{ reset: 200 INVITE, from: core, nth: 1 }'] });
    expect(notes(lost, 'core')).toContain(broken);
    const refused = sound({
      links: tcp,
      bob: 'think: 5s',
      faults: ['{ reset: sender<>core, at: 3s }', '{ refuse: sender<>core, from: 3s }'],
    });
    expect(notes(refused, 'core')).toContain(broken);
    expect(notes(sound({ links: tcp }), 'core')).not.toContain(broken);
  });
});

describe('a SIP connection that is idle and ends', () => {
  /** Bob's side ends it at 33.62 s; the core hears of that at 33.82 s, ends it too, and hears at 34.02 s that it is over. */
  it.each(['33.6s', '33.7s', '33.81s', '33.88s', '34.01s'])('takes nothing new with it: at %s', (at) => {
    const ask = (when: string) =>
      `{ at: ${when}, do: request, by: sender, method: OPTIONS, to: sip:bob@example.com }`;
    const links =
      '{ default: { transport: udp, latency: 20ms }, core<>bob: { transport: tcp, latency: 200ms } }';
    const result = sound({ links, acts: [ask('1s'), ask(at)] });
    const answers = ofType(result, 'store').filter(({ what }) => what === 'answer');
    expect(answers.map(({ value }) => (value as { status: unknown }).status)).toEqual([200, 200]);
  });
});

const failed = [['failed'], ['failed']];
const delivered = [['delivered'], ['completed']];

describe('one trouble a run', () => {
  const troubles: readonly (readonly [string, Story, unknown])[] = [
    ['MSRP is refused', { faults: ['{ refuse: sender<>bob }'] }, failed],
    [
      'MSRP breaks in mid-push',
      { links: slow, acts: [big], faults: ['{ reset: sender<>bob, at: 2s }'] },
      failed,
    ],
    ['MSRP breaks at a SEND', { faults: ['{ reset: SEND, nth: 2 }'] }, failed],
    [
      'SIP breaks at the INVITE',
      { links: tcp, faults: ['{ reset: INVITE, from: sender, nth: 1 }'] },
      [['failed'], []],
    ],
    ['a SEND stalls for 10 s', { faults: ['{ stall: SEND, nth: 1, by: 10s }'] }, delivered],
    ['a SEND stalls for longer than MSRP waits', { faults: ['{ stall: SEND, nth: 1, by: 40s }'] }, failed],
    ['the connections stall', { faults: ['{ stall: sender<>bob, from: 1s, until: 20s }'] }, delivered],
    [
      'the core crashes in mid-push and comes back',
      { links: slow, acts: [big], faults: ['{ crash: core, at: 2s }', '{ restart: core, at: 4s }'] },
      delivered,
    ],
    [
      'the same with SIP by TCP',
      { links: slowTcp, acts: [big], faults: ['{ crash: core, at: 2s }', '{ restart: core, at: 4s }'] },
      delivered,
    ],
    [
      'the core crashes in mid-push for good',
      { links: slow, acts: [big], faults: ['{ crash: core, at: 2s }'] },
      delivered,
    ],
    [
      'bob crashes in mid-push',
      { links: slow, acts: [big], faults: ['{ crash: bob, at: 2s }'] },
      [['failed'], []],
    ],
    [
      'bob crashes and comes back',
      { links: slow, acts: [big], faults: ['{ crash: bob, at: 2s }', '{ restart: bob, at: 3s }'] },
      [['failed'], []],
    ],
    [
      'bob is restarted by an act',
      { links: slow, acts: [big, '{ at: 2s, do: restart, by: bob }'] },
      [['failed'], []],
    ],
    [
      'the sender is restarted by an act',
      { links: slow, acts: [big, '{ at: 2s, do: restart, by: sender }'] },
      [[], ['failed']],
    ],
    [
      'the link holds everything for 2 s',
      { faults: ['{ hold: core<>bob, from: 1s, until: 3s }'] },
      delivered,
    ],
    ['the link is cut for 4 s', { faults: ['{ partition: core<>bob, from: 1s, until: 5s }'] }, delivered],
    [
      'the link loses 60% for 4 s',
      { faults: ['{ set: core<>bob, from: 1s, until: 5s, loss: 60% }'] },
      delivered,
    ],
    ['an INVITE is corrupted', { faults: ['{ corrupt: INVITE, from: core, nth: 1, octets: 3 }'] }, delivered],
    ['every 200 is corrupted', { faults: ['{ corrupt: 200 INVITE, octets: 30 }'] }, failed],
    ['ACK comes after BYE', { faults: ['{ reorder: ACK, from: core, after: BYE }'] }, delivered],
    [
      'everything of SIP arrives twice',
      {
        faults: ['INVITE', '200 INVITE', 'ACK', 'BYE', 'REGISTER'].map(
          (name) => `{ duplicate: ${name}, by: 30ms }`,
        ),
      },
      delivered,
    ],
    [
      'answer and ACK are late',
      { faults: ['{ delay: 200 INVITE, from: bob, by: 3s }', '{ delay: ACK, from: core, by: 2s }'] },
      delivered,
    ],
    ['each SEND is late', { faults: ['{ delay: SEND, by: 3s }'] }, delivered],
  ];

  it.each(troubles)('%s', (_, parts, expected) => {
    expect(ends(sound(parts))).toEqual(expected);
  });

  it('the core that came back serves a push as before, once bob has registered again', () => {
    const acts = [big, '{ at: 6s, do: register, by: bob }', push.replace('1s', '10s')];
    const result = sound({
      links: slow,
      acts,
      faults: ['{ crash: core, at: 2s }', '{ restart: core, at: 4s }'],
    });
    expect(ends(result)).toEqual([
      ['delivered', 'delivered'],
      ['completed', 'completed'],
    ]);
  });

  it('a SEND without an answer fails by its 30 s, not before', () => {
    const result = sound({ faults: ['{ stall: SEND, nth: 1, by: 40s }'] });
    const [first] = sent(result, 'SEND');
    expect(fired(result, 'sender', 'responseTimer')[0]).toBe((first?.at ?? 0) / 1_000_000 + 30);
  });
});

describe('a registration', () => {
  it('that is refreshed more often than its transactions are forgotten keeps no run alive', () => {
    for (const links of [undefined, tcp]) {
      const result = sound({
        ...(links && { links }),
        bob: 'expires: 60',
        acts: [push, push.replace('1s', '100s')],
      });
      expect(outcomes(result)).toEqual(['delivered', 'delivered']);
      expect(sent(result, 'REGISTER').length).toBeGreaterThanOrEqual(4);
      expect((result.records.at(-1)?.at ?? 0) / 1_000_000).toBeLessThan(180);
    }
  });
});

describe('an INVITE that forks', () => {
  const twins = (parts: Story): Run =>
    sound({
      agents: ['twin: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push] }'],
      ...parts,
      acts: ['{ at: 0s, do: register, by: twin }', push, ...(parts.acts ?? [])],
    });

  it('and is answered twice keeps one session; the other is ended once, however often its 2xx comes', () => {
    const result = twins({ faults: ['{ drop: ACK, from: core, nth: 1 }'] });
    expect(outcomes(result)).toEqual(['delivered']);
    expect(sent(result, '200 INVITE', 'core>sender').length).toBeGreaterThan(2);
    const byes = sent(result, 'BYE', 'sender>core').filter(({ transmission }) => transmission === 0);
    expect(new Set(byes.map(({ transaction }) => transaction)).size).toBe(2);
    expect(byes).toHaveLength(2);
  });

  it('and was cancelled too late is ended at each that answered', () => {
    const result = twins({ acts: ['{ at: 1.05s, do: cancel, by: sender }'] });
    expect(outcomes(result)).toEqual(['cancelled']);
    expect(sent(result, 'BYE', 'sender>core')).toHaveLength(2);
  });

  it('has dialogs of different names', () => {
    const dialogs = ofType(twins({}), 'state').filter(
      ({ node, machine, from }) => node === 'sender' && machine === 'dialog' && from === '',
    );
    expect(dialogs.map(({ id }) => id)).toEqual(['dialog sender.1', 'dialog sender.1~2']);
  });

  it('passes on what each device answers as a message of its own: only its repetition is sent again', () => {
    const result = twins({ faults: ['{ drop: ACK, from: core, nth: 1 }'] });
    const answers = sent(result, '200 INVITE', 'core>sender').map(({ key }) => key);
    expect(answers.slice(0, 2)).toEqual([
      'core>sender/sender.1/200 INVITE/1/0',
      'core>sender/sender.1~2/200 INVITE/1/0',
    ]);
    const again = answers.slice(2);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((key) => key.endsWith('/0'))).toEqual([]);
  });
});
