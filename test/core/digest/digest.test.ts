import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Authenticator } from '../../../core/authenticator.ts';
import {
  type Challenge,
  type Credentials,
  type DigestAlgorithm,
  type DigestQuality,
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

const noBody = new Uint8Array(0);
const description = new TextEncoder().encode('v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\ns=-\r\nt=0 0\r\n');

describe('the response (RFC 7616 §3.4.1)', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, { input, expectedResponse }) => {
    const { alg: algorithm, u: username, r: realm, p: password, m: method, uri, nonce, nc, cn } = input;
    const protection =
      nc === undefined || cn === undefined
        ? undefined
        : ({ quality: 'auth', cnonce: cn, count: Number.parseInt(nc, 16) } as const);
    const asked = { algorithm, username, realm, password, method, uri, nonce, protection };
    expect(digestResponse(digestHashes, { ...asked, body: noBody })).toBe(expectedResponse);
    expect(digestResponse(digestHashes, { ...asked, body: description })).toBe(expectedResponse);
  });

  // Each is KD(H("bob:example.com:zanzibar"), "7ypf/xlj9XXwfDPE:00000001:f2/wE4q7:auth-int:" H("INVITE:sip:u@example.com:" H(body))), by
  // another program.
  it.each([
    ['MD5', 'a body', 'b5b58b94d8eca02ac426df7b52cae36b'],
    ['MD5', 'none', 'b0a361eb153814bb19f29b8c82c9a8cf'],
    ['SHA-256', 'a body', 'ee4251120a7fff8b98504a09510aa0fcb31ad7d19b0e2a49a4bb3599b7e0471c'],
    ['SHA-256', 'none', '591a2862c16a478d7e529b80c31d535ccf7024405992b31c43f1f4e6b2c5b13f'],
    ['SHA-512-256', 'a body', 'c88b5f8765d9c8104a9687f62cf6727adfdc507a8f6fae8aae716f59553fc00b'],
    ['SHA-512-256', 'none', '98f9c4d2bdd97e3a4195ef5d1ddf75e1ddd68d901ff4d3ae86c061accf770cbd'],
  ] as const)('by %s with auth-int, of %s (§3.4.3)', (algorithm, has, expected) => {
    const asked = {
      algorithm,
      username: 'bob',
      realm: 'example.com',
      password: 'zanzibar',
      method: 'INVITE',
      uri: 'sip:u@example.com',
      nonce: '7ypf/xlj9XXwfDPE',
      protection: { quality: 'auth-int', cnonce: 'f2/wE4q7', count: 1 } as const,
    };
    const body = has === 'none' ? noBody : description;
    expect(digestResponse(digestHashes, { ...asked, body })).toBe(expected);
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
        qualities: ['auth', 'auth-int'],
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
        protection: { quality: 'auth-int', cnonce: 'c', count: 26 },
      };
      expect(formatCredentials(shown)).toContain('nc=0000001a');
      expect(readCredentials(parsed(formatCredentials(shown)))).toEqual(shown);
    },
  );

  it.each([
    ['another scheme', 'Basic realm="x", nonce="n"'],
    ['an unknown algorithm', 'Digest realm="x", nonce="n", algorithm=MD4'],
    ['no quality that is known', 'Digest realm="x", nonce="n", qop="auth-conf"'],
    ['no nonce', 'Digest realm="x"'],
  ])('no challenge to answer: %s', (_, text) => expect(readChallenge(parsed(text))).toBeUndefined());

  it.each([
    ['a count that is none', 'qop=auth, cnonce="c", nc=1'],
    ['no cnonce', 'qop=auth, nc=00000001'],
    ['another protection', 'qop=auth-conf, cnonce="c", nc=00000001'],
  ])('no credentials: %s', (_, rest) => {
    const text = `Digest username="b", realm="x", nonce="n", uri="sip:x", response="r", ${rest}`;
    expect(readCredentials(parsed(text))).toBeUndefined();
  });

  it('without an algorithm MD5 is meant, without a qop the old form', () => {
    expect(readChallenge(parsed('Digest realm="x", nonce="n"'))).toMatchObject({
      algorithm: 'MD5',
      qualities: [],
    });
  });

  it.each([
    ['"auth-int"', ['auth-int']],
    ['"AUTH-INT,auth-conf, auth"', ['auth', 'auth-int']],
    ['auth', ['auth']],
  ])('qualities are read whatever stands beside them: %s', (qop, qualities) => {
    expect(readChallenge(parsed(`Digest realm="x", nonce="n", qop=${qop}`))).toMatchObject({ qualities });
  });
});

describe('an authenticator (RFC 3261 §22, RFC 7616 §3.3 to §3.5)', () => {
  const bob = { username: 'bob', password: 'zanzibar' };

  interface Changed {
    readonly password?: string;
    readonly method?: string;
    readonly body?: Uint8Array;
    /** In RFC 2069's form, without a quality. */
    readonly isOld?: boolean;
  }

  function guard(
    algorithms: readonly DigestAlgorithm[] = ['SHA-256', 'MD5'],
    qualities?: readonly DigestQuality[],
  ) {
    const now = { us: 0 };
    const authenticator = new Authenticator({
      realm: 'example.com',
      algorithms,
      ...(qualities !== undefined && { qualities }),
      hashes: digestHashes,
      nonceUs: 60_000_000,
      token: (name) => name.replace(' ', ''),
      nowUs: () => now.us,
    });
    const check = (line = '', body = noBody) =>
      authenticator.check({ ...requestWith(line), body }, bob, 'user agent');
    const answer = (changes: Partial<Credentials> & Changed = {}) => {
      const { password = bob.password, method = 'REGISTER', body = noBody, isOld, ...rest } = changes;
      const shown: Omit<Credentials, 'response'> = {
        username: 'bob',
        realm: 'example.com',
        nonce: 'nonce1',
        uri: 'sip:example.com',
        algorithm: algorithms[0]!,
        ...(isOld !== true && { protection: { quality: 'auth', cnonce: 'c', count: 1 } }),
        ...rest,
      };
      const response = digestResponse(digestHashes, { ...shown, password, method, body });
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
    expect(check(answer({ protection: { quality: 'auth', cnonce: 'c', count: 2 } }))).toBeUndefined();
    expect(stale(check(answer({ protection: { quality: 'auth', cnonce: 'c', count: 2 } })))).toBe(true);
    expect(stale(check(answer({ protection: { quality: 'auth', cnonce: 'c', count: 1 } })))).toBe(true);
    expect(check(answer({ protection: { quality: 'auth', cnonce: 'c', count: 3 } }))).toBeUndefined();
  });

  const whole = { quality: 'auth-int', cnonce: 'c', count: 1 } as const;

  it('offers the qualities that it is told to, and takes those', () => {
    const { check, answer } = guard(['SHA-256'], ['auth', 'auth-int']);
    expect(check()?.headers?.[0]?.value).toContain('qop="auth, auth-int"');
    expect(check(answer())).toBeUndefined();
    const protection = { ...whole, count: 2 };
    expect(check(answer({ protection, body: description }), description)).toBeUndefined();
  });

  it('knows a body that was changed on the way, where auth-int protects it', () => {
    const { check, answer } = guard(['SHA-256'], ['auth-int']);
    check();
    const changed = description.with(0, 0x56);
    expect(check(answer({ protection: whole, body: description }), changed)?.status).toBe(401);
    expect(check(answer({ protection: whole, body: description }), description)).toBeUndefined();
  });

  it('takes no quality that it did not offer, nor the old form where the body is to be protected', () => {
    const plain = guard();
    plain.check();
    expect(plain.check(plain.answer({ protection: whole }))?.status).toBe(401);
    const strict = guard(['SHA-256'], ['auth-int']);
    strict.check();
    expect(strict.check(strict.answer())?.status).toBe(401);
    expect(strict.check(strict.answer({ isOld: true }))?.status).toBe(401);
  });

  it('takes the old form without a count once', () => {
    const { check, answer } = guard();
    check();
    const line = answer({ isOld: true });
    expect(line).not.toMatch(/qop|nc=|cnonce/);
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
