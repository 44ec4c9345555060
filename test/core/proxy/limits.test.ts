import { describe, expect, it } from 'vitest';
import { following, header, headerValues } from './field.ts';
import { accepts, call, invite, outcome, refuses, rings, stage } from './stage.ts';

// What keeps a request from going on for ever: loops, breadth, redirections in a circle, Timer C.

const seconds = (made: ReturnType<typeof stage>, name: string, method: string) =>
  made.records.flatMap((each) =>
    each.type === 'message.received' && each.node === name && `${each.raw}`.startsWith(method)
      ? [Math.floor(each.at / 1_000_000)]
      : [],
  );

describe('loops (RFC 5393 §4.2)', () => {
  /** Sends what comes to `a` back to the core, changed or not. */
  function circle(change: (text: string) => string, times = 1) {
    const made = stage({}, ['a']);
    let left = times;
    made.peer('a').plays((asked) => {
      if (left-- <= 0) return [{ status: 200 }];
      const lines = asked.headers.map(({ name, value }) => `${name}: ${value}`);
      const via = `Via: SIP/2.0/UDP ${made.peer('a').address};branch=z9hG4bKback${left}`;
      const text = [`${asked.method} sip:u@example.com SIP/2.0`, via, ...lines].join('\n');
      made.peer('a').say(made.core.sip.host, change(text.replace(/\nContent-Length.*/, '')));
      return [];
    });
    return made;
  }

  it('the same request again is 482', () => {
    const made = circle((text) => text);
    call(made, invite(['Accept-Contact: *;audio']));
    made.run(0.3);
    expect(made.peer('a').story).toContain('482');
  });

  it.each([
    ['Request-URI', (text: string) => text.replace('sip:u@example.com', 'sip:u@example.com;x=1')],
    ['Accept-Contact', (text: string) => `${text}\nAccept-Contact: *;video`],
    ['Reject-Contact', (text: string) => `${text}\nReject-Contact: *;actor="msg-taker"`],
    ['Request-Disposition', (text: string) => `${text}\nRequest-Disposition: no-fork`],
    ['Event', (text: string) => `${text}\nEvent: presence`],
  ])('one that comes back with another %s is a spiral', (_, change) => {
    const made = circle(change);
    call(made, invite(['Accept-Contact: *;audio']));
    made.run(0.3);
    expect(made.peer('a').story.filter((each) => each === 'INVITE').length).toBeGreaterThan(1);
    expect(made.peer('a').story).not.toContain('482');
  });

  it('the hash in the branch is the same for the CANCEL', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(rings(made, 'a'));
    const text = invite();
    call(made, text);
    call(made, following('CANCEL', text), 200);
    made.run(1);
    const [first, second] = made.peer('a').requests.map((each) => header(each, 'Via'));
    expect(made.peer('a').story).toEqual(['INVITE', 'CANCEL', 'ACK']);
    expect(second).toBe(first);
  });
});

describe('Max-Breadth (RFC 5393 §5.3)', () => {
  it('is divided among the branches, and no more than 60 is taken', () => {
    const made = stage({}, ['a', 'b', 'c']);
    call(made, invite(['Max-Breadth: 100']));
    made.run(0.2);
    expect(['a', 'b', 'c'].map((name) => header(made.peer(name).requests[0]!, 'Max-Breadth'))).toEqual([
      '20',
      '20',
      '20',
    ]);
  });

  it('too little of it makes a parallel fork serial', () => {
    const made = stage({}, ['a', 'b', 'c']);
    for (const name of ['a', 'b', 'c']) made.peer(name).plays(refuses(486));
    call(made, invite(['Max-Breadth: 2']));
    made.run(0.13);
    expect(['a', 'b', 'c'].map((name) => made.peer(name).requests.length)).toEqual([1, 1, 0]);
    made.run(1);
    expect(header(made.peer('c').requests[0]!, 'Max-Breadth')).toBe('2');
  });

  it('440 where there is none, also for what goes by a route', () => {
    const made = stage();
    call(made, invite(['Max-Breadth: 0', `Route: <sip:${made.peer('b').address};lr>`]));
    made.run(0.2);
    expect([made.peer('b').story, outcome(made)]).toEqual([[], '440']);
  });

  it.each([
    ['parallel is asked for', ['Max-Breadth: 2', 'Request-Disposition: parallel']],
    ['there is none at all', ['Max-Breadth: 0']],
  ])('440 where %s', (_, lines) => {
    const made = stage({}, ['a', 'b', 'c']);
    call(made, invite(lines));
    made.run(0.2);
    expect(outcome(made)).toBe('440');
  });
});

describe('recursion on 3xx (§16.7 item 4)', () => {
  const moved =
    (to: string, status = 302) =>
    () => [{ status, headers: [{ name: 'Contact', value: to }] }];

  it('tries the contacts in place of the redirection', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(moved(`<sip:b@${made.peer('b').address}>`));
    made.peer('b').plays(accepts);
    call(made);
    made.run(1);
    expect([made.peer('b').story[0], outcome(made)]).toEqual(['INVITE', '200']);
  });

  it('applies the caller’s preferences to them again (RFC 3841 §7.2.4)', () => {
    const made = stage({}, ['a']);
    const [b, c] = [made.peer('b').address, made.peer('c').address];
    made.peer('a').plays(moved(`<sip:b@${b}>;video, <sip:c@${c}>;audio`));
    made.peer('c').plays(accepts);
    call(made, invite(['Accept-Contact: *;audio;require']));
    made.run(1);
    expect([made.peer('b').story, made.peer('c').story[0], outcome(made)]).toEqual([[], 'INVITE', '200']);
  });

  it('no target twice: a redirection in a circle comes to its end', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(moved(`<sip:b@${made.peer('b').address}>`));
    made.peer('b').plays(moved(`<sip:a@${made.peer('a').address}>`));
    call(made);
    made.run(1);
    expect([made.peer('a').requests.length, outcome(made)]).toEqual([2, '302']);
  });

  it.each([
    ['no-recurse', 302, ['Request-Disposition: no-recurse'], '302'],
    ['380, whose alternatives stand in a body', 380, [], '380'],
  ])('not with %s', (_, status, lines, expected) => {
    const made = stage({}, ['a']);
    made.peer('a').plays(moved(`<sip:b@${made.peer('b').address}>`, status));
    call(made, invite(lines));
    made.run(0.3);
    expect([made.peer('b').story, outcome(made)]).toEqual([[], expected]);
  });

  it('not where the proxy is not responsible for the Request-URI (§16.5)', () => {
    const made = stage({}, []);
    made.peer('a').plays(moved(`<sip:b@${made.peer('b').address}>`));
    call(made, invite([], { uri: `sip:a@${made.peer('a').address}` }));
    made.run(0.3);
    expect([made.peer('b').story, outcome(made)]).toEqual([[], '302']);
  });

  it('what is left of it is the best response, without the contacts that were tried', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(moved(`<sip:b@${made.peer('b').address}>, <mailto:u@example.com>`));
    made.peer('b').plays(refuses(486));
    call(made);
    made.run(0.5);
    const answer = made.peer('alice').responses.find(({ status }) => status >= 300)!;
    expect([answer.status, headerValues(answer, 'Contact')]).toEqual([302, ['<mailto:u@example.com>']]);
  });
});

describe('Timer C (§16.6 item 11, §16.8)', () => {
  const cUs = 181_000_000;

  it('cancels a branch that has rung; its 487 is what the caller hears', () => {
    const made = stage({ timers: { cUs } }, ['a']);
    made.peer('a').plays(rings(made, 'a'));
    call(made);
    made.run(200);
    expect(seconds(made, 'a', 'CANCEL')).toEqual([181]);
    expect(made.peer('alice').story).toContain('487');
  });

  it('begins anew with each 101 to 199', () => {
    const made = stage({ timers: { cUs } }, ['a']);
    made
      .peer('a')
      .plays(({ method }) =>
        method === 'INVITE' ? [{ status: 180 }, { afterMs: 100_000, status: 183 }] : [{ status: 200 }],
      );
    call(made);
    made.run(300);
    expect(seconds(made, 'a', 'CANCEL')).toEqual([281]);
  });

  it('does not begin anew with a 100', () => {
    const made = stage({ timers: { cUs } }, ['a']);
    made
      .peer('a')
      .plays(({ method }) => (method === 'INVITE' ? [{ afterMs: 20_000, status: 100 }] : [{ status: 200 }]));
    call(made);
    made.run(300);
    expect(seconds(made, 'a', 'CANCEL')).toEqual([181]);
  });

  it('is 408 where nothing at all was heard', () => {
    const made = stage({ timers: { cUs: 20_000_000 } }, ['a']);
    call(made);
    made.run(21);
    expect([seconds(made, 'a', 'CANCEL'), outcome(made)]).toEqual([[], '408']);
  });

  it('is 487 where nobody answers the CANCEL within 64*T1', () => {
    const made = stage({ timers: { cUs } }, ['a']);
    made.peer('a').plays(() => [{ status: 180 }]);
    call(made);
    made.run(214);
    expect(made.peer('alice').story).toContain('487');
  });
});
