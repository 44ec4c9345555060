import { describe, expect, it } from 'vitest';
import { outcomes, run, type Story, sent, story } from '../../scenarios/runs/lab.ts';

// The sender proves himself to the core of its domain, with the body of its INVITE.

const push =
  '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }';

function going(parts: Story, domain: string) {
  const core = `{ kind: sip, domain: [example.com, push-sender-agent.example.com]${domain} }`;
  return run(story({ core, sender: 'password: s3cret', acts: [push], ...parts }));
}

/** The qualities that INVITEs show on a hop. */
function shown(result: ReturnType<typeof run>, hop: string): (string | undefined)[] {
  return sent(result, 'INVITE', hop).map(({ raw }) => /^Proxy-Auth.*qop=([\w-]+)/m.exec(`${raw}`)?.[1]);
}

describe('qop in a run', () => {
  it.each([
    ['auth where nothing is said', '', 'auth'],
    ['auth-int where that is offered', ', digest: { qop: auth-int }', 'auth-int'],
    ['auth-int where both are', ', digest: { qop: [auth, auth-int] }', 'auth-int'],
  ])('is %s', (_, digest, quality) => {
    const result = going({}, digest);
    expect(outcomes(result)).toEqual(['delivered']);
    expect(shown(result, 'sender>core')).toEqual([undefined, quality]);
    expect(shown(result, 'core>bob')).toEqual([undefined]);
  });

  it.each([
    ['auth', 'delivered'],
    ['auth-int', 'failed'],
  ])('of a body that a proxy on the way changes: with %s it is %s', (quality, outcome) => {
    const core = `
  edge: { role: proxy, next: home, domain: edge.example.net, misbehave: [changes-bodies] }
  home: { domain: [example.com, push-sender-agent.example.com], trusts: home, digest: { qop: ${quality} } }`;
    const result = run(
      story({ core, sender: 'password: s3cret, via: edge', bob: 'via: home', acts: [push] }),
    );
    expect(outcomes(result)).toEqual([outcome]);
    expect(sent(result, '407 INVITE', 'home>edge').length).toBeGreaterThan(0);
  });
});
