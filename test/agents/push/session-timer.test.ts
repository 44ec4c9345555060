import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  afterTooSmall,
  answerOffer,
  answerRefresh,
  offerHeaders,
  refreshHeaders,
  timerOf,
} from '../../../agents/session-timer.ts';
import { request, responseTo } from '../../../core/sip/build.ts';
import { header } from '../../../core/sip/headers.ts';
import type { SipRequest } from '../../../core/sip/message.ts';
import { accepts, call, stage, invite as wireInvite } from '../../core/proxy/stage.ts';
import { ofType, push, run, sent, story } from '../../scenarios/runs/lab.ts';
import { root } from '../../support/sources.ts';

interface Vectors {
  readonly table2: readonly {
    readonly uacSupportsTimer: boolean;
    readonly refresherInRequest: 'uac' | 'uas' | null;
    readonly allowedRefresherInResponse: readonly ('uac' | 'uas')[];
    readonly requireTimerInResponse: string | { readonly uac: string; readonly uas: string };
  }[];
  readonly cases: readonly {
    readonly id: string;
    readonly invite: { readonly se: number; readonly minSe?: number | null; readonly supported: boolean };
    readonly proxyMin?: number;
    readonly uasMin?: number;
    readonly uasWants?: number;
    readonly uasSupports?: boolean;
    readonly expect: {
      readonly status?: number;
      readonly minSe?: number;
      readonly se?: number;
      readonly refresher?: readonly string[];
      readonly response?: string;
      readonly forward?: { readonly se: number; readonly minSe: number };
      readonly proxyInserts?: { readonly se: number; readonly refresher: string; readonly require: string };
    };
    readonly retry?: { readonly se: number; readonly minSe: number };
  }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(join(root, 'test/vectors/timers/session-timers.json'), 'utf8'),
);

/** An INVITE with these headers: `Session-Expires: 90`. */
function invite(...lines: readonly string[]): SipRequest {
  const headers = lines.map((line) => {
    const [name = '', value = ''] = line.split(': ');
    return { name, value };
  });
  return request({
    method: 'INVITE',
    uri: 'sip:bob@example.com',
    from: '<sip:a@example.com>;tag=1',
    to: '<sip:bob@example.com>',
    callId: 'x',
    cseq: 1,
    headers,
  });
}

const intervalIn = (message: SipRequest) => [header(message, 'Session-Expires'), header(message, 'Min-SE')];

function missing(what: string): never {
  throw new Error(`the vectors have no ${what}`);
}

const asText = (headers: readonly { name: string; value: string }[]) =>
  headers.map(({ name, value }) => `${name}: ${value}`);

/** What a UAS says to these lines of an INVITE. */
function answer(policy: Parameters<typeof answerOffer>[1], ...lines: readonly string[]): string[] {
  return asText(answerOffer(invite(...lines), policy).headers);
}

describe('table 2 of RFC 4028', () => {
  const possible = vectors.table2.filter(
    ({ allowedRefresherInResponse }) => allowedRefresherInResponse.length > 0,
  );

  it.each(possible)('$uacSupportsTimer, $refresherInRequest', (row) => {
    const { uacSupportsTimer, refresherInRequest, allowedRefresherInResponse } = row;
    const parameter = refresherInRequest === null ? '' : `;refresher=${refresherInRequest}`;
    const lines = [`Session-Expires: 1800${parameter}`, ...(uacSupportsTimer ? ['Supported: timer'] : [])];
    const given = (['uac', 'uas'] as const).map((refresher) =>
      answer({ intervalS: 1800, refresher }, ...lines),
    );
    const refreshers = given.map(([first]) => /refresher=(ua.)/.exec(first ?? '')?.[1]);
    expect([...new Set(refreshers)].sort()).toEqual([...allowedRefresherInResponse].sort());
    for (const headers of given) expect(headers.includes('Require: timer')).toBe(uacSupportsTimer);
  });
});

describe('combinations that table 2 disallows', () => {
  const disallowed = vectors.table2.filter(
    ({ allowedRefresherInResponse }) => allowedRefresherInResponse.length === 0,
  );

  it('are two: a refresher named by who does not know timers', () => {
    expect(
      disallowed.map(({ uacSupportsTimer, refresherInRequest }) => [uacSupportsTimer, refresherInRequest]),
    ).toEqual([
      [false, 'uac'],
      [false, 'uas'],
    ]);
  });

  it.each(disallowed)('$refresherInRequest is answered as if it named nobody', ({ refresherInRequest }) => {
    const headers = answer({ intervalS: 1800 }, `Session-Expires: 1800;refresher=${refresherInRequest}`);
    expect(headers).toEqual(['Session-Expires: 1800;refresher=uas']);
  });
});

describe('the cases of the vectors', () => {
  const byProxy = ['st-nosupport', 'st-uas-unsupp'];
  const ends = vectors.cases.filter(({ id }) => !byProxy.includes(id));
  const ofProxy = (id: string) => vectors.cases.find((one) => one.id === id) ?? missing(id);

  it('st-nosupport: the core raises what it cannot refuse', () => {
    const { invite: asked, proxyMin = 0, expect: expected } = ofProxy('st-nosupport');
    const made = stage({ interval: { leastS: proxyMin } }, ['a']);
    made.peer('a').plays(accepts);
    call(made, wireInvite([`Session-Expires: ${asked.se}`]));
    made.run(2);
    const [forwarded] = made.peer('a').requests;
    expect(forwarded && intervalIn(forwarded)).toEqual([
      String(expected.forward?.se),
      String(expected.forward?.minSe),
    ]);
    const answer = made.peer('alice').responses.find(({ status }) => status === 200);
    expect(answer && [header(answer, 'Session-Expires'), header(answer, 'Require')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('st-uas-unsupp: the core answers for a callee that knows no session timers, and the caller refreshes', () => {
    const { invite: asked, expect: expected } = ofProxy('st-uas-unsupp');
    const { se, refresher, require: tag } = expected.proxyInserts ?? missing('proxyInserts');
    const result = run(
      story({
        core: '{ kind: sip, domain: example.com, session-expires: 1h }',
        sender: `session-expires: ${asked.se}s, refresher: open, linger: 1h`,
        bob: 'session-expires: 0s',
        acts: [push, '{ at: 20min, do: release, by: sender }'],
      }),
    );
    expect(String(sent(result, 'INVITE', 'core>bob')[0]?.raw)).toMatch(
      new RegExp(`^Session-Expires: ${asked.se}\r$`, 'm'),
    );
    const answers = ['200 INVITE', '200 UPDATE'].map((name) => [
      sent(result, name, 'bob>core')[0]?.raw,
      sent(result, name, 'core>sender')[0]?.raw,
    ]);
    for (const [came, went] of answers) {
      expect(came).not.toMatch(/^(Session-Expires|Require):/m);
      expect(went).toMatch(new RegExp(`^Session-Expires: ${se};refresher=${refresher}\r$`, 'm'));
      expect(went).toMatch(new RegExp(`^Require: ${tag}\r$`, 'm'));
    }
    const refreshes = ofType(result, 'timer.fired').filter(({ name }) => name === 'sessionRefresh');
    expect(refreshes.map(({ node }) => node)).toEqual(['sender']);
  });

  it('the core takes no part where the scenario does not say so', () => {
    const result = run(story({ sender: 'session-expires: 90s, min-se: 90s', bob: 'session-expires: 0s' }));
    const [asked, passed] = ['sender>core', 'core>bob'].map((hop) => sent(result, 'INVITE', hop)[0]);
    const timer = (raw: unknown) => /^Session-Expires: .*$/m.exec(String(raw))?.[0];
    expect(timer(asked?.raw)).toBe('Session-Expires: 90;refresher=uac');
    expect(timer(passed?.raw)).toBe(timer(asked?.raw));
    expect(sent(result, '200 INVITE', 'core>sender')[0]?.raw).not.toMatch(/^Session-Expires:/m);
  });

  it.each(ends)('$id', ({ invite: asked, uasMin, uasWants, uasSupports = true, expect: expected, retry }) => {
    const lines = [
      `Session-Expires: ${asked.se}`,
      ...(asked.minSe ? [`Min-SE: ${asked.minSe}`] : []),
      ...(asked.supported ? ['Supported: timer'] : []),
    ];
    const policy = {
      intervalS: uasSupports ? (uasWants ?? 1800) : 0,
      ...(uasMin !== undefined && { leastS: uasMin }),
    };
    const headers = answer(policy, ...lines);
    if (expected.status === 422) expect(headers).toEqual([`Min-SE: ${expected.minSe}`]);
    else if (expected.status === 200)
      expect(expected.refresher?.map((who) => `Session-Expires: ${expected.se};refresher=${who}`)).toContain(
        headers[0],
      );
    else expect([expected.response, headers]).toEqual(['no SE', []]);
    if (retry === undefined) return;
    const refusal = responseTo(invite(...lines), 422, {
      headers: [{ name: 'Min-SE', value: String(expected.minSe) }],
    });
    const again = afterTooSmall(invite(...lines), refusal);
    expect(again && [header(again, 'Session-Expires'), header(again, 'Min-SE')]).toEqual([
      String(retry.se),
      String(retry.minSe),
    ]);
  });
});

describe('the answer of a UAS', () => {
  it('is 422 with its Min-SE to an interval below it, if the caller knows timers', () => {
    expect(answer({ intervalS: 1800 }, 'Session-Expires: 60', 'Supported: timer')).toEqual(['Min-SE: 90']);
    expect(answer({ intervalS: 1800, leastS: 600 }, 'Session-Expires: 120', 'Supported: timer')).toEqual([
      'Min-SE: 600',
    ]);
    expect(answer({ intervalS: 1800, leastS: 600 }, 'Session-Expires: 120')).toEqual([
      'Session-Expires: 120;refresher=uas',
    ]);
  });

  it('lowers an interval to its own, never below Min-SE, and never raises one', () => {
    const timer = 'Supported: timer';
    const granted = (ownS: number, ...lines: string[]) => answer({ intervalS: ownS }, timer, ...lines)[0];
    expect(granted(1800, 'Session-Expires: 3600', 'Min-SE: 90')).toBe('Session-Expires: 1800;refresher=uac');
    expect(granted(1800, 'Session-Expires: 3600', 'Min-SE: 2400')).toBe(
      'Session-Expires: 2400;refresher=uac',
    );
    expect(granted(3600, 'Session-Expires: 600')).toBe('Session-Expires: 600;refresher=uac');
  });

  it('begins a timer by itself where the caller asks for none, with Require only if it knows timers', () => {
    expect(answer({ intervalS: 600 }, 'Supported: timer')).toEqual([
      'Session-Expires: 600;refresher=uac',
      'Require: timer',
    ]);
    expect(answer({ intervalS: 600 })).toEqual(['Session-Expires: 600;refresher=uas']);
    expect(answer({ intervalS: 0 }, 'Session-Expires: 600', 'Supported: timer')).toEqual([]);
  });
});

describe('the request after a 422', () => {
  const first = invite('Session-Expires: 120;refresher=uac', 'Supported: timer');
  const refuse = (of: SipRequest, minSe: number) =>
    responseTo(of, 422, { headers: [{ name: 'Min-SE', value: String(minSe) }] });

  it('has the next CSeq, the largest Min-SE, and no smaller interval; Call-ID, To and From stay', () => {
    const second = afterTooSmall(first, refuse(first, 600));
    const names = ['CSeq', 'Session-Expires', 'Min-SE', 'Call-ID', 'To', 'From'];
    expect(second && names.map((name) => header(second, name))).toEqual([
      '2 INVITE',
      '600;refresher=uac',
      '600',
      ...['Call-ID', 'To', 'From'].map((name) => header(first, name)),
    ]);
    const third = second && afterTooSmall(second, refuse(second, 1000));
    expect(third && [header(third, 'CSeq'), header(third, 'Min-SE')]).toEqual(['3 INVITE', '1000']);
  });

  it('is none where the 422 asks for nothing more, or says nothing', () => {
    expect(afterTooSmall(first, refuse(first, 90))).toBeUndefined();
    expect(afterTooSmall(first, responseTo(first, 422))).toBeUndefined();
    expect(afterTooSmall(invite(), refuse(first, 600))).toBeUndefined();
  });
});

describe('a refresh', () => {
  it('is answered without a timer by who takes no part in any', () => {
    const asked = invite('Session-Expires: 600;refresher=uac', 'Supported: timer');
    expect(answerRefresh(asked, { intervalS: 0 }, undefined)).toEqual({ headers: [], timer: undefined });
  });

  it('names who refreshes now, from its sender’s side, and the largest Min-SE', () => {
    const timer = { intervalUs: 600_000_000, refresher: 'us' } as const;
    expect(asText(refreshHeaders(timer))).toEqual(['Session-Expires: 600;refresher=uac']);
    expect(asText(refreshHeaders({ ...timer, refresher: 'peer' }, 1000))).toEqual([
      'Session-Expires: 1000;refresher=uas',
      'Min-SE: 1000',
    ]);
  });

  it('is answered as it asks; without Session-Expires the timer that runs goes on', () => {
    const policy = { intervalS: 1800 };
    const running = { intervalUs: 600_000_000, refresher: 'us' } as const;
    const asked = invite('Session-Expires: 3600;refresher=uas', 'Supported: timer');
    expect(answerRefresh(asked, policy, running)).toEqual({
      headers: [
        { name: 'Session-Expires', value: '3600;refresher=uas' },
        { name: 'Require', value: 'timer' },
      ],
      timer: { intervalUs: 3_600_000_000, refresher: 'us' },
    });
    expect(answerRefresh(invite('Supported: timer'), policy, running)).toMatchObject({ timer: running });
    expect(answerRefresh(invite(), policy, running)).toEqual({ headers: [], timer: undefined });
  });
});

it('an offer may leave open who refreshes, and says its Min-SE where that is not the default', () => {
  expect(asText(offerHeaders({ intervalS: 1800 }))).toEqual(['Session-Expires: 1800']);
  expect(asText(offerHeaders({ intervalS: 120, leastS: 300, refresher: 'uac' }))).toEqual([
    'Session-Expires: 300;refresher=uac',
    'Min-SE: 300',
  ]);
  expect(offerHeaders({ intervalS: 0 })).toEqual([]);
});

it('a 2xx without Session-Expires sets no timer', () => {
  expect(timerOf(responseTo(invite(), 200), 'uac')).toBeUndefined();
});
