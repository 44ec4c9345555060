import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { responseTo } from '../../../../core/sip/build.ts';
import { addHeader } from '../../../../core/sip/headers.ts';
import type { SipRequest } from '../../../../core/sip/message.ts';
import { defaultTimers } from '../../../../core/sip/transactions-timers.ts';
import { anAck, aRequest, createElement, respond, tcp, udp } from './element.ts';

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
    expect([invite!.state, cancel!.state]).toEqual(['completed.retransmitting', 'completed']);
    uas.receive(aRequest('CANCEL'));
    expect(uas.log.at(-1)).toBe('0 send 200');
  });

  it('names none where none matches', () => {
    const uas = createElement();
    uas.receive(aRequest('BYE'));
    uas.receive(aRequest('CANCEL'));
    uas.receive(aRequest('CANCEL', { branch: 'z9hG4bKother' }));
    expect(uas.log.slice(1)).toEqual(['0 to TU: CANCEL of undefined', '0 to TU: CANCEL of undefined']);
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

  it('is empty at the end of any exchange, and never throws at a peer', () => {
    const step = fc.record({
      what: fc.constantFrom('request', 'response', 'ACK', 'CANCEL', 'respond', 'error', 'call'),
      method: fc.constantFrom('INVITE', 'BYE', 'MESSAGE'),
      branch: fc.constantFrom('z9hG4bK1', 'z9hG4bK2', '1'),
      status: fc.constantFrom(100, 180, 200, 302, 408, 486, 603),
      afterMs: fc.constantFrom(0, 100, 400, 3600, 31_000),
      flow: fc.constantFrom(udp, tcp),
    });
    const property = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const element = createElement(defaultTimers);
      const { transactions } = element;
      let nowMs = 0;
      let calls = 0;
      for (const { what, method, branch, status, afterMs, flow } of steps) {
        nowMs += afterMs;
        element.run(nowMs);
        const request = aRequest(method, { branch });
        if (what === 'request') element.receive(request, flow);
        else if (what === 'ACK') element.receive(anAck(request), flow);
        else if (what === 'CANCEL') element.receive(aRequest('CANCEL', { branch }), flow);
        else if (what === 'response') transactions.receiveResponse(responseTo(request, status));
        else if (what === 'call') element.call(aRequest(method, { branch: `z9hG4bKcall${calls++}` }), flow);
        else if (what === 'error') transactions.transportError(`client ${method} z9hG4bKcall${calls - 1}`);
        else for (const each of element.opened) respond(each, status);
      }
      // What waits for the TU or the peer for ever gets its final response.
      for (const each of element.opened) respond(each, 500);
      for (let call = 0; call < calls; call++) {
        transactions.receiveResponse(responseTo(aRequest('INVITE', { branch: `z9hG4bKcall${call}` }), 500));
      }
      element.run();
      expect(transactions.size).toBe(0);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
