import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TimerValues } from '../../../../core/sip/transaction-types.ts';
import { defaultTimers, untilTimerEIsT2Us } from '../../../../core/sip/transactions-timers.ts';
import { anAck, aRequest, createElement, respond, tcp, udp } from './element.ts';

interface Schedule {
  readonly sendAtMs: readonly number[];
}

interface Vector {
  readonly name: string;
  readonly T1: number;
  readonly T2: number;
  readonly T4: number;
  readonly inviteClientUdpNoResponse: Schedule & { readonly timerBAtMs: number };
  readonly inviteClientTcpNoResponse: Schedule & { readonly timerBAtMs: number };
  readonly nonInviteClientUdpNoResponse: Schedule & { readonly timerFAtMs: number };
  readonly nonInviteClientUdpProvisionalAt: Schedule & { readonly timerFAtMs: number };
  readonly inviteServerUdp300699NoAck: Schedule & { readonly timerHAtMs: number };
  readonly inviteServerTcp300699NoAck: Schedule & { readonly timerHAtMs: number };
  readonly inviteClientAcceptedM: number;
  readonly inviteServerAcceptedL: number;
  readonly timerDUdpMs: number;
  readonly timerDTcpMs: number;
  readonly timerIUdpMs: number;
  readonly timerITcpMs: number;
  readonly timerJUdpMs: number;
  readonly timerJTcpMs: number;
  readonly timerKUdpMs: number;
  readonly timerKTcpMs: number;
  readonly rfc4320_nonInvite100: { readonly earliestUdpMs: number; readonly mustAtMs: number };
}

const file = new URL('../../../vectors/timers/sip-timers.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Vector[] };

function timersOf(vector: Vector): TimerValues {
  return {
    ...defaultTimers,
    t1Us: vector.T1 * 1000,
    t2Us: vector.T2 * 1000,
    t4Us: vector.T4 * 1000,
    dUs: vector.timerDUdpMs * 1000,
  };
}

/** `0 send INVITE`, `500 send INVITE` … */
function lines(what: string, atMs: readonly number[]): string[] {
  return atMs.map((ms) => `${ms} ${what}`);
}

describe.each(vectors)('timers $name', (vector) => {
  const element = () => createElement(timersOf(vector));

  it.each(['udp', 'tcp'] as const)('INVITE client by %s without a response', (transport) => {
    const { sendAtMs, timerBAtMs } =
      transport === 'udp' ? vector.inviteClientUdpNoResponse : vector.inviteClientTcpNoResponse;
    const uac = element();
    uac.call(aRequest(), transport === 'udp' ? udp : tcp);
    uac.run();
    expect(uac.log).toEqual([...lines('send INVITE', sendAtMs), `${timerBAtMs} to TU: timeout`]);
    expect(uac.transactions.size).toBe(0);
  });

  it.each(['udp', 'tcp'] as const)('non-INVITE client by %s without a response', (transport) => {
    const { sendAtMs, timerFAtMs } = vector.nonInviteClientUdpNoResponse;
    const uac = element();
    uac.call(aRequest('BYE'), transport === 'udp' ? udp : tcp);
    uac.run();
    const times = transport === 'udp' ? sendAtMs : [0];
    expect(uac.log).toEqual([...lines('send BYE', times), `${timerFAtMs} to TU: timeout`]);
  });

  it('non-INVITE client with a 100 at 600 ms', () => {
    const { sendAtMs, timerFAtMs } = vector.nonInviteClientUdpProvisionalAt;
    const uac = element();
    uac.call(aRequest('BYE'));
    uac.run(600);
    uac.answer(100);
    uac.run();
    const expected = [...lines('send BYE', sendAtMs), `${timerFAtMs} to TU: timeout`];
    expected.splice(sendAtMs.filter((ms) => ms <= 600).length, 0, '600 to TU: 100');
    expect(uac.log).toEqual(expected);
  });

  it.each(['udp', 'tcp'] as const)('INVITE server by %s: a 486 without an ACK', (transport) => {
    const { sendAtMs, timerHAtMs } =
      transport === 'udp' ? vector.inviteServerUdp300699NoAck : vector.inviteServerTcp300699NoAck;
    const uas = element();
    uas.onRequest = (transaction) => respond(transaction, 486);
    uas.receive(aRequest(), transport === 'udp' ? udp : tcp);
    uas.run();
    expect(uas.log).toEqual([
      '0 to TU: INVITE',
      ...lines('send 486', sendAtMs),
      `${timerHAtMs} to TU: no ACK`,
      `${timerHAtMs} ended: INVITE`,
    ]);
    expect(uas.transactions.size).toBe(0);
  });

  it.each([
    ['udp', vector.timerDUdpMs],
    ['tcp', vector.timerDTcpMs],
  ] as const)('Timer D by %s: %i ms', (transport, endMs) => {
    const uac = element();
    uac.call(aRequest(), transport === 'udp' ? udp : tcp);
    uac.answer(486);
    expectToEndAt(uac, endMs);
  });

  it.each([
    ['udp', vector.timerKUdpMs],
    ['tcp', vector.timerKTcpMs],
  ] as const)('Timer K by %s: %i ms', (transport, endMs) => {
    const uac = element();
    uac.call(aRequest('BYE'), transport === 'udp' ? udp : tcp);
    uac.answer(200);
    expectToEndAt(uac, endMs);
  });

  it.each([
    ['udp', vector.timerIUdpMs],
    ['tcp', vector.timerITcpMs],
  ] as const)('Timer I by %s: %i ms', (transport, endMs) => {
    const uas = element();
    uas.onRequest = (transaction) => respond(transaction, 486);
    const flow = transport === 'udp' ? udp : tcp;
    uas.receive(aRequest(), flow);
    uas.receive(anAck(aRequest()), flow);
    expectToEndAt(uas, endMs);
  });

  it.each([
    ['udp', vector.timerJUdpMs],
    ['tcp', vector.timerJTcpMs],
  ] as const)('Timer J by %s: %i ms', (transport, endMs) => {
    const uas = element();
    uas.onRequest = (transaction) => respond(transaction, 200);
    uas.receive(aRequest('BYE'), transport === 'udp' ? udp : tcp);
    expectToEndAt(uas, endMs);
  });

  it.each([udp, tcp])('Timers L and M by $transport', (flow) => {
    const uas = element();
    uas.onRequest = (transaction) => respond(transaction, 200);
    uas.receive(aRequest(), flow);
    expectToEndAt(uas, vector.inviteServerAcceptedL);
    const uac = element();
    uac.call(aRequest(), flow);
    uac.answer(200);
    expectToEndAt(uac, vector.inviteClientAcceptedM);
  });

  it.each([udp, tcp])(
    'RFC 4320 §4.1: a 100 to a non-INVITE by $transport when nothing else was sent',
    (flow) => {
      const { mustAtMs } = vector.rfc4320_nonInvite100;
      const uas = element();
      uas.receive(aRequest('MESSAGE'), flow);
      uas.run();
      expect(uas.log).toEqual(['0 to TU: MESSAGE', `${mustAtMs} send 100`]);
    },
  );

  it('RFC 4320 §4.1: no 100 by UDP before that', () => {
    const { earliestUdpMs } = vector.rfc4320_nonInvite100;
    const uas = element();
    uas.receive(aRequest('MESSAGE'));
    uas.run(earliestUdpMs - 1);
    respond(uas.opened[0]!, 100);
    expect(uas.log).toEqual(['0 to TU: MESSAGE']);
    expect(uas.story().at(-1)).toBe('ignored 100 in trying');
  });
});

/** Nothing is left after `endMs`, and something was until then. */
function expectToEndAt(element: ReturnType<typeof createElement>, endMs: number): void {
  if (endMs > 0) {
    element.run(endMs - 1);
    expect(element.transactions.size).toBe(1);
  }
  element.run(endMs);
  expect(element.transactions.size).toBe(0);
}

describe('the time until Timer E is reset to T2', () => {
  const withT = (t1Us: number, t2Us: number) => untilTimerEIsT2Us({ ...defaultTimers, t1Us, t2Us });

  it('is when MIN(2*E, T2) is T2 for the first time', () => {
    expect(withT(500, 4000)).toBe(3500);
    expect(withT(500, 3000)).toBe(3500);
    expect(withT(500, 1000)).toBe(500);
    expect(withT(500, 500)).toBe(500);
    expect(withT(500, 100)).toBe(500);
  });
});
