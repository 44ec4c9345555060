import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { responseTo } from '../../../../core/sip/build.ts';
import { addHeader } from '../../../../core/sip/headers.ts';
import { inviteClientMachine } from '../../../../core/sip/invite-client.machine.ts';
import { inviteServerMachine } from '../../../../core/sip/invite-server.machine.ts';
import type { SipRequest } from '../../../../core/sip/message.ts';
import { nonInviteClientMachine } from '../../../../core/sip/non-invite-client.machine.ts';
import { nonInviteServerMachine } from '../../../../core/sip/non-invite-server.machine.ts';
import type { ClientTransaction } from '../../../../core/sip/transaction-types.ts';
import { defaultTimers } from '../../../../core/sip/transactions-timers.ts';
import { transitionsOf } from '../../../../sim/statechart/transitions.ts';
import type { OnTransition } from '../../../../sim/statechart/types.ts';
import { anAck, aRequest, createElement, type Element, respond, tcp, udp } from './element.ts';

describe('the ACK for a 300–699 (§17.1.1.3)', () => {
  const via = 'SIP/2.0/UDP pc33.example.com;branch=z9hG4bK1';
  const invite = [
    ['Via', 'SIP/2.0/UDP behind.example.com;branch=z9hG4bKbehind'],
    ['Route', '<sip:p1.example.com;lr>, <sip:p2.example.com;lr>'],
    ['Require', 'path'],
    ['Proxy-Authorization', 'Digest username="alice"'],
  ].reduce((message, [name, value]) => addHeader(message, name!, value!), aRequest());

  it('is the INVITE’s but for method, To and one Via', () => {
    const uac = createElement();
    uac.call(invite, tcp);
    uac.transactions.receiveResponse(responseTo(invite, 486, { toTag: 'z' }));
    const ack = uac.sent[1] as SipRequest;
    expect([ack.method, ack.uri]).toEqual(['ACK', 'sip:bob@example.com']);
    expect(ack.headers.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      `Via: ${via}`,
      'Max-Forwards: 70',
      'Route: <sip:p1.example.com;lr>',
      'Route: <sip:p2.example.com;lr>',
      'From: <sip:alice@example.com>;tag=88sja8x',
      'To: <sip:bob@example.com>;tag=z',
      'Call-ID: a84b4c76',
      'CSeq: 1 ACK',
      'Proxy-Authorization: Digest username="alice"',
    ]);
  });

  it('and so is the CANCEL, with the INVITE’s To, in a transaction of its own (§9.1)', () => {
    const uac = createElement();
    const call = uac.call(invite);
    uac.answer(180);
    const cancel = uac.transactions.cancel(call, uac.user, [{ name: 'Reason', value: 'SIP;cause=200' }]);
    expect([cancel.id, cancel.flow]).toEqual(['client CANCEL z9hG4bK1', call.flow]);
    expect((uac.sent[1] as SipRequest).headers.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      `Via: ${via}`,
      'Max-Forwards: 70',
      'Route: <sip:p1.example.com;lr>',
      'Route: <sip:p2.example.com;lr>',
      'From: <sip:alice@example.com>;tag=88sja8x',
      'To: <sip:bob@example.com>',
      'Call-ID: a84b4c76',
      'CSeq: 1 CANCEL',
      'Reason: SIP;cause=200',
    ]);
    expect(uac.transactions.receiveResponse(responseTo(cancel.request, 200))).toBe(true);
    expect([cancel.state, call.state]).toEqual(['completed', 'proceeding']);
  });
});

describe('a CANCEL at the server (§9.2)', () => {
  it('opens a transaction of its own and names the INVITE that it matches', () => {
    const uas = createElement();
    uas.receive();
    uas.receive(aRequest('CANCEL'));
    expect(uas.log).toEqual(['0 to TU: INVITE', '0 to TU: CANCEL of server INVITE z9hG4bK1']);
    const [invite, cancel] = uas.opened;
    respond(cancel!, 200);
    respond(invite!, 487);
    expect([invite!.state, cancel!.state]).toEqual(['completed', 'completed']);
    uas.receive(aRequest('CANCEL'));
    expect(uas.log.at(-1)).toBe('0 send 200');
  });

  it('names what is no INVITE as well, "anything but CANCEL or ACK", and none where none matches (§9.2)', () => {
    const uas = createElement();
    uas.receive(aRequest('BYE'));
    uas.receive(aRequest('CANCEL'));
    uas.receive(aRequest('CANCEL', { branch: 'z9hG4bKother' }));
    expect(uas.log.slice(1)).toEqual([
      '0 to TU: CANCEL of server BYE z9hG4bK1',
      '0 to TU: CANCEL of undefined',
    ]);
  });
});

describe('the transaction layer', () => {
  it('names transactions by side, method and branch, and tells namesakes apart', () => {
    const element = createElement();
    expect(element.call().id).toBe('client INVITE z9hG4bK1');
    element.receive();
    element.receive(aRequest('INVITE', { sentBy: 'other.example.com' }));
    element.receive(aRequest('INVITE', { branch: `z9hG4bK${'x'.repeat(60_000)}` }));
    expect(element.opened.map((each) => each.id)).toEqual([
      'server INVITE z9hG4bK1',
      'server INVITE z9hG4bK1 #1',
      `server INVITE z9hG4bK${'x'.repeat(33)}`,
    ]);
  });

  it('calls a second request with a branch in use a defect of ours', () => {
    const uac = createElement();
    uac.call();
    expect(() => uac.call()).toThrow('a second INVITE');
    expect(() => uac.call({ ...aRequest(), headers: [] })).toThrow('without a branch');
  });

  it('lets the TU answer from within, also when nothing else is going on', () => {
    const uas = createElement();
    uas.onRequest = (transaction) => respond(transaction, 200);
    uas.receive(aRequest('BYE'));
    expect(uas.log).toEqual(['0 to TU: BYE', '0 send 200']);
  });

  it('ignores what belongs to no transaction', () => {
    const element = createElement();
    element.transactions.transportError('client INVITE z9hG4bKgone');
    const transaction = element.call(aRequest('BYE'));
    element.transactions.abandon(transaction);
    expect([element.transactions.size, element.log]).toEqual([1, ['0 send BYE']]);
  });
});

/** Anything that peers, users and the network may do, in any order. */
describe('any exchange', () => {
  const step = fc.record({
    what: fc.constantFrom('request', 'response', 'ACK', 'CANCEL', 'respond', 'error', 'call', 'abandon'),
    method: fc.constantFrom('INVITE', 'BYE', 'MESSAGE'),
    branch: fc.constantFrom('z9hG4bK1', 'z9hG4bK2', '1'),
    status: fc.constantFrom(100, 180, 200, 302, 408, 486, 603),
    afterMs: fc.constantFrom(0, 100, 400, 3600, 31_000),
    flow: fc.constantFrom(udp, tcp),
  });
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  /** Plays it and lets what waits for ever have its final response; each response goes to the latest call, if that asked so. */
  function play(steps: readonly Step[], onTransition?: OnTransition): Element {
    const element = createElement(defaultTimers, onTransition);
    const { transactions } = element;
    const calls: ClientTransaction[] = [];
    let nowMs = 0;
    for (const { what, method, branch, status, afterMs, flow } of steps) {
      nowMs += afterMs;
      element.run(nowMs);
      const request = aRequest(method, { branch });
      const call = calls.at(-1);
      if (what === 'request') element.receive(request, flow);
      else if (what === 'ACK') element.receive(anAck(aRequest('INVITE', { branch })), flow);
      else if (what === 'CANCEL') element.receive(aRequest('CANCEL', { branch }), flow);
      else if (what === 'call') {
        calls.push(element.call(aRequest(method, { branch: `z9hG4bKcall${calls.length}` }), flow));
      } else if (what === 'response')
        transactions.receiveResponse(responseTo(call?.request ?? request, status));
      else if (what === 'abandon' && call !== undefined) transactions.abandon(call);
      else if (what === 'error') transactions.transportError((call ?? element.opened.at(-1))?.id ?? '');
      else for (const each of element.opened) respond(each, status);
    }
    for (const each of element.opened) respond(each, 500);
    for (const each of calls) transactions.receiveResponse(responseTo(each.request, 500));
    element.run();
    return element;
  }

  it('leaves no transaction behind, and each timer fired or cleared once', () => {
    const property = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { transactions, records } = play(steps);
      expect(transactions.size).toBe(0);
      const pending = new Set<string>();
      for (const record of records) {
        if (record.type !== 'timer.set' && record.type !== 'timer.fired' && record.type !== 'timer.cleared')
          continue;
        const timer = `${record.owner} ${record.name} ${record.due}`;
        expect(pending.has(timer)).toBe(record.type !== 'timer.set');
        if (record.type === 'timer.set') pending.add(timer);
        else pending.delete(timer);
        expect(record.type === 'timer.fired' ? record.at === record.due : record.at <= record.due).toBe(true);
      }
      expect([...pending]).toEqual([]);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('takes, all in all, every transition that the four machines have', () => {
    const taken = new Set<string>();
    const note: OnTransition = (...names) => taken.add(names.join(' | '));
    const stories = fc.sample(fc.array(step, { minLength: 20, maxLength: 40 }), { numRuns: 200, seed: 1 });
    // Three that chance seldom tells.
    const then = (what: Step['what'], status: Step['status'] = 486): Step => {
      return { what, method: 'INVITE', branch: 'z9hG4bK1', status, afterMs: 0, flow: udp };
    };
    stories.push([then('call'), then('response', 200), then('response', 200)]);
    stories.push([then('request'), then('request')]);
    stories.push([then('request'), then('respond'), then('ACK'), then('request')]);
    for (const steps of stories) play(steps, note);
    const machines = {
      inviteClient: inviteClientMachine,
      inviteServer: inviteServerMachine,
      nonInviteClient: nonInviteClientMachine,
      nonInviteServer: nonInviteServerMachine,
    };
    const all = Object.entries(machines).flatMap(([name, machine]) =>
      transitionsOf(machine).map(({ from, event, to }) => [name, from, event, to].join(' | ')),
    );
    // 100 at once is a proxy's: invite-server.test.ts.
    const missing = all.filter((each) => !taken.has(each));
    expect(missing).toEqual(['inviteServer | proceeding.received | always | proceeding.answered']);
  });
});
