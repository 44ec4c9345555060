import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asking, answeringTo, askingFor, type IntervalPolicy } from '../../../core/session-interval.ts';
import { request, responseTo } from '../../../core/sip/build.ts';
import { header } from '../../../core/sip/headers.ts';
import type { SipRequest } from '../../../core/sip/message.ts';
import { call, invite, outcome, stage } from './stage.ts';

// RFC 4028 §8: what a proxy makes of the session interval in a request, and of its absence in the answer.

function refresh(lines: readonly string[], method = 'INVITE'): SipRequest {
  const headers = lines.map((line) => {
    const [name = '', value = ''] = line.split(': ');
    return { name, value };
  });
  const [from, to] = ['<sip:a@example.com>;tag=1', '<sip:u@example.com>'];
  return request({ method, uri: 'sip:u@example.com', from, to, callId: 'x', cseq: 1, headers });
}

/** What is forwarded: Session-Expires, Min-SE; or the Min-SE of the 422. */
function asked(policy: IntervalPolicy, ...lines: readonly string[]): readonly (string | undefined)[] {
  const asking = askingFor(refresh(lines), policy);
  if ('status' in asking) return [String(asking.status), asking.headers?.[0]?.value];
  return [header(asking.request, 'Session-Expires'), header(asking.request, 'Min-SE')];
}

const timer = 'Supported: timer';
const policy = { intervalS: 1800, leastS: 600 };

describe('a session refresh request', () => {
  it.each([
    ['without an interval gets the proxy’s, and no refresher', [timer], ['1800', undefined]],
    ['without an interval gets one not below its Min-SE', [timer, 'Min-SE: 3600'], ['3600', '3600']],
    [
      'that asks for enough goes on as it is',
      [timer, 'Session-Expires: 900;refresher=uas'],
      ['900;refresher=uas', undefined],
    ],
    [
      'that asks for more is lowered; who refreshes stays',
      [timer, 'Session-Expires: 3600;refresher=uac;a=b'],
      ['1800;refresher=uac;a=b', undefined],
    ],
    ['is never lowered below its Min-SE', [timer, 'Session-Expires: 7200', 'Min-SE: 3600'], ['3600', '3600']],
    [
      'is never raised where it is not below its Min-SE',
      ['Session-Expires: 700', 'Min-SE: 90'],
      ['700', '90'],
    ],
    ['is raised to its own Min-SE', [timer, 'Session-Expires: 700', 'Min-SE: 800'], ['800', '800']],
    [
      'that is too small is refused where the caller knows session timers',
      [timer, 'Session-Expires: 599'],
      ['422', '600'],
    ],
    ['that is too small is raised where he does not', ['Session-Expires: 60'], ['600', '600']],
    [
      'that is too small has its Min-SE raised, never lowered',
      ['Session-Expires: 100', 'Min-SE: 100'],
      ['600', '600'],
    ],
    ['keeps a larger Min-SE', ['Session-Expires: 100', 'Min-SE: 700'], ['700', '700']],
    ['in compact form is understood', ['k: timer', 'x: 120'], ['422', '600']],
    ['whose interval can’t be read goes on as it is', [timer, 'Session-Expires: soon'], ['soon', undefined]],
    [
      'whose Min-SE can’t be read goes on as it is',
      ['Session-Expires: 100', 'Min-SE: much'],
      ['100', 'much'],
    ],
  ])('%s', (_, lines, expected) => expect(asked(policy, ...lines)).toEqual(expected));

  it('is an INVITE or an UPDATE, and no other', () => {
    for (const method of ['BYE', 'MESSAGE', 'PRACK', 'OPTIONS']) {
      const other = refresh(['Session-Expires: 60'], method);
      expect(askingFor(other, policy)).toEqual({ request: other });
    }
    expect(askingFor(refresh([timer], 'UPDATE'), policy)).toMatchObject({ asked: { seconds: 1800 } });
  });

  it('without an interval goes on without one where the proxy has none of its own', () => {
    const silent = refresh([timer]);
    expect(askingFor(silent, { leastS: 600 })).toEqual({ request: silent });
  });

  it('never leaves with less than its Min-SE, nor with more than it came with unless that was less', () => {
    const seconds = fc.integer({ min: 1, max: 100_000 });
    const maybe = fc.option(seconds, { nil: undefined });
    fc.assert(
      fc.property(maybe, maybe, maybe, seconds, fc.boolean(), (came, least, own, ownLeast, capable) => {
        const lines = [
          ...(came === undefined ? [] : [`Session-Expires: ${came}`]),
          ...(least === undefined ? [] : [`Min-SE: ${least}`]),
          ...(capable ? [timer] : []),
        ];
        const told = { leastS: ownLeast, ...(own !== undefined && { intervalS: own }) };
        const [interval, minimum] = asked(told, ...lines);
        const floor = Math.max(90, Number(minimum ?? 90));
        if (interval === '422') {
          expect([capable, Number(minimum)]).toEqual([true, floor]);
          return;
        }
        if (interval === undefined) {
          expect([came, own]).toEqual([undefined, undefined]);
          return;
        }
        expect(Number(interval)).toBeGreaterThanOrEqual(floor);
        if (came !== undefined) expect(Number(interval)).toBeLessThanOrEqual(Math.max(came, floor));
        // "MUST NOT insert a Min-SE header field or modify the value of an existing" one.
        if (capable) expect(minimum).toBe(least?.toString());
        else expect(Number(minimum ?? 0)).toBeGreaterThanOrEqual(least ?? 0);
      }),
    );
  });
});

describe('its answer', () => {
  const asking = askingFor(refresh([timer]), policy) as Asking;
  const answer = (status: number, ...lines: readonly string[]) => {
    const headers = lines.map((line) => ({
      name: line.split(': ')[0] ?? '',
      value: line.split(': ')[1] ?? '',
    }));
    const told = answeringTo(responseTo(asking.request, status, { headers }), asking.asked);
    return [header(told, 'Session-Expires'), header(told, 'Require')];
  };

  it('gets what was asked for, if the callee says nothing', () => {
    expect(answer(200)).toEqual(['1800;refresher=uac', 'timer']);
    expect(answer(200, 'Require: 100rel')).toEqual(['1800;refresher=uac', '100rel, timer']);
    expect(answer(200, 'Require: Timer')).toEqual(['1800;refresher=uac', 'Timer']);
  });

  it('is left alone where the callee answers itself, where it is no 2xx, and where the caller knows no session timers', () => {
    expect(answer(200, 'Session-Expires: 900;refresher=uas')).toEqual(['900;refresher=uas', undefined]);
    for (const status of [180, 302, 486]) expect(answer(status)).toEqual([undefined, undefined]);
    const deaf = askingFor(refresh([]), policy) as Asking;
    const response = responseTo(deaf.request, 200);
    expect(answeringTo(response, deaf.asked)).toBe(response);
    expect(answeringTo(response, undefined)).toBe(response);
  });
});

it('a 422 of the proxy has its minimum and a tag, and the request goes nowhere', () => {
  const made = stage({ interval: policy }, ['a']);
  call(made, invite([timer, 'Session-Expires: 120']));
  made.run(1);
  expect(outcome(made)).toBe('422');
  expect(made.peer('alice').responses.at(-1)).toSatisfy(
    (response) => header(response, 'Min-SE') === '600' && /;tag=/.test(header(response, 'To') ?? ''),
  );
  expect(made.peer('a').requests).toEqual([]);
});
