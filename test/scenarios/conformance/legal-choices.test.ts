import { describe, expect, it } from 'vitest';
import { run, type Story, story } from '../runs/lab.ts';
import { held, violated } from './doctor.ts';

// Figure 1 told with one thing otherwise, as a scenario may choose it: none of it breaks a rule.

const pushing = (files: string) => `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, ${files} }`;
const one = pushing('files: [{ name: a.jpg, type: image/jpeg, size: 4092 }]');
const two =
  'files: [{ name: a.jpg, type: image/jpeg, size: 4092 }, { name: b.png, type: image/png, size: 9000 }]';

const figure = 'chunking: figure, success-report: yes';
const digest = 'uri: sip:push@example.com, password: s3cret';
const asking = '{ core: { role: both, domain: example.com, digest: { in-dialog: true } } }';
const choices: readonly (readonly [string, Story & { readonly pusher?: string }])[] = [
  ['two files at once', { acts: [pushing(two)] }],
  ['two files in turn', { sender: 'order: in-turn', acts: [pushing(two)] }],
  [
    'three files in turn, small enough to leave at once, by connections that the receiver opened before',
    {
      sender: 'order: in-turn',
      bob: 'setup: active',
      acts: [pushing(two.replace('9000 }', '1000 }, { name: c.png, type: image/png, size: 1000 }'))],
    },
  ],
  ['two pushes at once', { acts: [one, one.replace('1s', '1.05s')] }],
  ['two pushes whose receiver thinks', { bob: 'think: 3s', acts: [one, one.replace('1s', '2s')] }],
  ['a sender that is asked for its password', { pusher: digest }],
  ['one that is asked within the dialog too', { pusher: digest, core: asking }],
  ['a receiver that connects itself', { bob: 'setup: active' }],
  ['a session that is refreshed', { sender: 'session-expires: 90, linger: 4min' }],
  ['an interval that is too small', { sender: 'session-expires: 100', bob: 'min-se: 10min' }],
  [
    'files in turn, to where no connection can be had',
    {
      sender: 'order: in-turn',
      acts: [pushing(two)],
      faults: ['{ refuse: sender<>bob, from: 0s, until: 2min }'],
    },
  ],
  ['a BYE that nobody hears', { faults: ['{ drop: BYE }'] }],
  ['chunks that wait for their answers', { links: '{ default: { latency: 5ms, rate: 64kbit/s } }' }],
];

/** The sender's URI may be told anew: the last of two keys would be an error in YAML. */
function told({ pusher, ...parts }: Story & { readonly pusher?: string }): string {
  const text = story({ ...parts, sender: [figure, parts.sender].filter(Boolean).join(', ') });
  return pusher === undefined ? text : text.replace('uri: sip:push@push-sender-agent.example.com', pusher);
}

describe('a push as in the figure, but for', () => {
  it.each(choices)('%s, violates nothing', (_, parts) => {
    const { records } = run(told(parts));
    expect(violated(records)).toEqual([]);
  });
});

describe('two devices of a user that connect by themselves', () => {
  const carol =
    'carol: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push], setup: active }';
  const acts = ['{ at: 0s, do: register, by: carol }', one];
  const faults = ['{ delay: BYE, to: carol, by: 1s }', '{ delay: BYE, to: bob, by: 1s }'];
  const { records } = run(story({ bob: 'setup: active', agents: [carol], acts, faults }));

  it('may both begin to speak, before one of them hears that the other was taken', () => {
    const speak = records.flatMap((record) =>
      record.type === 'message.sent' && record.summary.startsWith('SEND 1-0') ? [record.node] : [],
    );
    expect(speak.sort()).toEqual(['bob', 'carol']);
    expect(violated(records)).toEqual([]);
    expect(held(records)).toContain('UP-01');
  });
});
