import { describe, expect, it } from 'vitest';
import { following, header, headerValues, type Part, request } from './field.ts';
import { accepts, call, invite, refuses, rings, stage } from './stage.ts';

describe('forking (RFC 3261 §16.6, §16.7)', () => {
  it('goes to contacts of equal preference at once, cancels the others when one accepts, and their 487 go no further', () => {
    const made = stage();
    made.peer('a').plays(accepts);
    made.peer('b').plays(rings(made, 'b'));
    call(made);
    made.run(10);
    expect(made.peer('b').story).toEqual(['INVITE', 'CANCEL', 'ACK']);
    expect(made.peer('alice').story).toEqual(['100', '180', '180', '200']);
    expect(header(made.peer('b').requests[1]!, 'Via')).toBe(header(made.peer('b').requests[0]!, 'Via'));
  });

  it('goes through contacts of different q one after the other', () => {
    const made = stage({}, ['a;q=0.2', 'b;q=0.9', 'c;q=0.5']);
    made.peer('a').plays(accepts);
    made.peer('b').plays(refuses(486));
    made.peer('c').plays(refuses(480));
    call(made);
    made.run(10);
    const begins = ['a', 'b', 'c'].map(
      (name) => made.records.find((each) => each.type === 'message.received' && each.node === name)?.at,
    );
    expect(begins[1]! < begins[2]! && begins[2]! < begins[0]!).toBe(true);
    expect(made.peer('alice').story.at(-1)).toBe('200');
  });

  it('mixes both: a group of equals, then the next', () => {
    const made = stage({}, ['a', 'b', 'c;q=0.1']);
    for (const name of ['a', 'b']) made.peer(name).plays(refuses(486));
    made.peer('c').plays(accepts);
    call(made);
    made.run(10);
    expect(made.states('responseContext').filter((state) => state === 'forwarding')).toHaveLength(2);
    expect(made.peer('alice').story.at(-1)).toBe('200');
  });

  it.each([
    ['no-fork', ['INVITE'], []],
    ['sequential', ['INVITE'], ['INVITE']],
    ['no-cancel', ['INVITE'], ['INVITE']],
  ])('%s is obeyed (RFC 3841 §9.1)', (directive, first, second) => {
    const made = stage();
    made.peer('a').plays(directive === 'sequential' ? refuses(486) : accepts);
    made.peer('b').plays(() => [{ status: 180 }]);
    call(made, invite([`Request-Disposition: ${directive}`]));
    made.run(3);
    const heard = (name: string) =>
      made
        .peer(name)
        .requests.map(({ method }) => method)
        .filter((method) => method !== 'ACK');
    expect([heard('a').slice(0, 1), heard('b')]).toEqual([first, second]);
  });

  it('parallel tries all at once, whatever their q', () => {
    const made = stage({}, ['a;q=0.2', 'b;q=0.9']);
    call(made, invite(['Request-Disposition: parallel']));
    made.run(0.2);
    expect([made.peer('a').story, made.peer('b').story]).toEqual([['INVITE'], ['INVITE']]);
  });

  it('redirect is answered 302 with all contacts in order, without their features', () => {
    const made = stage({}, ['a;q=0.2;audio', 'b;q=0.9;audio']);
    call(made, invite(['Request-Disposition: redirect', 'Accept-Contact: *;audio']));
    made.run(1);
    expect(headerValues(made.peer('alice').responses.at(-1)!, 'Contact')).toEqual([
      `<sip:b@${made.peer('b').address}>;q=1.0`,
      `<sip:a@${made.peer('a').address}>;q=0.5`,
    ]);
    expect(new Set(made.peer('alice').story)).toEqual(new Set(['100', '302']));
  });

  it('a 6xx ends the search everywhere: pending branches are cancelled, no new one is begun', () => {
    const made = stage({}, ['a', 'b', 'c;q=0.1']);
    made.peer('a').plays(refuses(603, 50));
    made.peer('b').plays(rings(made, 'b'));
    call(made);
    made.run(10);
    expect([made.peer('b').story, made.peer('c').story]).toEqual([['INVITE', 'CANCEL', 'ACK'], []]);
    expect([...new Set(made.peer('alice').story)]).toEqual(['100', '180', '603']);
  });

  it('a 6xx ends the search with no-cancel as well', () => {
    const made = stage();
    made.peer('a').plays(refuses(603, 50));
    made.peer('b').plays(rings(made, 'b'));
    call(made, invite(['Request-Disposition: no-cancel']));
    made.run(0.5);
    expect(made.peer('b').story).toContain('CANCEL');
  });

  it('a second 2xx is passed on too, and each again when it comes again', () => {
    const made = stage();
    made.peer('a').plays(() => [{ status: 200 }, { afterMs: 500, status: 200 }]);
    made.peer('b').plays(({ method }) => (method === 'INVITE' ? [{ status: 200 }] : [{ status: 200 }]));
    call(made);
    made.run(5);
    expect(made.peer('alice').story).toEqual(['100', '200', '200', '200']);
  });

  it('a 2xx that comes after its branch was given up goes no further (§9.1, RFC 6026 §7.3)', () => {
    const made = stage();
    made.peer('a').plays(refuses(603, 50));
    made
      .peer('b')
      .plays(({ method }) =>
        method === 'INVITE' ? [{ status: 180 }, { afterMs: 40_000, status: 200 }] : [{ status: 200 }],
      );
    const text = invite();
    call(made, text);
    made.at(33_000, () => made.peer('alice').say(made.core.sip.host, following('ACK', text, 'a')));
    made.run(60);
    // b never says 487: 64*T1 after its CANCEL the branch counts as cancelled (§9.1), and the 603 is sent. b's 200 then finds nobody.
    expect(new Set(made.peer('alice').story)).toEqual(new Set(['100', '180', '603']));
  });

  it('takes no 2xx to other requests late (RFC 4320 §4.2)', () => {
    const made = stage();
    for (const name of ['a', 'b'])
      made.peer(name).plays(() => [{ afterMs: name === 'a' ? 0 : 50, status: 200 }]);
    call(made, request('MESSAGE'));
    made.run(5);
    expect(made.peer('alice').story).toEqual(['200']);
  });

  it('never cancels anything but an INVITE, and passes no provisional on for it', () => {
    const made = stage();
    made.peer('a').plays(() => [{ status: 600 }]);
    made.peer('b').plays(() => [{ status: 100 }, { status: 180 }, { afterMs: 1000, status: 200 }]);
    call(made, request('MESSAGE'));
    made.run(40);
    expect(made.peer('b').story.filter((each) => each === 'CANCEL')).toEqual([]);
    expect(made.peer('alice').story.filter((each) => each === '180')).toEqual([]);
    expect(made.peer('alice').story.at(-1)).toBe('200');
  });
});

describe('the best response (§16.7 item 6)', () => {
  const best = (...statuses: number[]) => {
    const names = ['a', 'b', 'c'].slice(0, statuses.length);
    const made = stage({}, names);
    names.forEach((name, at) => {
      made.peer(name).plays(refuses(statuses[at]!));
    });
    call(made);
    made.run(1);
    return made.peer('alice').story.find((each) => Number(each) >= 200);
  };

  it.each([
    [[486, 404], '486'],
    [[404, 486], '404'],
    [[500, 486], '486'],
    [[486, 302], '302'],
    [[404, 484], '484'],
    [[420, 415], '415'],
    [[486, 503], '486'],
    [[503, 503], '500'],
    [[502, 503], '502'],
    [[404, 407, 401], '401'],
  ])('of %j it is %s', (statuses, expected) => expect(best(...statuses)).toBe(expected));

  it('collects all challenges (§16.7 item 7)', () => {
    const made = stage({}, ['a', 'b', 'c']);
    const asks =
      (status: number, name: string, realm: string): Part =>
      ({ method }) =>
        method === 'INVITE'
          ? [{ status, headers: [{ name, value: `Digest realm="${realm}", nonce="1"` }] }]
          : [{ status: 200 }];
    made.peer('a').plays(asks(407, 'Proxy-Authenticate', 'one'));
    made.peer('b').plays(asks(401, 'WWW-Authenticate', 'two'));
    made.peer('c').plays(asks(407, 'Proxy-Authenticate', 'three'));
    call(made);
    made.run(0.3);
    const answer = made.peer('alice').responses.find(({ status }) => status > 200)!;
    expect(answer.status).toBe(401);
    expect([
      headerValues(answer, 'WWW-Authenticate').length,
      headerValues(answer, 'Proxy-Authenticate').length,
    ]).toEqual([1, 2]);
  });
});
