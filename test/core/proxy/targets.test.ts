import { describe, expect, it } from 'vitest';
import { sipVersionOf } from '../../../core/redirection.ts';
import { type Field, following, header, type Part, request } from './field.ts';
import { accepts, call, invite, outcome, refuses, rings, stage } from './stage.ts';

// Targets that come while a request is being tried: who registers late, what a 416 leads to, and who is tried again.

/** A further contact of sip:u@example.com, or several in one REGISTER. */
function registers(made: Field, ms: number, ...contacts: readonly string[]): void {
  const lines = contacts.map((text) => {
    const [name = '', ...params] = text.split(';');
    return `Contact: ${[`<sip:${name}@${made.peer(name).address}>`, ...params].join(';')}`;
  });
  const asked = { uri: 'sip:example.com', callId: `late${ms}`, branch: `late${ms}`, lines };
  made.at(ms, () => made.peer('alice').say(made.core.sip.host, request('REGISTER', asked)));
}

/** Who was sent a request, and at which ms. */
function asked(made: Field, method = 'INVITE'): string[] {
  return made.records.flatMap((each) =>
    each.type === 'message.sent' &&
    each.node === 'core' &&
    each.transmission === 0 &&
    `${each.raw}`.startsWith(`${method} `)
      ? [`${each.to} ${each.at / 1000}`]
      : [],
  );
}

describe('who registers while others are being tried (§16.5)', () => {
  it('is tried at once where he is as good as they are, with a breadth of his own', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(rings(made, 'a'));
    made.peer('b').plays(accepts);
    call(made);
    registers(made, 500, 'b');
    made.run(2);
    expect(asked(made)).toEqual(['a 110', 'b 510']);
    expect(header(made.peer('b').requests[0]!, 'Max-Breadth')).toBe('1');
    expect(made.peer('a').story).toEqual(['INVITE', 'CANCEL', 'ACK']);
  });

  it('has to wait where he is liked less', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(refuses(486, 1000));
    made.peer('b').plays(accepts);
    call(made);
    registers(made, 500, 'b;q=0.5');
    made.run(3);
    expect(asked(made)).toEqual(['a 110', 'b 1130']);
    expect(header(made.peer('b').requests[0]!, 'Max-Breadth')).toBe('60');
  });

  it.each([
    ['sequential', 'Request-Disposition: sequential', ['a 110', 'b 1130']],
    ['parallel, though he is liked less', 'Request-Disposition: parallel', ['a 110', 'b 510']],
    ['no-fork', 'Request-Disposition: no-fork', ['a 110']],
    ['all of the Max-Breadth is out', 'Max-Breadth: 4', ['a 110', 'b 1130']],
    ['a caller who requires what he has not', 'Accept-Contact: *;video;require;explicit', ['a 110']],
  ])('%s', (name, line, expected) => {
    const made = stage({}, ['a;video']);
    made.peer('a').plays(refuses(486, 1000));
    call(made, invite([line]));
    registers(made, 500, name.startsWith('parallel') ? 'b;audio;q=0.5' : 'b;audio');
    made.run(1.5);
    expect(asked(made)).toEqual(expected);
  });

  it('comes before those who wait, where he is liked better; nobody is tried twice', () => {
    const made = stage({}, ['a', 'c;q=0.2']);
    for (const name of ['a', 'b']) made.peer(name).plays(refuses(486, 1000));
    made.peer('c').plays(accepts);
    call(made);
    registers(made, 500, 'b;q=0.5');
    registers(made, 600, 'a', 'b;q=0.5');
    made.run(4);
    expect(asked(made).map((each) => each.split(' ')[0])).toEqual(['a', 'b', 'c']);
  });

  it('with several contacts in one REGISTER goes to all of them', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(rings(made, 'a'));
    call(made);
    registers(made, 500, 'b', 'c');
    made.run(1);
    expect(asked(made)).toEqual(['a 110', 'b 510', 'c 510']);
  });

  it('is not tried once somebody has accepted, or the caller has given up', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(accepts);
    call(made);
    registers(made, 500, 'b');
    made.run(1);
    expect(asked(made)).toEqual(['a 110']);

    const cancelled = stage({}, ['a']);
    cancelled.peer('a').plays(() => [{ status: 180 }]);
    const text = invite();
    call(cancelled, text);
    call(cancelled, following('CANCEL', text), 300);
    registers(cancelled, 500, 'b');
    cancelled.run(1);
    expect(asked(cancelled)).toEqual(['a 110']);
  });

  it('is served by every method alike', () => {
    const made = stage({}, ['a']);
    made.peer('b').plays(() => [{ status: 200 }]);
    call(made, request('MESSAGE'));
    registers(made, 300, 'b');
    made.run(1);
    expect(made.peer('alice').story).toEqual(['200', '200']);
  });
});

describe('a 416 to a URI that is no SIP URI (§16.7 item 4)', () => {
  it('is answered by its SIP version, on the host that refused it; the 416 is forgotten', () => {
    const made = stage({}, []);
    const path = `<sip:${made.peer('a').address};lr>`;
    const lines = ['Contact: <tel:+358-555-1234567>', `Path: ${path}`, 'Supported: path'];
    made.at(50, () =>
      made
        .peer('alice')
        .say(made.core.sip.host, request('REGISTER', { uri: 'sip:example.com', branch: 'tel', lines })),
    );
    made.peer('a').plays(({ method, uri }) => {
      if (method !== 'INVITE') return [{ status: 200 }];
      return uri.startsWith('tel:') ? [{ status: 416 }] : [{ status: 486 }];
    });
    call(made);
    made.run(1);
    const uris = made.peer('a').requests.flatMap(({ method, uri }) => (method === 'INVITE' ? [uri] : []));
    const sip = `sip:+358-555-1234567@${made.peer('a').address};user=phone`;
    expect([uris, outcome(made)]).toEqual([['tel:+358-555-1234567', sip], '486']);
  });

  it('stays what it is where the URI was SIP', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(refuses(416));
    call(made);
    made.run(0.4);
    expect([asked(made), outcome(made)]).toEqual([['a 110'], '416']);
  });

  it.each([
    ['tel:+1;PostD=pp22', 'sip:gw.example.com:5070;lr', 'sip:+1;postd=pp22@gw.example.com:5070;user=phone'],
    ['tel:7042;phone-context=example.com', 'sip:h', 'sip:7042;phone-context=example.com@h;user=phone'],
    ['mailto:a@b', 'sip:h', undefined],
    ['sip:a@b', 'sip:h', undefined],
  ])('%s at %s is %s', (uri, sentTo, expected) => expect(sipVersionOf(uri, sentTo)).toBe(expected));
});

describe('a redirection whose contacts the caller does not want', () => {
  it('leaves nobody: 480, not 408', () => {
    const made = stage({}, ['a;audio']);
    const to = `<sip:b@${made.peer('b').address}>;video`;
    made.peer('a').plays(() => [{ status: 302, headers: [{ name: 'Contact', value: to }] }]);
    call(made, invite(['Accept-Contact: *;audio;require;explicit']));
    made.run(0.4);
    expect([made.peer('b').story, outcome(made)]).toEqual([[], '480']);
  });
});

describe('queue (RFC 3841 §9.1)', () => {
  const queue = invite(['Request-Disposition: queue']);
  /** Busy so often, then free. */
  const busy =
    (times: number, status = 486, headers: { name: string; value: string }[] = []): Part =>
    ({ method }, n) =>
      method === 'INVITE' ? [n > times ? { status: 200 } : { status, headers }] : [{ status: 200 }];

  it('answers 182, with what an early dialog needs, and tries again every ten seconds', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(busy(2));
    call(made, queue);
    made.run(30);
    expect(made.peer('alice').story).toEqual(['100', '182', '182', '200']);
    expect(asked(made)).toEqual(['a 110', 'a 10130', 'a 20150']);
    const queued = made.peer('alice').responses[1]!;
    expect([header(queued, 'To'), header(queued, 'Contact')]).toEqual([
      expect.stringContaining(';tag='),
      '<sip:192.0.2.1:5060>',
    ]);
  });

  it('waits as long as Retry-After asks, unless that is too long', () => {
    const after = (seconds: string) => [{ name: 'Retry-After', value: seconds }];
    const made = stage({}, ['a']);
    made.peer('a').plays(busy(1, 480, after('30 (in a meeting)')));
    call(made, queue);
    made.run(40);
    expect(asked(made)).toEqual(['a 110', 'a 30130']);

    const long = stage({}, ['a']);
    long.peer('a').plays(busy(1, 486, after('3600')));
    call(long, queue);
    long.run(1);
    expect(new Set(long.peer('alice').story)).toEqual(new Set(['100', '486']));
  });

  it('gives up after three minutes of waiting: the last answer is the answer', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(busy(1000));
    call(made, queue);
    made.run(300);
    expect(asked(made)).toHaveLength(19);
    expect(made.peer('alice').story.filter((each) => each === '182')).toHaveLength(18);
    expect(outcome(made)).toBe('486');
  });

  it.each([
    ['without it', invite(), 486, '486'],
    ['with no-queue', invite(['Request-Disposition: no-queue']), 486, '486'],
    ['where everybody is busy', queue, 600, '600'],
    [
      'where the callee is unknown',
      invite(['Request-Disposition: queue'], { uri: 'sip:x@example.com' }),
      0,
      '404',
    ],
  ])('is not for a call %s', (_, text, status, expected) => {
    const made = stage({}, ['a']);
    made.peer('a').plays(refuses(status));
    call(made, text);
    made.run(0.4);
    expect([outcome(made), made.peer('alice').story.includes('182')]).toEqual([expected, false]);
  });

  it('is for calls alone', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(() => [{ status: 480 }]);
    call(made, request('MESSAGE', { lines: ['Request-Disposition: queue'] }));
    made.run(0.4);
    expect(made.peer('alice').story).toEqual(['480']);
  });

  it('ends with the caller’s CANCEL: 487 from the core itself, and nobody is tried again', () => {
    const made = stage({}, ['a']);
    made.peer('a').plays(busy(1000));
    call(made, queue);
    call(made, following('CANCEL', queue), 5000);
    made.run(60);
    expect(made.peer('alice').story.slice(0, 4)).toEqual(['100', '182', '200', '487']);
    expect(asked(made)).toHaveLength(1);
  });

  it('looks the callee up anew: who has registered meanwhile is tried at once, who is gone is not', () => {
    const made = stage({}, []);
    made.peer('b').plays(accepts);
    call(made, queue);
    registers(made, 5000, 'b');
    made.run(8);
    expect(asked(made)).toEqual(['b 5010']);
    expect(outcome(made)).toBe('200');
  });
});

describe('a 2xx that comes late', () => {
  it('is passed on when it crosses the CANCEL of Timer C (§16.7 item 5)', () => {
    const made = stage({ timers: { cUs: 181_000_000 } }, ['a']);
    made.peer('a').plays(({ method }) => {
      if (method === 'INVITE') return [{ status: 180 }, { afterMs: 181_005, status: 200 }];
      return [{ status: 200 }];
    });
    call(made);
    made.run(190);
    expect(made.peer('a').story).toEqual(['INVITE', 'CANCEL']);
    expect(outcome(made)).toBe('200');
  });

  it('is discarded once its client transaction is over (RFC 6026 §7.3)', () => {
    const made = stage({ timers: { cUs: 20_000_000 } }, ['a']);
    made.peer('a').plays(() => [{ afterMs: 25_000, status: 200 }]);
    const text = invite();
    call(made, text);
    made.at(21_000, () => made.peer('alice').say(made.core.sip.host, following('ACK', text, 'x')));
    made.run(40);
    expect(made.peer('alice').story.filter((each) => each === '200')).toEqual([]);
    expect(made.notes().join()).toContain('matches no transaction: 200');
  });

  it('is discarded once its server transaction is over (RFC 6026 §8.3)', () => {
    const made = stage({}, ['a', 'b']);
    made.peer('a').plays(accepts);
    made.peer('b').plays(() => [{ status: 180 }, { afterMs: 40_000, status: 200 }]);
    call(made, invite(['Request-Disposition: no-cancel']));
    made.run(45);
    expect(made.peer('alice').story.filter((each) => each === '200')).toHaveLength(1);
    expect(made.notes().join()).toContain('its server transaction is over');
  });
});
