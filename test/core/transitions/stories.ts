import { story } from '../../scenarios/runs/lab.ts';

// Stories that go into the corners: what ships tells what a reader wants to see, these what else can happen on the way.

const to = (name: string, at: string, more = '') =>
  `{ at: ${at}, do: push, by: sender, to: sip:${name}@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }]${more} }`;
const cancel = (at: string) => `{ at: ${at}, do: cancel, by: sender }`;

const carol = (more: string) =>
  `carol: { role: push-receiver, uri: sip:carol@example.com, features: [+g.oma.lcsi.sip-push], ${more} }`;
const registerCarol = '{ at: 0s, do: register, by: carol }';

const threeFiles =
  '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }, { name: b.jpg, type: image/jpeg, size: 14092 }, { name: c.jpg, type: image/jpeg, size: 340920 }] }';

/** Loss, duplicates and disorder on every link, and calls of every kind one after the other. */
function storm(seed: number): string {
  const acts = Array.from({ length: 24 }, (_, n) => {
    const who = ['bob', 'carol', 'dave', 'erin'][n % 4] ?? 'bob';
    const at = 100 + n * 70;
    return [to(who, `${at}s`), ...(n % 3 === 2 ? [cancel(`${at}.${n}s`)] : [])];
  });
  return story({
    links:
      '{ default: { transport: udp, latency: { uniform: [5ms, 900ms] }, loss: 25%, duplicate: 30%, reorder: 20% } }',
    bob: 'ring: true, think: 800ms',
    agents: [
      carol('answer: busy, ring: true, think: 1s'),
      'dave: { role: push-receiver, uri: sip:dave@example.com, features: [+g.oma.lcsi.sip-push], answer: manual }',
      'erin: { role: push-receiver, uri: sip:erin@example.com, features: [+g.oma.lcsi.sip-push], count: 2 }',
    ],
    acts: [
      registerCarol,
      '{ at: 0s, do: register, by: dave }',
      '{ at: 0s, do: register, by: erin }',
      '{ at: 60s, do: register, by: bob }',
      '{ at: 60s, do: register, by: carol }',
      '{ at: 60s, do: register, by: dave }',
      '{ at: 60s, do: register, by: erin }',
      ...acts.flat(),
    ],
    more: `seed: storm ${seed}`,
  });
}

const slow = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';
const long = (bytes: number) =>
  `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: ${bytes} }] }`;

export const stories: Readonly<Record<string, string>> = {
  'a storm': storm(1),
  'another storm': storm(2),
  'a third storm': storm(3),

  'a BYE that is never answered': story({ faults: ['{ partition: core<>bob, from: 1.2s }'] }),

  'a session that is refreshed, and one whose refresher is gone': story({
    sender: 'session-expires: 90s, linger: 100s',
    acts: [to('bob', '1s'), to('bob', '300s')],
    faults: ['{ partition: sender<>core, from: 310s }'],
  }),
  'a session that is refreshed at the peer who forgot it': story({
    sender: 'session-expires: 90s, linger: 100s',
    acts: [to('bob', '1s'), '{ at: 10s, do: restart, by: bob }'],
  }),
  'a line that falls due while another is being closed': story({
    acts: [threeFiles],
    faults: ['{ delay: 200 INVITE, by: 1s, from: bob, to: core, nth: 2 }'],
  }),
  'a re-INVITE that never arrives': story({
    acts: [threeFiles],
    faults: ['{ partition: core<>bob, from: 1.19s }'],
  }),
  'both release at once': story({
    sender: 'linger: 60s',
    acts: [to('bob', '1s'), '{ at: 5s, do: release, by: sender }', '{ at: 5s, do: release, by: bob }'],
  }),

  'answers without a provisional before them': story({
    agents: [carol('answer: busy')],
    acts: [
      registerCarol,
      to('bob', '1s'),
      to('carol', '5s'),
      to('bob', '10s'),
      cancel('10.01s'),
      to('carol', '20s'),
      cancel('20.01s'),
    ],
    faults: ['{ drop: 100 INVITE, from: core, to: sender }'],
  }),
  'a challenge without a provisional before it': story({
    core: '{ kind: sip, domain: [example.com, push-sender-agent.example.com], digest: { nonce: 1s } }',
    sender: 'password: s3cret',
    acts: [to('bob', '1s'), to('bob', '20s'), cancel('20.01s')],
    faults: ['{ drop: 100 INVITE, from: core, to: sender }'],
  }),
  'a challenge that crosses a CANCEL': story({
    core: '{ kind: sip, domain: [example.com, push-sender-agent.example.com] }',
    sender: 'password: s3cret',
    acts: [to('bob', '1s'), cancel('1.08s')],
    faults: ['{ delay: 407 INVITE, by: 100ms, from: core, to: sender }'],
  }),
  'a CANCEL that nobody answers': story({
    bob: 'answer: manual, ring: true',
    acts: [to('bob', '1s'), cancel('3s')],
    faults: ['{ partition: sender<>core, from: 2s }'],
  }),
  'a 200 that crosses a CANCEL, twice': story({
    acts: [to('bob', '1s'), cancel('1.05s')],
    faults: ['{ duplicate: 200 INVITE, from: core, to: sender }'],
  }),
  'an ACK that never comes': story({ faults: ['{ drop: ACK, from: core, to: bob }'] }),
  'an ACK to a refusal that never comes': story({
    bob: 'answer: busy',
    faults: ['{ drop: ACK, from: sender, to: core }'],
  }),

  'a redirection that crosses a CANCEL': story({
    bob: 'answer: moved, moved-to: sip:carol@example.com',
    agents: [
      'phone: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push], answer: manual, ring: true }',
    ],
    acts: ['{ at: 0s, do: register, by: phone }', to('bob', '1s'), cancel('1.2s')],
    faults: ['{ delay: 302 INVITE, by: 400ms, from: bob, to: core }'],
  }),

  'a receiver that says nothing until it is cancelled': story({ bob: 'answer: silent' }),
  'an agent that leaves before it is registered': story({
    acts: ['{ at: 10ms, do: unregister, by: bob }'],
  }),
  'an agent that leaves before it is registered, and thinks better of it': story({
    acts: ['{ at: 10ms, do: unregister, by: bob }', '{ at: 20ms, do: register, by: bob }'],
  }),
  'an agent whose leaving nobody answers': story({
    acts: ['{ at: 10s, do: unregister, by: bob }'],
    faults: ['{ partition: core<>bob, from: 9s }'],
  }),

  'a receiver that takes no MSRP connection': story({ faults: ['{ refuse: sender>bob, from: 0s }'] }),
  'an MSRP connection that breaks at its first SEND': story({
    faults: ['{ reset: SEND, from: sender, to: bob, nth: 1 }'],
  }),
  'an MSRP connection that breaks within a chunk': story({
    links: slow,
    sender: 'chunking: whole',
    acts: [long(4_000_000)],
    faults: ['{ reset: sender<>bob, at: 3s }'],
  }),
  'a chunk that is refused while it is being written': story({
    links: slow,
    sender: 'chunking: whole',
    acts: [long(4_000_000), '{ at: 3s, do: abort, by: bob }'],
  }),
  'Failure-Report: no': story({ sender: 'failure-report: no' }),
  'Failure-Report: partial, and a file that is given up': story({
    links: slow,
    sender: 'failure-report: partial',
    acts: [long(400_000), '{ at: 3s, do: abort, by: bob }'],
  }),
};
