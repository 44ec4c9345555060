import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../core/sip/parse.ts';
import { TrustEdge } from '../../../core/trust-edge.ts';
import { ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';
import { header, headerValues, request } from '../proxy/field.ts';
import { call, stage } from '../proxy/stage.ts';

const asserted = (made: ReturnType<typeof stage>) => {
  const copy = made.peer('a').requests[0]!;
  return [headerValues(copy, 'P-Asserted-Identity'), header(copy, 'P-Preferred-Identity')];
};

/** The core trusts these peers. */
function inside(...trusted: string[]) {
  const made = stage({ trusts: (address) => trusted.some((name) => made.peer(name).address === address) }, [
    'a',
  ]);
  made.peer('a').plays(() => [{ status: 200 }]);
  return made;
}

const claim = [
  'P-Asserted-Identity: <sip:ceo@example.com>, <tel:+1555>',
  'P-Preferred-Identity: <sip:ceo@example.com>',
];

describe('the edge of the trust domain (RFC 3325 §5 to §7)', () => {
  it.each(['INVITE', 'MESSAGE', 'BYE', 'OPTIONS'])(
    'removes from %s what a stranger asserts, and his hint',
    (method) => {
      const made = inside('a');
      call(made, request(method, { lines: claim }));
      made.run(0.2);
      expect(asserted(made)).toEqual([[], undefined]);
      expect(made.notes().join('\n')).toContain(
        'P-Asserted-Identity <sip:ceo@example.com>, <tel:+1555> removed',
      );
    },
  );

  it('removes it from an ACK and a CANCEL as well', () => {
    const made = inside('a');
    const { address } = made.peer('a');
    const uri = `sip:a@${address}`;
    call(made, request('ACK', { uri, to: '<sip:u@example.com>;tag=a', lines: claim, branch: 'ack' }));
    made.run(0.2);
    expect(asserted(made)).toEqual([[], undefined]);
  });

  it('believes a trusted node, but passes no hint on', () => {
    const made = inside('alice', 'a');
    call(made, request('INVITE', { lines: claim }));
    made.run(0.2);
    expect(asserted(made)).toEqual([['<sip:ceo@example.com>', '<tel:+1555>'], undefined]);
  });

  it.each([
    ['id', 'a stranger', ['alice'], []],
    ['id', 'a trusted node', ['alice', 'a'], ['<sip:ceo@example.com>', '<tel:+1555>']],
    ['id;critical', 'a stranger', ['alice'], []],
    ['none', 'a stranger', ['alice'], ['<sip:ceo@example.com>', '<tel:+1555>']],
  ])('Privacy: %s, to %s', (privacy, _, trusted, expected) => {
    const made = inside(...trusted);
    call(made, request('INVITE', { lines: [...claim, `Privacy: ${privacy}`] }));
    made.run(0.2);
    expect(asserted(made)[0]).toEqual(expected);
  });

  it('without Privacy the identity is told: "it is RECOMMENDED" not to remove it', () => {
    const made = inside('alice');
    call(made, request('INVITE', { lines: claim }));
    made.run(0.2);
    expect(asserted(made)[0]).toHaveLength(2);
  });

  it.each([
    ['of a stranger', [], undefined],
    ['of a trusted node', ['a'], '<sip:u@example.com>'],
  ])('a response %s', (_, trusted, expected) => {
    const made = inside(...trusted);
    const headers = [{ name: 'P-Asserted-Identity', value: '<sip:u@example.com>' }];
    made.peer('a').plays(() => [{ status: 200, headers }]);
    call(made, request('MESSAGE'));
    made.run(0.2);
    expect(header(made.peer('alice').responses[0]!, 'P-Asserted-Identity')).toBe(expected);
  });
});

describe('a hint (RFC 3325 §6)', () => {
  const edge = () => new TrustEdge({ trusts: () => false, addressOf: () => undefined, note: () => {} });
  const hinted = (...hints: string[]) => {
    const lines = hints.map((hint) => `P-Preferred-Identity: ${hint}`);
    const { message } = parseMessage(new TextEncoder().encode(`${request('INVITE', { lines })}\n\n`));
    if (message?.kind !== 'request') throw new Error('not SIP');
    return headerValues(edge().entering(message, '192.0.2.2', 'sip:u@example.com'), 'P-Asserted-Identity');
  };

  it.each([
    ['is written as he likes it, where it is his', ['"U" <sip:u@EXAMPLE.com>'], '"U" <sip:u@EXAMPLE.com>'],
    [
      'beside a telephone number counts as well',
      ['<tel:+1>', '"U" <sip:u@example.com>'],
      '"U" <sip:u@example.com>',
    ],
    ['that is somebody else’s counts for nothing', ['<sip:ceo@example.com>'], '<sip:u@example.com>'],
  ])('%s', (_, hints, asserted) => {
    expect(hinted(...hints)).toEqual([asserted]);
  });
});

describe('who has a password (RFC 3261 §22.3)', () => {
  it.each([
    '<sip:boss@example.com>',
    '<sip:boss@EXAMPLE.com:5060>',
    '<sips:boss@example.com>',
    '<sip:b%6fss:pw@example.com;x=1>',
  ])('is asked for it, however he writes his name: %s', (from) => {
    const accountOf = (aor: string) =>
      aor === 'sip:boss@example.com' ? { username: 'boss', password: 'x' } : undefined;
    const made = stage({ accountOf }, ['a']);
    call(made, request('MESSAGE', { from }));
    made.run(0.2);
    expect([made.peer('alice').story, made.peer('a').story]).toEqual([['407'], []]);
  });
});

/** `from>to`, and the identity that the INVITE had on that hop. */
function hops(result: Run): string[] {
  return ofType(result, 'message.sent').flatMap(({ from, to, summary, raw }) => {
    if (summary !== 'INVITE') return [];
    const identity = /P-Asserted-Identity: (.*)\r/.exec(`${raw}`)?.[1] ?? 'nobody';
    const shows = /P(?:roxy-Authorization|-Preferred-Identity):/.test(`${raw}`);
    return [`${from}>${to} ${identity}${shows ? ' (shows)' : ''}`];
  });
}

describe('a whole run', () => {
  it('asserts who proved himself, keeps him private where he asks for it, and believes no stranger', () => {
    const result = run(readFileSync('scenarios/core/asserted-identity.yaml', 'utf8'));
    expect(hops(result)).toEqual([
      'sender>edge nobody (shows)',
      'sender>edge nobody (shows)',
      'edge>far <sip:push@example.com>',
      'far>bob <sip:push@example.com>',
      'shy>edge nobody',
      'shy>edge nobody (shows)',
      'edge>far <sip:shy@example.com>',
      'far>bob nobody',
      'mallory>edge <sip:push@example.com> (shows)',
      'edge>far nobody',
      'far>bob nobody',
    ]);
  });

  it('challenges what it should, and lets pass what it must (§22.1)', () => {
    const result = run(readFileSync('scenarios/core/challenge-and-answer.yaml', 'utf8'));
    const challenged = ofType(result, 'message.sent').filter(({ summary }) => /^40[17] /.test(summary));
    expect(new Set(challenged.map(({ summary }) => summary))).toEqual(
      new Set(['401 REGISTER', '407 INVITE']),
    );
    // The ACK of the 2xx carries the credentials of its INVITE.
    const acks = ofType(result, 'message.sent').filter(
      ({ summary, from, to, raw }) =>
        summary === 'ACK' && from === 'sender' && to === 'core' && `${raw}`.includes('Proxy-Authorization'),
    );
    expect(acks.length).toBeGreaterThanOrEqual(3);
    expect(ofType(result, 'message.sent').some(({ raw }) => `${raw}`.includes('stale=true'))).toBe(true);
    // The core shows nobody else's credentials to bob.
    expect(
      ofType(result, 'message.sent').some(
        ({ to, summary, raw }) =>
          to === 'bob' && summary === 'INVITE' && `${raw}`.includes('Proxy-Authorization'),
      ),
    ).toBe(false);
  });

  const cseqs = (result: Run, summary: string, hop: string) =>
    sent(result, summary, hop).map(({ raw }) => /^CSeq: (.*)\r$/m.exec(`${raw}`)?.[1]);

  it('inside a dialog draws the same request once more: the same dialog, the next CSeq (§22.2, §12.2.1.1)', () => {
    const result = run(readFileSync('scenarios/core/challenged-in-dialog.yaml', 'utf8'));
    expect(cseqs(result, 'UPDATE', 'sender>core')).toEqual(['3 UPDATE', '4 UPDATE']);
    expect(cseqs(result, 'BYE', 'bob>core')).toEqual(['1 BYE', '2 BYE']);
    const dialogs = sent(result, 'BYE', 'bob>core').map(({ raw }) =>
      `${raw}`.split('\r\n').filter((line) => /^(Call-ID|From|To|Route):/.test(line)),
    );
    expect(dialogs[1]).toEqual(dialogs[0]);
    expect(result.verdict.ok).toBe(true);
  });

  it('lets a re-INVITE through with its ACK, which repeats the credentials; ACK and CANCEL are asked for nothing', () => {
    const result = run(
      story({
        core: '{ kind: sip, domain: example.com, digest: { in-dialog: true } }',
        sender: 'password: s3cret, session-expires: 90s, linger: 60s, uri: sip:push@example.com',
        bob: 'password: zanzibar, update: false',
      }).replace('uri: sip:push@push-sender-agent.example.com, ', ''),
    );
    expect(cseqs(result, 'INVITE', 'sender>core')).toEqual(['1 INVITE', '2 INVITE', '3 INVITE', '4 INVITE']);
    const [ack] = sent(result, 'ACK', 'core>bob').slice(-1);
    expect(`${ack?.raw}`).toMatch(/CSeq: 4 ACK.*Proxy-Authorization: Digest/s);
    expect(outcomes(result)).toEqual(['delivered']);
    expect(sent(result, '407').map(({ summary }) => summary)).toEqual([
      '407 INVITE',
      '407 INVITE',
      '407 BYE',
    ]);
  });
});
