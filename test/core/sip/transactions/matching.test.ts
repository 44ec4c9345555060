import { describe, expect, it } from 'vitest';
import { responseTo } from '../../../../core/sip/build.ts';
import { withHeader, withoutHeader } from '../../../../core/sip/headers.ts';
import { clientKey, serverKey } from '../../../../core/sip/transaction-matching.ts';
import { anAck, aRequest, createElement, respond } from './element.ts';

describe('a response finds its client transaction (§17.1.3)', () => {
  it('by branch and CSeq method, in any case', () => {
    const uac = createElement();
    uac.call(aRequest('INVITE', { branch: 'z9hG4bKabc' }));
    const shouted = aRequest('INVITE', { branch: 'Z9HG4BKABC', sentBy: 'PC33.example.com' });
    expect(uac.transactions.receiveResponse(responseTo(shouted, 180))).toBe(true);
    expect(uac.log.at(-1)).toBe('0 to TU: 180');
  });

  it.each([
    ['another branch', aRequest('INVITE', { branch: 'z9hG4bK2' })],
    ['another CSeq method', aRequest('CANCEL')],
    ['a sent-by that is not ours (§18.1.2)', aRequest('INVITE', { sentBy: 'pc34.example.com' })],
    ['another port in sent-by', aRequest('INVITE', { sentBy: 'pc33.example.com:5061' })],
    ['no Via', withoutHeader(aRequest(), 'Via')],
    ['a Via without a branch', withHeader(aRequest(), 'Via', 'SIP/2.0/UDP pc33.example.com')],
    ['no CSeq', withoutHeader(aRequest(), 'CSeq')],
  ])('but not with %s: dropped (RFC 6026 §8.9)', (_, request) => {
    const uac = createElement();
    uac.call();
    uac.news();
    expect(uac.transactions.receiveResponse(responseTo(request, 200))).toBe(false);
    expect(uac.news()).toEqual([]);
  });

  it('drops a stray 2xx after Timer M (RFC 6026 §7.3)', () => {
    const uac = createElement();
    uac.call();
    uac.answer(200);
    uac.run();
    expect(uac.answer(200)).toBe(false);
  });
});

describe('a request finds its server transaction (§17.2.3)', () => {
  it('by branch, sent-by and method, in any case', () => {
    const uas = createElement();
    uas.receive(aRequest('BYE', { branch: 'z9hG4bKabc' }));
    uas.receive(aRequest('BYE', { branch: 'Z9hg4BkABC', sentBy: 'Pc33.Example.COM' }));
    expect(uas.opened).toHaveLength(1);
  });

  it.each([
    ['another branch', aRequest('BYE', { branch: 'z9hG4bK2' })],
    ['another host in sent-by', aRequest('BYE', { sentBy: 'pc34.example.com' })],
    ['another port in sent-by', aRequest('BYE', { sentBy: 'pc33.example.com:5080' })],
    ['another method', aRequest('MESSAGE')],
  ])('with %s it opens another', (_, request) => {
    const uas = createElement();
    uas.receive(aRequest('BYE'));
    uas.receive(request);
    expect(uas.opened).toHaveLength(2);
    expect(new Set(uas.opened.map((each) => each.id)).size).toBe(2);
  });

  it('tells methods apart by case (§7.1)', () => {
    expect(serverKey(aRequest('bye'))).not.toBe(serverKey(aRequest('BYE')));
  });

  it('an ACK of the branch finds the INVITE; any other goes to the TU', () => {
    const uas = createElement();
    uas.onRequest = (transaction) => respond(transaction, 486);
    uas.receive();
    uas.news();
    uas.receive(anAck(aRequest(), 'z9hG4bKother'));
    expect(uas.news()).toEqual(['0 to TU: ACK']);
    uas.receive(anAck(aRequest()));
    expect([uas.news(), uas.opened[0]!.state]).toEqual([[], 'confirmed']);
  });

  it('a request without a Via opens nothing', () => {
    const uas = createElement();
    uas.receive(withoutHeader(aRequest(), 'Via'));
    expect([uas.log, uas.transactions.size]).toEqual([[], 0]);
    expect(clientKey(withoutHeader(aRequest(), 'Via'))).toBeUndefined();
  });
});

describe('a branch without the cookie: the rules of RFC 2543', () => {
  const old = (method = 'INVITE', options: Parameters<typeof aRequest>[1] = {}) =>
    aRequest(method, { branch: '1', ...options });

  it.each([
    ['the same', old(), 1],
    ['another Request-URI', { ...old(), uri: 'sip:carol@example.com' }, 2],
    ['another To tag', old('INVITE', { toTag: 'x' }), 2],
    ['another From tag', withHeader(old(), 'From', '<sip:alice@example.com>;tag=other'), 2],
    ['another Call-ID', old('INVITE', { callId: 'other' }), 2],
    ['another CSeq', old('INVITE', { cseq: 2 }), 2],
    ['another top Via', old('INVITE', { branch: '2' }), 2],
    ['no branch at all', withHeader(old(), 'Via', 'SIP/2.0/UDP pc33.example.com'), 2],
  ])('%s', (_, request, transactions) => {
    const uas = createElement();
    uas.receive(old());
    uas.receive(request);
    expect(uas.opened).toHaveLength(transactions);
  });

  it('an ACK has the To tag of the response', () => {
    const uas = createElement();
    uas.onRequest = (transaction) => respond(transaction, 486);
    uas.receive(old());
    uas.news();
    uas.receive(old('ACK', { toTag: 'wrong' }));
    expect(uas.news()).toEqual(['0 to TU: ACK']);
    uas.receive(old('ACK', { toTag: 'a6c85cf' }));
    expect([uas.news(), uas.opened[0]!.state]).toEqual([[], 'confirmed']);
    uas.run();
    uas.news();
    uas.receive(old('ACK', { toTag: 'a6c85cf' }));
    expect([uas.news(), uas.transactions.size]).toEqual([['5000 to TU: ACK'], 0]);
  });

  it('a CANCEL finds its INVITE', () => {
    const uas = createElement();
    uas.receive(old());
    uas.receive(old('CANCEL'));
    expect(uas.log.at(-1)).toBe('0 to TU: CANCEL of server INVITE 1');
  });

  it('two keys never meet by what a peer writes into a header', () => {
    const a = withHeader(withHeader(old(), 'Call-ID', 'a","b'), 'From', '<sip:a@example.com>;tag=t');
    const b = withHeader(withHeader(old(), 'Call-ID', 'b'), 'From', '<sip:a@example.com>;tag="t\\",\\"a"');
    expect(serverKey(a)).not.toBe(serverKey(b));
  });
});

describe('merged requests (§8.2.2.2)', () => {
  it('came another way before: same From tag, Call-ID and CSeq, no To tag', () => {
    const uas = createElement();
    uas.receive(aRequest('MESSAGE'));
    uas.receive(aRequest('MESSAGE', { branch: 'z9hG4bK2' }));
    expect(uas.opened.map(uas.transactions.merged, uas.transactions)).toEqual([false, true]);
  });

  it.each([
    ['another CSeq', aRequest('MESSAGE', { branch: 'z9hG4bK2', cseq: 2 })],
    ['another Call-ID', aRequest('MESSAGE', { branch: 'z9hG4bK2', callId: 'other' })],
    ['another method', aRequest('INVITE', { branch: 'z9hG4bK2' })],
    ['a To tag', aRequest('MESSAGE', { branch: 'z9hG4bK2', toTag: 'x' })],
  ])('but not with %s', (_, request) => {
    const uas = createElement();
    uas.receive(aRequest('MESSAGE'));
    uas.receive(request);
    expect(uas.transactions.merged(uas.opened[1]!)).toBe(false);
  });

  it('nor when the first is over', () => {
    const uas = createElement();
    uas.onRequest = (transaction) => respond(transaction, 200);
    uas.receive(aRequest('MESSAGE'));
    uas.run();
    uas.receive(aRequest('MESSAGE', { branch: 'z9hG4bK2' }));
    expect(uas.transactions.merged(uas.opened[1]!)).toBe(false);
  });
});
