// RFC 4475: what reading alone decides about the 49 torture messages, and what some of them are meant to show.
import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../../../core/sip/format.ts';
import { callId, contact, cseq, from, read, readAll, to, via } from '../../../../core/sip/header-table.ts';
import { header, headerValues } from '../../../../core/sip/headers.ts';
import type { Parsed, SipMessage } from '../../../../core/sip/message.ts';
import { bodyParts } from '../../../../core/sip/mime.ts';
import { tagOf } from '../../../../core/sip/name-addr.ts';
import { param } from '../../../../core/sip/params.ts';
import { parseMessage } from '../../../../core/sip/parse.ts';
import { parseUri, unescape as unescapeUri } from '../../../../core/sip/uri.ts';
import { octets, torture } from './vectors.ts';

const read4475 = (name: string): Parsed => parseMessage(octets(`rfc4475/${name}.dat`));

function messageOf(name: string): SipMessage {
  const { message } = read4475(name);
  if (message === undefined) throw new Error(`${name} has no start line`);
  return message;
}

/** What any element must do: answer with a status, drop it, or go on. */
function verdict({ message, errors }: Parsed): number | 'discard' | 'fit' {
  const error = errors.find(({ essential }) => essential);
  if (message?.kind !== 'request') return error === undefined ? 'fit' : 'discard';
  return error?.status ?? 'fit';
}

/** Those that no element may use. All others are left to the element. */
const refused: Readonly<Record<string, number | 'discard'>> = {
  badinv01: 400,
  clerr: 400,
  ncl: 400,
  scalar02: 400,
  scalarlg: 'discard',
  quotbal: 400,
  ltgtruri: 400,
  lwsruri: 400,
  escruri: 400,
  badaspec: 400,
  baddn: 400,
  badvers: 505,
  mismatch01: 400,
  mismatch02: 400,
  bigcode: 'discard',
  insuf: 400,
  multi01: 400,
  mcl01: 400,
};

/** Those with errors that only an element using that header, or a strict one, answers. */
const blemished: Readonly<Record<string, string>> = {
  lwsstart: 'more than a single SP',
  trws: 'more than a single SP',
  baddate: '"GMT" expected',
  regbadct: 'URI with "?" not enclosed in <>',
};

describe('the torture messages', () => {
  test('there are 49', () => {
    expect(torture).toHaveLength(49);
  });

  for (const { file, title, section, accept } of torture) {
    const name = file.replace('.dat', '');
    const expected = refused[name] ?? 'fit';

    test(`§${section} ${title}: ${expected}`, () => {
      const parsed = read4475(name);
      expect(verdict(parsed)).toBe(expected);
      for (const accepted of Object.values(accept)) {
        if (expected !== 'fit') expect(accepted).toContain(expected);
      }
      const blemishes = parsed.errors.filter(({ essential }) => !essential);
      if (expected === 'fit') {
        expect(blemishes.map(({ text }) => text).filter((text, at, all) => all.indexOf(text) === at)).toEqual(
          name in blemished ? [blemished[name]] : [],
        );
      }
    });

    test(`§${section} ${title}: offsets lie in the message and ascend`, () => {
      const bytes = octets(`rfc4475/${file}`);
      const offsets = parseMessage(bytes).errors.map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
      for (const offset of offsets) expect(offset).toBeLessThanOrEqual(bytes.length);
    });

    if (expected === 'fit') {
      test(`§${section} ${title}: reads the same after writing`, () => {
        const message = messageOf(name);
        const again = parseMessage(formatMessage(message));
        expect(again.message?.body).toEqual(message.body);
        const others = ({ headers }: SipMessage) =>
          headers.filter(({ name: n }) => !/^(l|content-length)$/i.test(n));
        expect(others(again.message!)).toEqual(others(message));
      });
    }
  }
});

describe('what they show', () => {
  test('§3.1.1.1 folds, spaces around separators, empty and unknown headers', () => {
    const message = messageOf('wsinv');
    expect(read(message, to)).toEqual({
      uri: 'sip:vivekg@chair-dnrc.example.com',
      params: [{ name: 'tag', value: '1918181833n' }],
    });
    expect(read(message, from)?.displayName).toBe('J Rosenberg \\"');
    expect(tagOf(read(message, from)!)).toBe('98asjd8');
    expect(read(message, cseq)).toEqual({ number: 9, method: 'INVITE' });
    expect(readAll(message, via).map(({ transport, host }) => `${transport} ${host}`)).toEqual([
      'UDP 192.0.2.2',
      'TCP spindle.example.com',
      'UDP 192.168.255.111',
    ]);
    expect(header(message, 'subject')).toBe('');
    expect(header(message, 'NewFangledHeader')).toBe('newfangled value continued newfangled value');
    expect(headerValues(message, 'UnknownHeaderWithUnusualValue')).toEqual([';;,,;;,;']);
    const reached = read(message, contact);
    expect(reached !== '*' && reached && param(reached.params, 'q')).toBe('0.33');
    expect(message.body).toHaveLength(150);
  });

  test('§3.1.1.2 every character that may stand somewhere', () => {
    const message = messageOf('intmeth');
    expect(read(message, to)?.displayName).toBe('BEL:\u0007 NUL:\u0000 DEL:\u007f');
    expect(read(message, callId)).toBe('intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{');
    expect(header(message, "extensionHeader-!.%*+_`'~")).toBe('\uFEFF大停電');
    const uri = message.kind === 'request' ? parseUri(message.uri) : undefined;
    expect(uri).toMatchObject({
      ok: true,
      value: { password: "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)" },
    });
  });

  test('§3.1.1.3, §3.1.1.4 escapes stay as written and stand for what they stand for', () => {
    const uri = parseUri(read(messageOf('esc01'), to)!.uri);
    expect(uri).toMatchObject({ ok: true, value: { user: '%75se%72' } });
    expect(unescapeUri('%75se%72')).toBe('user');
    expect(readAll(messageOf('escnull'), contact)).toHaveLength(2);
  });

  test('§3.1.1.8 octets after the body are not part of the message', () => {
    const { message, rest } = read4475('dblreq');
    expect(message?.body).toHaveLength(0);
    expect(rest).toHaveLength(450);
  });

  test('§3.1.1.9 a semicolon in a user part', () => {
    const message = messageOf('semiuri');
    const uri = message.kind === 'request' ? parseUri(message.uri) : undefined;
    expect(uri).toMatchObject({ ok: true, value: { user: 'user;par=u%40example.net', host: 'example.com' } });
  });

  test('§3.1.1.11 binary parts', () => {
    const parts = bodyParts(messageOf('mpart01'));
    expect(parts.map(({ body }) => body.length)).toEqual([5, parts[1]!.body.length]);
    expect(parts[1]!.body[0]).toBe(0x30);
  });

  test('§3.1.1.12, §3.1.1.13 reason phrases in UTF-8, and none', () => {
    expect(messageOf('unreason')).toMatchObject({ status: 200, reason: expect.stringContaining('простое') });
    expect(messageOf('noreason')).toMatchObject({ status: 100, reason: '' });
  });
});
