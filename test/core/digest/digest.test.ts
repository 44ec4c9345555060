import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Authenticator } from '../../../core/authenticator.ts';
import {
  type Challenge,
  type Credentials,
  type DigestAlgorithm,
  digestAlgorithms,
  digestResponse,
  formatChallenge,
  formatCredentials,
  readChallenge,
  readCredentials,
} from '../../../core/sip/digest.ts';
import { authorization } from '../../../core/sip/header-table.ts';
import type { SipRequest } from '../../../core/sip/message.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { digestHashes } from '../../../sim/hash.ts';

interface Vector {
  readonly id: string;
  readonly input: {
    readonly alg: DigestAlgorithm;
    readonly u: string;
    readonly r: string;
    readonly p: string;
    readonly m: string;
    readonly uri: string;
    readonly nonce: string;
    readonly nc?: string;
    readonly cn?: string;
  };
  readonly expectedResponse: string;
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../vectors/digest/digest.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] };

describe('the response (RFC 7616 §3.4.1)', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, { input, expectedResponse }) => {
    const { alg: algorithm, u: username, r: realm, p: password, m: method, uri, nonce, nc, cn } = input;
    const protection =
      nc === undefined || cn === undefined ? undefined : { cnonce: cn, count: Number.parseInt(nc, 16) };
    const asked = { algorithm, username, realm, password, method, uri, nonce, protection };
    expect(digestResponse(digestHashes, asked)).toBe(expectedResponse);
  });
});

const parsed = (text: string) => {
  const read = authorization.parse(text);
  if (!read.ok) throw new Error(read.text);
  return read.value;
};

describe('what stands in the headers', () => {
  it.each(digestAlgorithms)(
    'a challenge and its answer are read as they were written, by %s',
    (algorithm) => {
      const challenge: Challenge = {
        realm: 'a "realm"',
        nonce: 'n',
        opaque: 'o',
        algorithm,
        qop: true,
        stale: true,
      };
      expect(readChallenge(parsed(formatChallenge(challenge)))).toEqual(challenge);
      const shown: Credentials = {
        username: 'bob',
        realm: 'a "realm"',
        nonce: 'n',
        uri: 'sip:example.com',
        response: 'abcdef',
        algorithm,
        opaque: 'o',
        protection: { cnonce: 'c', count: 26 },
      };
      expect(formatCredentials(shown)).toContain('nc=0000001a');
      expect(readCredentials(parsed(formatCredentials(shown)))).toEqual(shown);
    },
  );

  it.each([
    ['another scheme', 'Basic realm="x", nonce="n"'],
    ['an unknown algorithm', 'Digest realm="x", nonce="n", algorithm=MD4'],
    ['only auth-int', 'Digest realm="x", nonce="n", qop="auth-int"'],
    ['no nonce', 'Digest realm="x"'],
  ])('no challenge to answer: %s', (_, text) => expect(readChallenge(parsed(text))).toBeUndefined());

  it.each([
    ['a count that is none', 'qop=auth, cnonce="c", nc=1'],
    ['no cnonce', 'qop=auth, nc=00000001'],
    ['another protection', 'qop=auth-int, cnonce="c", nc=00000001'],
  ])('no credentials: %s', (_, rest) => {
    const text = `Digest username="b", realm="x", nonce="n", uri="sip:x", response="r", ${rest}`;
    expect(readCredentials(parsed(text))).toBeUndefined();
  });

  it('without an algorithm MD5 is meant, without a qop the old form', () => {
    expect(readChallenge(parsed('Digest realm="x", nonce="n"'))).toMatchObject({
      algorithm: 'MD5',
      qop: false,
    });
  });
});

describe('an authenticator (RFC 3261 §22, RFC 7616 §3.3 to §3.5)', () => {
  const bob = { username: 'bob', password: 'zanzibar' };

  function guard(algorithms: readonly DigestAlgorithm[] = ['SHA-256', 'MD5']) {
    const now = { us: 0 };
    const authenticator = new Authenticator({
      realm: 'example.com',
      algorithms,
      hashes: digestHashes,
      nonceUs: 60_000_000,
      token: (name) => name.replace(' ', ''),
      nowUs: () => now.us,
    });
    const asked = (line = '') => requestWith(line);
    const check = (line = '') => authenticator.check(asked(line), bob, 'user agent');
    const answer = (changes: Partial<Credentials> & { password?: string; method?: string } = {}) => {
      const { password = bob.password, method = 'REGISTER', ...rest } = changes;
      const shown = {
        username: 'bob',
        realm: 'example.com',
        nonce: 'nonce1',
        uri: 'sip:example.com',
        algorithm: algorithms[0]!,
        protection: { cnonce: 'c', count: 1 },
        ...rest,
      };
      const response = digestResponse(digestHashes, { ...shown, password, method });
      return `Authorization: ${formatCredentials({ response, ...shown })}`;
    };
    return { now, check, answer };
  }

  function requestWith(line: string): SipRequest {
    const text = `REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:bob@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n${line === '' ? '' : `${line}\r\n`}Content-Length: 0\r\n\r\n`;
    const { message } = parseMessage(new TextEncoder().encode(text));
    if (message?.kind !== 'request') throw new Error(text);
    return message;
  }

  const stale = (refusal: ReturnType<ReturnType<typeof guard>['check']>) =>
    refusal?.headers?.some(({ value }) => value.includes('stale=true'));

  it('asks by each of its algorithms, best first', () => {
    const { check } = guard(['SHA-512-256', 'SHA-256', 'MD5']);
    const refusal = check();
    expect(refusal?.status).toBe(401);
    expect(refusal?.headers?.map(({ value }) => /algorithm=([\w-]+)/.exec(value)?.[1])).toEqual([
      'SHA-512-256',
      'SHA-256',
      'MD5',
    ]);
    expect(refusal?.headers?.every(({ value }) => value.includes('qop="auth"'))).toBe(true);
  });

  it.each(digestAlgorithms)('is content with the right answer, by %s', (algorithm) => {
    const { check, answer } = guard([algorithm]);
    check();
    expect(check(answer())).toBeUndefined();
  });

  it('takes no answer twice, and none with a count that is not higher: that is stale', () => {
    const { check, answer } = guard();
    check();
    expect(check(answer({ protection: { cnonce: 'c', count: 2 } }))).toBeUndefined();
    expect(stale(check(answer({ protection: { cnonce: 'c', count: 2 } })))).toBe(true);
    expect(stale(check(answer({ protection: { cnonce: 'c', count: 1 } })))).toBe(true);
    expect(check(answer({ protection: { cnonce: 'c', count: 3 } }))).toBeUndefined();
  });

  it('takes the old form without a count once', () => {
    const { check, answer } = guard();
    check();
    const old = answer().replace(/, (?:cnonce|qop|nc)=[^,]*/g, '');
    const response = digestResponse(digestHashes, {
      ...bob,
      algorithm: 'SHA-256',
      realm: 'example.com',
      method: 'REGISTER',
      uri: 'sip:example.com',
      nonce: 'nonce1',
    });
    const line = old.replace(/response="[^"]*"/, `response="${response}"`);
    expect(check(line)).toBeUndefined();
    expect(stale(check(line))).toBe(true);
  });

  it('calls an old nonce stale where the password is right, and a wrong password nothing of the kind', () => {
    const { now, check, answer } = guard();
    check();
    now.us = 60_000_000;
    expect(stale(check(answer()))).toBe(true);
    expect(stale(check(answer({ password: 'wrong' })))).toBe(false);
    expect(stale(check(answer({ nonce: 'of another' })))).toBe(true);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 401],
    ['somebody else', { username: 'eve' }, 401],
    ['another realm', { realm: 'example.net' }, 401],
    ['another method', { method: 'INVITE' }, 401],
    ['an algorithm that was not offered', { algorithm: 'SHA-512-256' as const }, 401],
    ['another URI', { uri: 'sip:example.net' }, 400],
  ])('refuses %s', (_, changes, status) => {
    const { check, answer } = guard();
    check();
    expect(check(answer(changes))?.status).toBe(status);
  });
});
