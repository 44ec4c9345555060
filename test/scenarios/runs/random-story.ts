import fc from 'fast-check';
import { loadScenario } from '../../../scenarios/lab/load.ts';

// Scenarios made by chance, as the text of a file: any links, transports, timers, acts and faults that a user may write.

const ms = (min: number, max: number) => fc.integer({ min, max }).map((value) => `${value}ms`);
const transport = fc.constantFrom('auto', 'udp', 'tcp');
const share = fc.constantFrom('0%', '1%', '10%', '40%');
const hosts = fc.constantFrom('sender', 'core', 'bob', 'carol');
const pair = fc.constantFrom(
  'sender<>core',
  'core<>bob',
  'core<>carol',
  'sender<>bob',
  'core>bob',
  'bob>core',
  'sender>carol',
);
const at = fc.integer({ min: 0, max: 60_000 }).map((value) => `${value}ms`);
const address = fc.constantFrom(
  'sip:bob@example.com',
  'sip:carol@example.com',
  'sip:nobody@example.com',
  'sip:x@nowhere.example',
);

const loss = fc.oneof(
  share,
  fc.record({ good: ms(100, 3000), bad: ms(10, 1000) }).map((read) => ({ 'gilbert-elliott': read })),
);

const link = fc.record(
  {
    transport,
    latency: fc.oneof(
      ms(0, 300),
      fc.tuple(ms(0, 50), ms(60, 900)).map((uniform) => ({ uniform })),
    ),
    jitter: ms(0, 100),
    loss,
    duplicate: share,
    reorder: share,
    rate: fc.constantFrom('64kbit/s', '1Mbit/s'),
    mtu: fc.constantFrom(1280, 1500, 9000),
  },
  { requiredKeys: ['transport', 'latency'] },
);

const reliable = fc.constantFrom('never', 'supported', 'supported', 'required');

const setup = fc.constantFrom('active', 'passive', 'actpass');

/** Who rings on and on and never answers keeps a run from coming to its end. */
const receiver = fc
  .record(
    {
      role: fc.constant('push-receiver'),
      features: fc.constant(['+g.oma.lcsi.sip-push']),
      answer: fc.constantFrom(
        'accept',
        'accept',
        'accept',
        'busy',
        'unavailable',
        'decline',
        'out-of-resources',
        'silent',
        'manual',
      ),
      think: ms(0, 5000),
      ring: fc.oneof(
        fc.boolean(),
        ms(500, 60_000).map((again) => ({ again })),
      ),
      reliable,
      'early-answer': fc.boolean(),
      transport,
      'max-size': fc.constantFrom(100, 4000, 100_000),
      reports: fc.constantFrom('end', 'incremental'),
      expires: fc.constantFrom(60, 3600),
      'session-expires': fc.constantFrom(0, 90, 1800),
      update: fc.boolean(),
      setup,
      'known-files': fc.constantFrom('accept', 'decline'),
      files: fc.constant({ decline: 'b.*' }),
    },
    { requiredKeys: ['role', 'features', 'answer'] },
  )
  .map((read) =>
    ['manual', 'silent'].includes(read.answer) && read.ring !== undefined ? { ...read, ring: true } : read,
  );

const sender = fc.record(
  {
    role: fc.constant('push-sender'),
    uri: fc.constant('sip:push@push-sender-agent.example.com'),
    'success-report': fc.constantFrom('yes', 'no'),
    'failure-report': fc.constantFrom('yes', 'no', 'partial'),
    chunking: fc.constantFrom('pieces', 'figure', 'whole'),
    linger: ms(0, 20_000),
    recover: fc.constantFrom(0, 1, 3),
    'session-expires': fc.constantFrom(0, 90, 1800),
    reliable,
    transport,
    update: fc.boolean(),
    setup,
    order: fc.constantFrom('together', 'in-turn'),
    offer: fc.constantFrom('sender', 'sender', 'callee'),
    has: fc.constant([
      { name: 'a.jpg', type: 'image/jpeg', size: 4092 },
      { name: 'c.txt', type: 'text/plain', size: 20_000 },
    ]),
  },
  { requiredKeys: ['role', 'uri'] },
);

const file = fc.record({
  name: fc.constantFrom('a.jpg', 'b.txt'),
  type: fc.constantFrom('image/jpeg', 'text/plain'),
  size: fc.constantFrom(1, 2048, 4092, 20_000),
});

const wantedFile = fc.record(
  {
    name: fc.constantFrom('a.jpg', 'c.txt', 'nothing.txt'),
    range: fc.constantFrom('1-*', '1000-2000', '4000-*', '7-7'),
  },
  { requiredKeys: ['name'] },
);

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      at,
      do: fc.constant('push'),
      by: fc.constant('sender'),
      to: address,
      files: fc.uniqueArray(file, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      at,
      do: fc.constant('push'),
      by: fc.constant('sender'),
      to: address,
      message: fc.constant({ text: 'Hello' }),
    }),
  },
  fc.record({
    at,
    do: fc.constant('pull'),
    by: fc.constantFrom('bob', 'carol'),
    to: fc.constantFrom('sip:push@push-sender-agent.example.com', 'sip:carol@example.com'),
    files: fc.uniqueArray(wantedFile, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
  }),
  fc.record({ at, do: fc.constant('resume'), by: fc.constantFrom('sender', 'bob', 'carol') }),
  fc.record({
    at,
    do: fc.constantFrom('register', 'unregister', 'answer', 'release', 'abort'),
    by: fc.constantFrom('bob', 'carol'),
  }),
  fc.record({ at, do: fc.constantFrom('cancel', 'release', 'abort'), by: fc.constant('sender') }),
  fc.record({ at, do: fc.constant('restart'), by: hosts }),
);

const message = fc
  .constantFrom(
    'INVITE',
    '200 INVITE',
    '100 INVITE',
    '180 INVITE',
    'PRACK',
    '200 PRACK',
    'ACK',
    'BYE',
    '200 BYE',
    'CANCEL',
    'REGISTER',
    '2xx',
    'SEND',
    '200 SEND',
    'REPORT',
  )
  .map((name) => (name === '2xx' ? '2xx INVITE' : name));
const which = fc.record(
  { from: hosts, to: hosts, nth: fc.integer({ min: 1, max: 3 }) },
  { requiredKeys: [] },
);
const span = fc
  .tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 20_000 }))
  .map(([from, long]) => ({ from: `${from}ms`, until: `${from + long}ms` }));

const fault = fc.oneof(
  fc
    .tuple(fc.constantFrom('drop', 'duplicate', 'reorder', 'corrupt'), message, which)
    .map(([kind, name, rest]) => ({ [kind]: name, ...rest })),
  fc
    .tuple(fc.constantFrom('delay', 'stall'), message, ms(0, 8000), which)
    .map(([kind, name, by, rest]) => ({ [kind]: name, by, ...rest })),
  fc.tuple(message, which).map(([reset, rest]) => ({ reset, ...rest })),
  fc
    .tuple(fc.constantFrom('partition', 'hold', 'stall', 'refuse'), pair, span)
    .map(([kind, name, rest]) => ({ [kind]: name, ...rest })),
  fc.tuple(pair, span, share).map(([set, rest, lost]) => ({ set, ...rest, loss: lost })),
  fc.record({ reset: pair, at }),
  fc
    .tuple(hosts, fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 20_000 }))
    .map(([host, begin, long]) => [
      { crash: host, at: `${begin}ms` },
      { restart: host, at: `${begin + long}ms` },
    ]),
);

const timers = fc.record(
  {
    t1: ms(100, 2000),
    t2: ms(1000, 16_000),
    t4: ms(1000, 17_000),
    d: ms(32_000, 40_000),
    trying: ms(0, 1000),
    msrp: ms(1000, 40_000),
  },
  { requiredKeys: [] },
);

/** One host, or an edge before the host that knows the users. */
const core = fc.oneof(
  fc.boolean().map((stays) => ({ core: { role: 'both', domain: 'example.com', 'record-route': stays } })),
  fc.tuple(fc.boolean(), transport).map(([stays, by]) => ({
    core: { role: 'proxy', next: 'home', 'record-route': stays },
    home: { role: 'both', domain: 'example.com', transport: by },
  })),
);

/** A scenario that a user may write and the loader takes (a fault may ask what its link cannot do); JSON is YAML. */
export const randomStory: fc.Arbitrary<string> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    links: fc
      .record({ default: link })
      .chain((links) =>
        fc
          .dictionary(pair, fc.record({ latency: ms(0, 100), loss: share }), { maxKeys: 3 })
          .map((some) => ({ ...links, ...some })),
      ),
    sender,
    bob: receiver,
    carol: receiver,
    acts: fc.array(act, { minLength: 1, maxLength: 8 }),
    faults: fc.array(fault, { maxLength: 5 }),
    timers,
    network: core,
    shared: fc.boolean(),
    password: fc.option(fc.constant('s3cret'), { nil: undefined }),
    dialect: fc.constantFrom('rfc', 'rfc', 'change-request'),
  })
  .map(
    ({
      seed,
      links,
      sender: pusher,
      bob,
      carol,
      acts,
      faults,
      timers: values,
      network,
      shared,
      password,
      dialect,
    }) =>
      JSON.stringify({
        title: 'A story made by chance',
        seed,
        dialect,
        network: { links },
        core: network,
        agents: {
          sender: pusher,
          bob: { ...bob, ...(password && { password }), uri: 'sip:bob@example.com' },
          carol: { ...carol, uri: shared ? 'sip:bob@example.com' : 'sip:carol@example.com' },
        },
        timeline: [
          { at: '0s', do: 'register', by: 'bob' },
          { at: '0s', do: 'register', by: 'carol' },
          ...acts,
        ],
        faults: faults.flat(),
        timers: values,
        limits: { events: 100_000, time: '20min' },
      }),
  )
  .filter((text) => loadScenario(text, 'chance.yaml').errors.length === 0);
