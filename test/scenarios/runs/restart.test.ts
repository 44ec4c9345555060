// RFC 3261 §8.1.1.4, RFC 4975 §14.1: an agent that comes back after a restart takes new ids; what it does is judged like any other push.
import { expect, it } from 'vitest';
import { ofType, run } from './lab.ts';

const text = `
title: Restarts between pushes
network: { links: { default: { transport: udp, latency: 20ms } } }
core: { kind: sip, domain: example.com }
agents:
  sender: { role: push-sender, uri: sip:push@sender.example.net, success-report: yes }
  bob: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push] }
timeline:
  - { at: 0s, do: register, by: bob }
  - { at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 100 }] }
  - { at: 5s, do: restart, by: sender }
  - { at: 6s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 100 }] }
  - { at: 15s, do: restart, by: bob }
  - { at: 16s, do: register, by: bob }
  - { at: 17s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 100 }] }
`;

it('an agent that was restarted takes new ids, and its pushes are judged as any other', () => {
  const story = run(text);
  expect(ofType(story, 'verdict').filter(({ outcome }) => outcome === 'violated')).toEqual([]);
  const offers = ofType(story, 'message.sent').filter(
    ({ summary, to, raw }) => summary.endsWith('INVITE') && to !== 'sender' && String(raw).includes('a=path'),
  );
  const paths = offers.map(({ raw }) => /a=path:(\S+)/.exec(String(raw))?.[1]);
  expect(paths.length).toBeGreaterThan(6);
  // Three pushes, each with a URI of the sender's and one of bob's.
  expect(new Set(paths).size).toBe(6);
});
