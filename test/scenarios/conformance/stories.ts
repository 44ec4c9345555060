import { run, runShipped } from '../runs/lab.ts';

// Runs that together hold what today's agents can do: each is made once, when a test first asks for it.

const head = `title: A story for monitors
network: { links: { default: { transport: udp, latency: 20ms } } }
core: { kind: sip, domain: example.com }
`;

const agents = (sender = '', bob = '') => `agents:
  sender: { role: push-sender, uri: sip:push@push-sender-agent.example.com, ${sender} }
  bob: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push, +g.oma.iari.syncml], ${bob} }
`;

const pushing = (files: string, more = '') => `timeline:
  - { at: 0s, do: register, by: bob }
  - { at: 1s, do: push, by: sender, to: sip:bob@example.com, ${files} }
${more}`;

const one = 'files: [{ name: a.jpg, type: image/jpeg, size: 4092 }]';
const two =
  'files: [{ name: a.jpg, type: image/jpeg, size: 4092 }, { name: b.jpg, type: image/jpeg, size: 1000 }]';

const texts = {
  rich: `${head}${agents(
    'application: +g.oma.iari.syncml, success-report: yes, disposition: attachment, description: A picture, require: true, explicit: true',
    'max-size: 100000, accept-types: [image/jpeg]',
  )}${pushing(one)}`,
  unreported: `${head}${agents('failure-report: no')}${pushing(one)}`,
  early: `dialect: change-request\n${head}${agents('success-report: yes')}${pushing(one)}`,
  twoFiles: `${head}${agents('', 'files: { decline: [b.jpg] }')}${pushing(two)}`,
  twoTaken: `${head}${agents()}${pushing(two)}`,
  messages: `${head}${agents()}${pushing('message: [{ text: One }, { text: Two }]')}`,
  replaced: `${head}${agents('recover: 1')}${pushing('message: [{ text: One }, { text: Two }]')}faults: [{ reset: sender<>bob, at: 1.15s }]\n`,
  busy: `${head}${agents('', 'answer: busy')}${pushing(one)}`,
  cancelled: `${head}${agents('', 'answer: manual, ring: true')}${pushing(one, '  - { at: 3s, do: cancel, by: sender }\n')}`,
  crossed: `${head}${agents('', 'think: 1s, ring: true')}${pushing(one, '  - { at: 2.03s, do: cancel, by: sender }\n')}`,
  lostBye: `${head}${agents()}${pushing(one)}faults:\n  - { drop: BYE, from: sender, to: core, nth: 1 }\n`,
  lostAck: `${head}${agents('', 'answer: busy')}${pushing(one)}faults:\n  - { drop: ACK, from: sender, to: core, nth: 1 }\n`,
  refusedByTheCore: `${head.replace('example.com }', 'example.com, session-expires: 20min, min-se: 10min }')}${agents('session-expires: 5min')}${pushing(one)}`,
  tcp: `${head.replace('udp', 'tcp')}${agents()}${pushing(one)}`,
} as const;

const shipped = [
  'agents/glare',
  'agents/interval-too-small',
  'agents/refresh-by-update',
  'agents/session-expires',
  'agents/three-files',
  'agents/known-file',
  'requirements/only-who-says-so',
  'requirements/q-12-recommended-media',
  'requirements/trusted-push',
  'figure-1',
  'icon-in-the-invite',
  'lost-200-ok',
  'silent-receiver',
  'reliable/rings-reliably',
  'reliable/prack-lost',
  'reliable/prack-never-comes',
  'reliable/answer-in-the-180',
  'reliable/busy-before-the-prack',
  'reliable/rings-on-and-on',
  'core/asserted-identity',
  'core/edge-and-home',
  'core/two-minimums',
] as const;

export type StoryName = keyof typeof texts | (typeof shipped)[number];

export const storyNames: readonly StoryName[] = [
  ...(Object.keys(texts) as (keyof typeof texts)[]),
  ...shipped,
];

const made = new Map<StoryName, ReturnType<typeof run>>();

export function storyRun(name: StoryName): ReturnType<typeof run> {
  const before = made.get(name);
  if (before !== undefined) return before;
  const result = name in texts ? run(texts[name as keyof typeof texts]) : runShipped(name);
  made.set(name, result);
  return result;
}
