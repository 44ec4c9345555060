import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { headerValues } from '../../../core/sip/headers.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { fired, ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

const edgeAndHome = () => run(readFileSync('scenarios/core/edge-and-home.yaml', 'utf8'));

/** The values of a header in what was sent of a name on a hop, the first time. */
function values(result: Run, summary: string, hop: string, name: string): string[] {
  const [first] = sent(result, summary, hop);
  const { message } = parseMessage(new TextEncoder().encode(`${first?.raw}`));
  return message === undefined ? [] : headerValues(message, name);
}

describe('several hosts of the core', () => {
  it('an edge puts itself into the Path, and the binding is reached by it (RFC 3327)', () => {
    const result = edgeAndHome();
    const edge = '<sip:192.0.2.2:5060;lr>';
    expect(values(result, 'REGISTER', 'bob>edge', 'Path')).toEqual([]);
    expect(values(result, 'REGISTER', 'edge>home', 'Path')).toEqual([edge]);
    // Home is of the domain itself: it needs no Path to be asked.
    expect(values(result, 'REGISTER', 'home>registrar', 'Path')).toEqual([edge]);
    expect(values(result, '200 REGISTER', 'edge>bob', 'Path')).toEqual([edge]);
    expect(values(result, 'INVITE', 'home>edge', 'Route')).toEqual([edge]);
    expect(values(result, 'INVITE', 'edge>bob', 'Route')).toEqual([]);
  });

  it('the Service-Route leads requests by the edge to home (RFC 3608)', () => {
    const result = edgeAndHome();
    expect(values(result, '200 REGISTER', 'edge>sender', 'Service-Route')).toEqual(['<sip:example.com;lr>']);
    expect(values(result, 'INVITE', 'sender>edge', 'Route')).toEqual([
      '<sip:192.0.2.2:5060;lr>',
      '<sip:example.com;lr>',
    ]);
    expect(values(result, 'INVITE', 'edge>home', 'Route')).toEqual(['<sip:example.com;lr>']);
  });

  it('while the registrar is down nobody is there', () => {
    const text = readFileSync('scenarios/core/edge-and-home.yaml', 'utf8').split('expect:')[0];
    const result = run(`${text}\nfaults: [{ crash: registrar, at: 500ms }]`);
    expect(sent(result, '480 INVITE', 'home>edge')).toHaveLength(1);
  });

  const late = (faults: string) => {
    const [before] = readFileSync('scenarios/core/edge-and-home.yaml', 'utf8').split('expect:');
    const ringing = `${before}`.replace(
      'via: edge, features',
      'via: edge, answer: manual, ring: true, features',
    );
    const tablet =
      '  tablet: { role: push-receiver, uri: sip:bob@example.com, via: edge, features: [+g.oma.lcsi.sip-push] }';
    return run(
      `${ringing.replace('timeline:', `${tablet}\ntimeline:`)}  - { at: 3s, do: register, by: tablet }\n  - { at: 5s, do: answer, by: bob, with: busy }\nfaults: [${faults}]`,
    );
  };

  it('home hears from its registrar who registers while bob rings, and tries him when the Max-Breadth of the edge is free', () => {
    expect(sent(late(''), 'INVITE', 'edge>tablet')).toHaveLength(1);
  });

  it('and asks for nobody once it has been restarted: it knows of no call any more', () => {
    const result = late('{ crash: home, at: 2s }, { restart: home, at: 2.5s }');
    expect([sent(result, 'INVITE', 'edge>tablet').length, ofType(result, 'score').length]).toEqual([0, 1]);
  });

  it('a call is queued by the host that owns the domain, and by no other (RFC 3841 §7.1)', () => {
    const [before] = readFileSync('scenarios/core/edge-and-home.yaml', 'utf8').split('expect:');
    const text = `${before}`.replace('via: edge, features', 'via: edge, answer: busy, features');
    const result = run(text.replace('do: push,', 'do: push, request-disposition: queue,'));
    expect([fired(result, 'home', 'queueRetry').length, fired(result, 'edge', 'queueRetry')]).toEqual([
      18,
      [],
    ]);
    expect(sent(result, '486 INVITE', 'edge>sender')).toHaveLength(1);
  });

  it('a registrar alone takes REGISTER and nothing else', () => {
    const result = run(story({ core: '{ kind: sip, role: registrar, domain: example.com }' }));
    expect(sent(result, '200 REGISTER')).toHaveLength(1);
    expect(sent(result, '405 INVITE')).toHaveLength(1);
  });
});

describe('a core that restarts', () => {
  it('still forwards the CANCEL of an INVITE that it has forgotten, by the branch that the INVITE had', () => {
    const result = run(
      story({
        core: '{ kind: sip, domain: example.com, bindings: kept }',
        bob: 'answer: manual, ring: true',
        acts: [
          '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }',
          '{ at: 2s, do: restart, by: core }',
          '{ at: 3s, do: cancel, by: sender }',
        ],
      }),
    );
    expect(sent(result, '200 CANCEL', 'bob>core')).toHaveLength(1);
    expect(sent(result, '200 CANCEL', 'core>sender')).toHaveLength(1);
    // The 487 finds no transaction any more: it is dropped, and the sender gives up 64*T1 after its CANCEL.
    expect(outcomes(result)).toEqual(['cancelled']);
  });

  it.each([
    ['lost', ['added', 'added']],
    ['kept', ['added', 'expired', 'added']],
  ])('with its bindings %s', (bindings, changes) => {
    const result = run(
      story({
        core: `{ kind: sip, domain: example.com, bindings: ${bindings}, expires: { min: 5s } }`,
        bob: 'expires: 30s',
        acts: ['{ at: 40s, do: register, by: bob }'],
        faults: ['{ crash: core, at: 2s }', '{ restart: core, at: 35s }'],
        more: 'limits: { time: 41s }',
      }),
    );
    const told = ofType(result, 'binding').map(({ change }) => change);
    expect(told.slice(0, changes.length)).toEqual(changes);
  });

  it('asks again for passwords: the old nonce is stale, and nobody notices', () => {
    const result = run(
      story({
        core: '{ kind: sip, domain: example.com, bindings: kept }',
        bob: 'password: zanzibar',
        acts: ['{ at: 5s, do: restart, by: core }', '{ at: 6s, do: register, by: bob }'],
      }),
    );
    const answers = ofType(result, 'message.sent').filter(({ summary }) => summary.endsWith(' REGISTER'));
    expect(answers.map(({ summary }) => summary)).toEqual([
      '401 REGISTER',
      '200 REGISTER',
      '401 REGISTER',
      '200 REGISTER',
    ]);
    expect(`${answers[2]?.raw}`).toContain('stale=true');
  });
});

describe('who does not know the password', () => {
  it('is not registered, and tries no more often than once', () => {
    const result = run(
      story({
        core: '{ kind: sip, domain: example.com }',
        bob: 'password: zanzibar',
        agents: [
          'thief: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push] }',
          'liar: { role: push-receiver, uri: sip:bob@example.com, password: guess, features: [+g.oma.lcsi.sip-push] }',
        ],
        acts: ['{ at: 1s, do: register, by: thief }', '{ at: 2s, do: register, by: liar }'],
      }),
    );
    expect(sent(result, 'REGISTER', 'thief>core')).toHaveLength(1);
    expect(ofType(result, 'binding')).toHaveLength(1);
  });
});

describe('a group', () => {
  it('has features and q by turns, with its number in them', () => {
    const result = run(
      story({
        agents: [
          'dev: { role: push-receiver, uri: sip:u@example.com, count: 3, features: [\'+sip.instance="<urn:{n}>"\'], vary: [{ q: 0.9 }, { features: [audio] }] }',
        ],
        acts: ['{ at: 1s, do: register, by: dev }'],
      }),
    );
    const told = ofType(result, 'binding').filter(({ aor }) => aor === 'sip:u@example.com');
    expect(told.map(({ q, features }) => [q, features])).toEqual([
      ['0.9', ['+sip.instance="<urn:1>"']],
      ['1.0', ['audio']],
      ['0.9', ['+sip.instance="<urn:3>"']],
    ]);
  });

  it('acts as a whole, or one of its members alone', () => {
    const result = run(
      story({
        agents: ['dev: { role: push-receiver, uri: sip:u@example.com, count: 3, features: [audio] }'],
        acts: ['{ at: 1s, do: register, by: dev-2 }'],
      }),
    );
    expect(sent(result, 'REGISTER').map(({ from }) => from)).toEqual(['bob', 'dev-2']);
  });
});
