import { describe, expect, it } from 'vitest';
import { field, following, header, headerValues, request } from './field.ts';
import { accepts, call, invite, outcome, refuses, rings, stage } from './stage.ts';

const seconds = (made: ReturnType<typeof stage>, name: string, method: string) =>
  made.records.flatMap((each) =>
    each.type === 'message.received' && each.node === name && `${each.raw}`.startsWith(method)
      ? [Math.floor(each.at / 1_000_000)]
      : [],
  );

describe('validation (RFC 3261 §16.3)', () => {
  it.each([
    ['a scheme that it does not know', request('INVITE', { uri: 'soap.beep://192.0.2.103' }), '416'],
    ['a scheme that would need TLS', request('INVITE', { uri: 'sips:u@example.com' }), '416'],
    ['no hops left', invite(['Max-Forwards: 0']), '483'],
    ['Proxy-Require', invite(['Proxy-Require: foo, bar']), '420'],
    ['nobody', invite([], { uri: 'sip:nobody@example.com' }), '404'],
    ['OPTIONS for the proxy itself', request('OPTIONS', { uri: 'sip:192.0.2.1' }), '200'],
    [
      'OPTIONS for it with no hops left',
      request('OPTIONS', { uri: 'sip:192.0.2.1', lines: ['Max-Forwards: 0'] }),
      '200',
    ],
    ['OPTIONS for a user with no hops left', request('OPTIONS', { lines: ['Max-Forwards: 0'] }), '483'],
    ['anything else for the proxy itself', request('MESSAGE', { uri: 'sip:192.0.2.1' }), '404'],
    ['a domain without a user', request('MESSAGE', { uri: 'sip:example.com' }), '404'],
  ])('%s', (_, text, status) => {
    const made = stage();
    call(made, text);
    made.run(0.2);
    expect(made.peer('alice').story.filter((each) => each !== '100')).toEqual([status]);
    if (status === '420')
      expect(header(made.peer('alice').responses.at(-1)!, 'Unsupported')).toBe('foo, bar');
  });

  it('480 when nobody is there', () => {
    const made = field();
    call(made);
    made.run(0.2);
    expect(outcome(made)).toBe('480');
  });
});

describe('what a request looks like when it leaves', () => {
  it('has the contact as Request-URI, one hop less, a Record-Route, a Via and its breadth; the rest as it was', () => {
    const made = stage({}, ['a']);
    call(made, invite(['X-Unknown: kept', 'Max-Forwards: 7']));
    made.run(0.2);
    const copy = made.peer('a').requests[0]!;
    expect([
      copy.uri,
      header(copy, 'Max-Forwards'),
      header(copy, 'Record-Route'),
      header(copy, 'Max-Breadth'),
    ]).toEqual([`sip:a@${made.peer('a').address}`, '6', '<sip:192.0.2.1:5060;lr>', '60']);
    expect([headerValues(copy, 'Via').length, header(copy, 'X-Unknown')]).toEqual([2, 'kept']);
  });

  it('goes by its Routes; a strict router gets itself as Request-URI, and the target last (§16.6 item 6)', () => {
    const made = stage();
    const { address } = made.peer('b');
    call(made, invite([`Route: <sip:192.0.2.1;lr>, <sip:${address}>, <sip:x.example.com;lr>`]));
    made.run(0.2);
    const copy = made.peer('b').requests[0]!;
    expect([copy.uri, headerValues(copy, 'Route')]).toEqual([
      `sip:${address}`,
      ['<sip:x.example.com;lr>', '<sip:u@example.com>'],
    ]);
  });

  it.each([
    ['own, and stripped', 'sip:u@example.com;maddr=192.0.2.1', 'a'],
    ['own, but for TCP: it goes there by TCP', 'sip:u@example.com;transport=tcp;maddr=192.0.2.1', 'a'],
    ['own, but for another port', 'sip:u@example.com:5070;maddr=192.0.2.1', undefined],
    [
      'of somebody else: he is the only target, whoever owns the domain',
      'sip:u@example.com;maddr=192.0.2.4',
      'b',
    ],
  ])('a maddr that is %s (§16.4, §16.5)', (_, uri, expected) => {
    const made = stage({}, ['a']);
    call(made, invite([], { uri }));
    made.run(0.2);
    const asked = ['a', 'b'].filter((name) => made.peer(name).requests.length > 0);
    expect(asked).toEqual(expected === undefined ? [] : [expected]);
    const got = expected === undefined ? undefined : made.peer(expected).requests[0]?.uri;
    expect(got).toBe(expected === 'a' ? `sip:a@${made.peer('a').address}` : expected && uri);
  });

  it('has no parameters and headers that a Request-URI may not have (§16.6 item 2)', () => {
    const made = field();
    const uri = `sip:a@${made.peer('a').address}`;
    made.bind(`<${uri};x=1;method=INVITE?Subject=hello>`);
    call(made);
    made.run(0.2);
    expect(made.peer('a').requests.map((each) => each.uri)).toEqual([`${uri};x=1`]);
  });

  it('comes from a strict router with its own Record-Route as Request-URI: the last Route is the target (§16.4)', () => {
    const made = stage();
    const { address } = made.peer('b');
    call(made, request('BYE', { uri: 'sip:192.0.2.1:5060;lr', lines: [`Route: <sip:b@${address}>`] }));
    made.run(0.2);
    expect(made.peer('b').requests[0]?.uri).toBe(`sip:b@${address}`);
  });

  it.each([
    'MESSAGE',
    'SUBSCRIBE',
    'NOTIFY',
    'OPTIONS',
    'UPDATE',
    'PRACK',
    'INFO',
    'REFER',
    'PUBLISH',
    'DANCE',
  ])('%s passes, and its answer comes back', (method) => {
    const made = stage({}, ['a']);
    made.peer('a').plays(() => [{ status: 200 }]);
    call(made, request(method, { lines: ['Event: presence'] }));
    made.run(0.2);
    expect([made.peer('a').story, made.peer('alice').story]).toEqual([[method], ['200']]);
  });
});

describe('CANCEL (§16.10)', () => {
  it('is answered at once, and goes on to a branch only once that has been heard (§9.1)', () => {
    const made = stage({}, ['a']);
    made
      .peer('a')
      .plays((asked) =>
        asked.method === 'INVITE' ? [{ afterMs: 1000, status: 180 }] : rings(made, 'a')(asked, 1),
      );
    const text = invite();
    call(made, text);
    call(made, following('CANCEL', text), 200);
    made.run(0.25);
    expect(made.peer('alice').story).toEqual(['100', '200']);
    expect(made.peer('a').story).toEqual(['INVITE']);
    made.run(2);
    expect(seconds(made, 'a', 'CANCEL')).toEqual([1]);
    expect(made.peer('alice').story).toContain('487');
  });

  it('that nobody knows is forwarded where its INVITE would have gone, and its answer comes back', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(() => [{ status: 481 }]);
    call(made, following('CANCEL', invite()));
    made.run(0.3);
    expect([made.peer('a').story, made.peer('alice').story]).toEqual([['CANCEL'], ['481']]);
  });

  it('of anything but an INVITE is answered 200 and has no effect: further targets are tried', () => {
    const made = stage({}, ['a;q=0.9', 'b;q=0.1']);
    made.peer('a').plays(() => [{ afterMs: 300, status: 404 }]);
    made.peer('b').plays(() => [{ status: 200 }]);
    const text = request('MESSAGE');
    const cancel = text.replace(/^MESSAGE/, 'CANCEL').replace('1 MESSAGE', '1 CANCEL');
    call(made, text);
    call(made, cancel, 200);
    made.run(1);
    expect(['alice', 'a', 'b'].map((name) => made.peer(name).story)).toEqual([
      ['200', '200'],
      ['MESSAGE'],
      ['MESSAGE'],
    ]);
  });

  it('of an INVITE that the core has refused itself goes nowhere: 200', () => {
    const made = stage({}, ['a']);
    const text = invite(['Proxy-Require: foo']);
    call(made, text);
    call(made, following('CANCEL', text), 115);
    made.run(0.3);
    expect(made.peer('a').story).toEqual([]);
    expect(made.peer('alice').story).toContain('200');
  });

  it('keeps the caller’s preferences and its Reason', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(rings(made, 'a'));
    const text = invite(['Accept-Contact: *;audio']);
    call(made, text);
    call(made, `${following('CANCEL', text)}\nReason: SIP;cause=600`, 200);
    made.run(1);
    const cancel = made.peer('a').requests.find(({ method }) => method === 'CANCEL')!;
    expect([header(cancel, 'Accept-Contact'), header(cancel, 'Reason')]).toEqual([
      '*;audio',
      'SIP;cause=600',
    ]);
  });
});

describe('an ACK for a 2xx (§16.11)', () => {
  it('without a route goes where its Request-URI leads: by the location service, if that is an address of record', () => {
    const made = stage({}, ['a']);
    call(made, following('ACK', invite(), 'a'));
    made.run(0.3);
    expect(made.peer('a').requests.map(({ method, uri }) => [method, uri])).toEqual([
      ['ACK', `sip:a@${made.peer('a').address}`],
    ]);
  });

  it('for nobody is dropped', () => {
    const made = field();
    call(made, following('ACK', invite(), 'a'));
    made.run(0.3);
    expect(made.peer('alice').story).toEqual([]);
    expect(made.records.filter((each) => each.type === 'message.sent' && each.node === 'core')).toEqual([]);
  });
});

describe('what peers may cause', () => {
  it('a host that nobody knows counts as 503, which becomes 500 (§16.9, §16.7 item 6)', () => {
    const made = stage({}, []);
    call(made, invite([], { uri: 'sip:u@nowhere.example' }));
    made.run(0.3);
    expect(outcome(made)).toBe('500');
  });

  it('a contact that wants TLS is not sent to in the clear', () => {
    const made = field();
    made.bind(`<sips:a@${made.peer('a').address}>`);
    call(made);
    made.run(1);
    expect([made.peer('a').story, outcome(made)]).toEqual([[], '500']);
    expect(made.notes()).toContainEqual(expect.stringContaining('no address for sips:'));
  });

  it('stray responses are dropped', () => {
    const made = stage();
    made.at(100, () =>
      made
        .peer('a')
        .say(
          made.core.sip.host,
          'SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKy\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>;tag=2\nCall-ID: 1\nCSeq: 1 INVITE',
        ),
    );
    made.run(0.3);
    expect(made.peer('alice').story).toEqual([]);
    expect(made.notes().join()).toContain('matches no transaction');
  });

  it('a request that comes again is answered by its transaction, and goes out once', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(accepts);
    for (const ms of [100, 150, 300]) call(made, invite(), ms);
    made.run(0.5);
    expect(made.peer('a').requests.filter(({ method }) => method === 'INVITE')).toHaveLength(1);
  });

  it.each([
    ['from two ports of one host', invite([], { sentBy: '192.0.2.2:5070' }), 100],
    ['once its transaction is over', invite(), 7000],
  ])('one branch twice, %s, is no defect', (_, again, ms) => {
    const made = stage({}, ['a']);
    made.peer('a').plays(refuses(486));
    const text = invite();
    call(made, text);
    made.at(300, () => made.peer('alice').say(made.core.sip.host, following('ACK', text, 'a')));
    call(made, again, ms);
    made.run(20);
    expect(made.peer('a').requests.filter(({ method }) => method === 'INVITE').length).toBeGreaterThanOrEqual(
      2,
    );
  });

  it('no branch at all, as RFC 2543 had it, twice', () => {
    const made = stage({}, ['a']);
    const old = (number: number) => invite([], { cseq: number }).replace(/;branch=.*/m, '');
    call(made, old(1));
    call(made, old(2), 150);
    made.run(0.4);
    expect(made.peer('a').requests).toHaveLength(2);
  });

  it('too many at a time are answered 503 with Retry-After; what is under way goes on', () => {
    const made = stage({ capacity: { requests: 1, retryAfterS: 7 } }, ['a']);
    made.peer('a').plays(({ method }) => (method === 'INVITE' ? [{ status: 180 }] : [{ status: 200 }]));
    call(made);
    call(made, request('MESSAGE', { callId: 'second', branch: 'two' }), 200);
    call(made, request('BYE', { to: '<sip:u@example.com>;tag=a', branch: 'three' }), 300);
    made.run(0.5);
    const answers = made.peer('alice').responses.filter(({ status }) => status >= 200);
    expect(answers.map(({ status }) => status)).toEqual([503, 200]);
    expect(header(answers[0]!, 'Retry-After')).toBe('7');
  });
});
