// RFC 3261 §8.1.1, §8.2.6, §18.1.1, §18.2: requests and responses that are made, and where they go.
import { describe, expect, test } from 'vitest';
import { request, responseTo } from '../../../../core/sip/build.ts';
import { chooseTransport } from '../../../../core/sip/choose-transport.ts';
import { formatMessage, text } from '../../../../core/sip/format.ts';
import { read, via } from '../../../../core/sip/header-table.ts';
import { headerValues } from '../../../../core/sip/headers.ts';
import type { SipRequest } from '../../../../core/sip/message.ts';
import { parseMessage } from '../../../../core/sip/parse.ts';
import { reasonPhrase } from '../../../../core/sip/reason-phrases.ts';
import { responseAddress, stampVia } from '../../../../core/sip/response-address.ts';
import { summary } from '../../../../core/sip/summary.ts';
import { validateRequest, validateResponse } from '../../../../core/sip/validate.ts';
import { encode, options } from './vectors.ts';

const invite = request({
  method: 'INVITE',
  uri: 'sip:b@example.com',
  from: { displayName: 'A "1"', uri: 'sip:a@example.com', params: [{ name: 'tag', value: 'x' }] },
  to: '<sip:b@example.com>',
  callId: '1@h',
  cseq: 7,
  via: {
    version: 'SIP/2.0',
    transport: 'UDP',
    host: '2001:db8::1',
    port: 5060,
    params: [{ name: 'branch', value: 'z9hG4bKx' }],
  },
  headers: [{ name: 'Contact', value: '<sip:a@h>' }],
  body: { contentType: 'text/plain', bytes: encode('hi') },
});

describe('a request', () => {
  test('has what each must have', () => {
    expect(text(invite)).toBe(
      [
        'INVITE sip:b@example.com SIP/2.0',
        'Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bKx',
        'Max-Forwards: 70',
        'From: "A \\"1\\"" <sip:a@example.com>;tag=x',
        'To: <sip:b@example.com>',
        'Call-ID: 1@h',
        'CSeq: 7 INVITE',
        'Contact: <sip:a@h>',
        'Content-Type: text/plain',
        'Content-Length: 2',
        '',
        'hi',
      ].join('\r\n'),
    );
    expect(parseMessage(formatMessage(invite)).errors).toEqual([]);
  });
});

test('what was built by hand can be judged too', () => {
  expect(validateRequest({ ...invite })).toEqual([]);
  expect(validateRequest({ ...invite, method: 'BYE' }).map(({ text: what }) => what)).toEqual([
    'CSeq says INVITE, the request BYE',
  ]);
  expect(validateResponse(responseTo(invite, 200))).toEqual([]);
  expect(validateResponse({ ...responseTo(invite, 200), headers: [] })).toHaveLength(5);
});

describe('a response', () => {
  const received = parseMessage(
    options(
      'Via: SIP/2.0/UDP second.example.com;branch=z9hG4bK2, SIP/2.0/TCP third.example.com',
      'Timestamp: 54',
    ),
  ).message as SipRequest;

  test('copies what must be equal, and tags To', () => {
    const busy = responseTo(received, 486, { toTag: 'me', headers: [{ name: 'Retry-After', value: '5' }] });
    expect(busy).toMatchObject({ status: 486, reason: 'Busy Here' });
    expect(busy.headers.map(({ name }) => name)).toEqual([
      'Via',
      'From',
      'To',
      'Call-ID',
      'CSeq',
      'Via',
      'Retry-After',
    ]);
    expect(headerValues(busy, 'To')).toEqual(['<sip:b@example.com>;tag=me']);
    expect(headerValues(busy, 'Via')).toEqual(headerValues(received, 'Via'));
  });

  test('100 has no tag of its own and the Timestamp', () => {
    const trying = responseTo(received, 100, { toTag: 'me' });
    expect(headerValues(trying, 'To')).toEqual(['<sip:b@example.com>']);
    expect(headerValues(trying, 'Timestamp')).toEqual(['54']);
  });

  test('a To that has a tag keeps it', () => {
    const inDialog = request({
      method: 'BYE',
      uri: 'sip:b@h',
      from: 'sip:a@h;tag=1',
      to: 'sip:b@h;tag=2',
      callId: '1',
      cseq: 1,
    });
    expect(headerValues(responseTo(inDialog, 200, { toTag: 'me' }), 'To')).toEqual(['sip:b@h;tag=2']);
  });

  test('with a body', () => {
    const ok = responseTo(received, 200, {
      reason: 'Fine',
      body: { contentType: 'a/b', bytes: encode('x') },
    });
    expect(text(ok)).toMatch(/^SIP\/2\.0 200 Fine\r\n/);
    expect(text(ok)).toMatch(/Content-Type: a\/b\r\nContent-Length: 1\r\n\r\nx$/);
  });

  test('phrases, also for a status that is not known', () => {
    expect([200, 299, 498, 699].map(reasonPhrase)).toEqual(['OK', 'OK', 'Bad Request', 'Busy Everywhere']);
  });
});

test('a summary', () => {
  expect([summary(invite), summary(responseTo(invite, 200))]).toEqual(['INVITE', '200 INVITE']);
  expect(summary({ ...responseTo(invite, 200), headers: [] })).toBe('200');
});

test('§18.1.1: TCP above 1300 octets, or within 200 of a known MTU', () => {
  expect([1300, 1301].map((size) => chooseTransport(size))).toEqual(['udp', 'tcp']);
  expect([1300, 1301].map((size) => chooseTransport(size, 1500))).toEqual(['udp', 'tcp']);
  expect([8800, 8801].map((size) => chooseTransport(size, 9000))).toEqual(['udp', 'tcp']);
});

describe('§18.2, RFC 3581: where a response goes', () => {
  const from = (top: string) => parseMessage(options(`Via: ${top}`)).message as SipRequest;
  const only = (top: string): SipRequest => {
    const both = from(top);
    return { ...both, headers: both.headers.slice(1) };
  };
  const stamped = (top: string, address: string, port = 9999) =>
    headerValues(stampVia(only(top), { address, port }), 'Via')[0];
  const goesTo = (top: string) => {
    const { host, port } = responseAddress(read(only(top), via)!);
    return `${host} ${port}`;
  };

  test.each([
    ['SIP/2.0/UDP h;branch=z', '192.0.2.1', 'SIP/2.0/UDP h;branch=z;received=192.0.2.1'],
    ['SIP/2.0/UDP 192.0.2.1;branch=z', '192.0.2.1', 'SIP/2.0/UDP 192.0.2.1;branch=z'],
    ['SIP/2.0/UDP 192.0.2.2', '192.0.2.1', 'SIP/2.0/UDP 192.0.2.2;received=192.0.2.1'],
    ['SIP/2.0/UDP 192.0.2.1;rport', '192.0.2.1', 'SIP/2.0/UDP 192.0.2.1;rport=9999;received=192.0.2.1'],
    ['SIP/2.0/UDP [2001:DB8::1]', '2001:db8::1', 'SIP/2.0/UDP [2001:DB8::1]'],
    ['SIP/2.0/UDP h', '2001:db8::1', 'SIP/2.0/UDP h;received=2001:db8::1'],
  ])('%s from %s is noted as %s', (top, address, noted) => {
    expect(stamped(top, address)).toBe(noted);
    expect(via.parse(noted)).toMatchObject({ ok: true });
  });

  test('the other values of a list stay', () => {
    const both = stampVia(only('SIP/2.0/UDP h, SIP/2.0/UDP i'), { address: '192.0.2.1', port: 1 });
    expect(headerValues(both, 'Via')).toEqual(['SIP/2.0/UDP h;received=192.0.2.1', 'SIP/2.0/UDP i']);
  });

  test.each([
    ['SIP/2.0/UDP h', 'h 5060'],
    ['SIP/2.0/TLS h', 'h 5061'],
    ['SIP/2.0/UDP h:5070;received=192.0.2.1', '192.0.2.1 5070'],
    ['SIP/2.0/UDP h:5070;received=192.0.2.1;rport=9', '192.0.2.1 9'],
    ['SIP/2.0/UDP h;received=[2001:db8::1];rport=0', '2001:db8::1 5060'],
    ['SIP/2.0/UDP h:5070;maddr=192.0.2.9;received=192.0.2.1', '192.0.2.9 5070'],
    ['SIP/2.0/UDP h;rport', 'h 5060'],
  ])('%s: to %s', (top, address) => {
    expect(goesTo(top)).toBe(address);
  });
});
