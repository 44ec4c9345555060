import { describe, expect, it } from 'vitest';
import { member, memberNamed, members } from '../../../scenarios/lab/members.ts';
import { EVERYTHING, LOST_200, PAIR, scenarioOf } from './scenarios.ts';

describe('the example of the documentation', () => {
  const scenario = scenarioOf(LOST_200);

  it('is resolved, defaults and all', () => {
    expect(scenario).toMatchObject({
      file: 'a.yaml',
      title: 'A lost 200 OK',
      seed: '1',
      dialect: 'rfc',
      epoch: '2026-01-01T00:00:00.000Z',
      timers: { t1Us: 500_000, t2Us: 4_000_000, t4Us: 5_000_000, dUs: 32_000_000, tryingUs: 200_000 },
      limits: { events: 10_000_000, timeUs: 86_400_000_000 },
      order: ['sender', 'core', 'bob'],
    });
    expect(scenario.untilUs).toBeUndefined();
    expect(scenario.network).toEqual({
      default: {
        transport: 'udp',
        latency: { kind: 'constant', value: 20_000 },
        jitter: { kind: 'constant', value: 5_000 },
        loss: 0,
        mtu: 1500,
      },
      links: [],
    });
  });

  it('has one core, which serves the domains of all agents', () => {
    expect(scenario.core).toMatchObject([
      {
        name: 'core',
        role: 'both',
        domains: ['push-sender-agent.example.com', 'example.com'],
        trusts: ['core'],
      },
    ]);
    expect(scenario.receivers[0]).toMatchObject({
      name: 'bob',
      via: 'core',
      features: [{ name: '+g.oma.lcsi.sip-push' }],
      policy: { answer: 'accept', acceptTypes: ['*'] },
    });
  });

  it('knows where everything stands', () => {
    expect(scenario.timeline.map(({ place }) => place)).toEqual([
      { line: 8, column: 5 },
      { line: 9, column: 5 },
    ]);
    expect(scenario.faults).toEqual([
      {
        rule: { fault: 'drop', message: '200 INVITE', from: 'bob', to: 'core', nth: 1 },
        text: 'drop 200 INVITE from bob to core, nth 1',
        place: { line: 11, column: 5 },
      },
    ]);
    expect(scenario.expect.ladder?.steps.at(-1)).toEqual({
      from: 'bob',
      to: 'core',
      summary: '200 INVITE',
      lost: true,
      duplicate: false,
      text: 'bob -> core: 200 INVITE (lost)',
      place: { line: 17, column: 7 },
    });
    expect(scenario.expect.requirements).toMatchObject([
      { requirement: 'PSA-EST-01', outcome: 'held', place: { line: 18, column: 26 } },
      { requirement: 'PRA-INV-06a', outcome: 'held' },
    ]);
  });
});

describe('a scenario with one of everything', () => {
  const scenario = scenarioOf(EVERYTHING);

  it('keeps the digits of its seed', () => expect(scenario.seed).toBe('0042'));

  it('lets one direction of a link inherit from both, and both from the default', () => {
    const link = (from: string, to: string) =>
      scenario.network.links.find((one) => one.from === from && one.to === to)?.parameters;
    expect(link('phone', 'edge')).toEqual({
      transport: 'auto',
      latency: { kind: 'normal', mean: 20_000, sd: 5_000 },
      jitter: { kind: 'exponential', mean: 2_000 },
      loss: { model: 'gilbert-elliott', goodUs: 10_000_000, badUs: 200_000, lossGood: 0, lossBad: 1 },
      mtu: 1500,
      rate: 64_000,
      queue: { packets: 50 },
      duplicate: { share: 0.01 },
      reorder: { share: 0.02, by: { kind: 'constant', value: 30_000 } },
    });
    expect(link('edge', 'phone')?.rate).toBeUndefined();
    expect(link('fleet', 'home')?.latency).toEqual({ kind: 'pareto', min: 5_000, shape: 1.5 });
    expect(link('sender', 'edge')?.latency).toEqual({
      kind: 'table',
      values: [
        [0.5, 10_000],
        [0.5, 40_000],
      ],
    });
    expect(scenario.network.links).toHaveLength(5);
  });

  it('has a core of two hosts', () => {
    expect(scenario.core).toMatchObject([
      { name: 'edge', role: 'proxy', domains: [], next: 'home', trusts: ['home'], recordRoute: false },
      { name: 'home', transport: 'tcp', domains: ['example.com', 'example.org'], expiresS: { max: 86_400 } },
    ]);
    expect(scenario.order).toEqual(['sender', 'edge', 'home', 'phone', 'fleet']);
    expect(scenario.receivers.map(({ via }) => via)).toEqual(['home', 'home']);
  });

  it('gives a push what its sender says, unless the push says otherwise', () => {
    const [first] = scenario.timeline.filter((act) => act.do === 'push');
    expect(scenario.senders[0]?.push).toMatchObject({
      require: true,
      successReport: 'yes',
      failureReport: 'partial',
      chunking: { strategy: 'figure', sizeBytes: 2048 },
      lingerUs: 2_000_000,
      service: { name: '+g.3gpp.icsi-ref', value: 'urn%3Aurn-7%3A3gpp-service.ims.icsi.push' },
      application: { name: '+g.oma.iari.syncml' },
    });
    expect(first?.options).toMatchObject({ chunking: { strategy: 'whole' }, failureReport: 'partial' });
    expect(first?.files).toMatchObject([
      {
        sizeBytes: 65_536,
        disposition: 'attachment',
        description: 'From the shop',
        icon: { type: 'image/png', sizeBytes: 300, content: { kind: 'random' } },
      },
      { content: { kind: 'file', path: 'files/b.jpg' }, disposition: 'render' },
    ]);
  });

  it('orders acts by time, and leaves those of one instant in the order of the file', () => {
    expect(scenario.timeline.map(({ atUs, by }) => `${atUs} ${by}`).slice(0, 3)).toEqual([
      '0 fleet',
      '0 phone',
      '2000000 sender',
    ]);
    expect(scenario.timeline.map((act) => act.do).slice(4)).toEqual([
      'abort',
      'release',
      'push',
      'cancel',
      'push',
      'restart',
      'unregister',
    ]);
  });

  it('pushes messages without file attributes', () => {
    const [, hello, two] = scenario.timeline.filter((act) => act.do === 'push');
    expect(hello).toMatchObject({
      asFiles: false,
      files: [{ type: 'text/plain', sizeBytes: 5, content: { kind: 'literal', text: 'Hello' } }],
    });
    expect(two?.files).toMatchObject([
      { sizeBytes: 3 },
      { type: 'text/html', sizeBytes: 3000, content: { kind: 'text' } },
    ]);
  });

  it('says each fault as a person would', () => {
    expect(scenario.faults.map(({ text }) => text)).toEqual([
      'drop 200 INVITE from phone to edge, nth 1',
      'delay 1xx INVITE by 3s, transmission 0',
      'duplicate ACK, between 1s and 2s',
      'reorder INVITE after BYE',
      'reorder BYE after 20ms',
      'corrupt OPTIONS',
      'stall SEND 1-2048/4364 by 2s',
      'reset REPORT',
      'partition phone>edge from 1s until 2s',
      'hold phone<>edge until 500ms',
      'set edge<>home from 2s',
      'stall sender<>phone from 1s until 3s',
      'reset sender<>phone at 4s',
      'refuse sender<>phone',
      'crash fleet-1 at 5s',
      'restart fleet-1 at 6s',
    ]);
    expect(scenario.faults.map(({ rule }) => rule.fault).slice(10)).toEqual([
      'set',
      'stall streams',
      'reset streams',
      'refuse streams',
      'crash',
      'restart',
    ]);
    expect(scenario.faults[10]?.rule).toEqual({
      fault: 'set',
      a: 'edge',
      b: 'home',
      both: true,
      fromUs: 2_000_000,
      parameters: { loss: 0.3, latency: { kind: 'constant', value: 200_000 } },
    });
  });

  it('reads every kind of expectation', () => {
    expect(scenario.expect).toMatchObject({
      ladder: { exactly: true },
      outcomes: [{ on: 'sender', outcomes: ['delivered', 'failed'] }],
      timers: [
        { change: 'fired', timer: 'timerB', on: 'sender', atUs: 32_000_000, times: 1 },
        {},
        { change: 'cleared' },
      ],
      states: [{ is: 'terminated' }, { reached: 'sending' }],
      stores: [{ on: 'phone', what: 'file', value: { name: 'a.jpg' } }],
      counts: [
        { summary: 'INVITE', times: 7 },
        { summary: 'INVITE', from: 'edge', to: 'phone', times: 3 },
      ],
      ends: { reason: 'until' },
    });
    expect(scenario.expect.ladder?.steps.map(({ text }) => text)).toEqual([
      'sender -> edge: INVITE',
      'edge -> home: INVITE (retransmission 1)',
      'home -> edge: 100 INVITE (retransmission 2) (lost)',
      'edge -> phone: INVITE (duplicate)',
    ]);
  });

  it('is the same whenever it is loaded', () => expect(scenarioOf(EVERYTHING)).toEqual(scenario));
});

describe('small freedoms', () => {
  it('has aliases, and says where they were used', () => {
    const scenario = scenarioOf(
      `${PAIR}network: { links: { default: &l { latency: 1ms }, sender<>core: *l } }\n`,
    );
    expect(scenario.network.links[0]?.parameters.latency).toEqual({ kind: 'constant', value: 1_000 });
  });

  it.each([
    ['exactly beside the ladder', 'expect: { exactly: true, ladder: ["sender -> core: INVITE"] }', true],
    [
      'exactly in the ladder',
      'expect: { ladder: { exactly: true, steps: ["sender -> core: INVITE"] } }',
      true,
    ],
    ['a plain list', 'expect: { ladder: ["sender -> core: INVITE"] }', false],
  ])('%s', (_, text, exactly) => {
    expect(scenarioOf(`${PAIR}${text}\n`).expect.ladder?.exactly).toBe(exactly);
  });

  it('takes true for yes', () => {
    const scenario = scenarioOf(
      PAIR,
      'agents.sender.success-report=true',
      'agents.sender.failure-report=false',
    );
    expect(scenario.senders[0]?.push).toMatchObject({ successReport: 'yes', failureReport: 'no' });
  });

  it('lets a run go on longer than the usual limit, where the scenario says so', () => {
    expect(scenarioOf(PAIR, 'until=3d').limits.timeUs).toBe(3 * 86_400_000_000);
  });

  it('gives the only registrar of several hosts the domains that nobody else serves', () => {
    const text = PAIR.replace('{ kind: sip }', '{ a: { role: proxy }, b: {} }');
    expect(scenarioOf(text).core.map(({ domains }) => domains)).toEqual([
      [],
      ['psa.example.com', 'example.com'],
    ]);
  });
});

describe('a group', () => {
  const fleet = { name: 'fleet', uri: 'sip:user-{n}@example.org', count: 3 };

  it('has numbered members', () => {
    expect([...members(fleet)]).toEqual([
      { name: 'fleet-1', uri: 'sip:user-1@example.org', number: 1 },
      { name: 'fleet-2', uri: 'sip:user-2@example.org', number: 2 },
      { name: 'fleet-3', uri: 'sip:user-3@example.org', number: 3 },
    ]);
    expect(member({ ...fleet, count: 1 }, 1).name).toBe('fleet');
  });

  it.each([
    ['fleet-3', 3],
    ['fleet-4', undefined],
    ['fleet-03', undefined],
    ['fleet', undefined],
    ['other-1', undefined],
  ])('%s is member %s', (name, number) => {
    expect(memberNamed(new Map([['fleet', fleet]]), name)?.number).toBe(number);
  });
});
