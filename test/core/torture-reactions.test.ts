// RFC 4475 §3: what each element does with the 49 messages, judged by the manifest's `accept`. The element stands on a host of a real world;
// the message arrives from a peer, as a datagram and, where closing the connection is a right answer, by a stream.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Element, type Reaction, react } from '../support/reactions.ts';

type Accepted = number | 'process' | 'forward' | 'discard' | 'close';

interface Vector {
  readonly file: string;
  readonly title: string;
  readonly section: string;
  readonly accept?: Partial<Record<'ua' | 'proxy' | 'registrar', readonly Accepted[]>>;
}

const folder = new URL('../vectors/rfc4475/', import.meta.url);
const { files } = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as {
  files: readonly Vector[];
};
const elements: Readonly<Record<'ua' | 'proxy' | 'registrar', Element>> = {
  ua: 'agent',
  proxy: 'proxy',
  registrar: 'registrar',
};

/** Answers that say the message itself could not be used. */
const UNUSABLE = [400, 413, 414, 416, 420, 500, 505, 513];

function octets(file: string): Uint8Array {
  return readFileSync(new URL(file, folder));
}

function isAccepted(accepted: Accepted, { status, heard, forwarded, closed }: Reaction): boolean {
  switch (accepted) {
    case 'process':
      return heard === true || (status !== undefined && !UNUSABLE.includes(status));
    case 'forward':
      return forwarded === true && status === undefined;
    case 'discard':
      return status === undefined && !heard && !forwarded;
    case 'close':
      return closed === true;
    default:
      return status === accepted && !forwarded;
  }
}

function expectOneOf(accepted: readonly Accepted[], reaction: Reaction): void {
  const { records, ...told } = reaction;
  const notes = records.flatMap((record) => (record.type === 'note' ? [record.text] : []));
  const right = accepted.some((one) => isAccepted(one, reaction));
  expect({ right, accepted, told, notes }).toMatchObject({ right: true });
}

describe('the torture messages', () => {
  test('there are 49 of them, and each names a reaction', () => {
    expect(files).toHaveLength(49);
    expect(files.filter(({ accept }) => accept === undefined || Object.keys(accept).length === 0)).toEqual(
      [],
    );
  });

  for (const { file, title, section, accept } of files) {
    for (const role of ['ua', 'proxy', 'registrar'] as const) {
      const accepted = accept?.[role];
      if (accepted === undefined) continue;
      test(`§${section} ${title}: ${role} ${accepted.join(' or ')}`, () => {
        expectOneOf(accepted, react(elements[role], octets(file)));
      });
      if (!accepted.includes('close')) continue;
      test(`§${section} ${title}: ${role} by a stream: the connection is closed`, () => {
        expectOneOf(['close'], react(elements[role], octets(file), 'tcp'));
      });
    }
  }
});

/** What the element sent, as text. */
function said({ records }: Reaction): string[] {
  return records.flatMap((record) =>
    record.type === 'message.sent' && record.node === 'element' && typeof record.raw === 'string'
      ? [record.raw]
      : [],
  );
}

describe('what the reactions say', () => {
  test('§3.1.1.8: one datagram, one answer; the octets behind the message are none', () => {
    expect(said(react('agent', octets('dblreq.dat')))).toHaveLength(1);
  });

  test('§3.3.5: 420 names what is not supported, each element its own', () => {
    const named = (element: Element) =>
      /^Unsupported: *(.*)\r$/m.exec(said(react(element, octets('bext01.dat'))).join())?.[1];
    expect(named('agent')).toBe('nothingSupportsThis, nothingSupportsThisEither');
    expect(named('proxy')).toBe('noProxiesSupportThis, norDoAnyProxiesSupportThis');
  });

  test('§3.3.7: a proxy leaves an Authorization that it does not know as it is', () => {
    expect(said(react('proxy', octets('regaut01.dat')))[0]).toContain(
      '\r\nAuthorization: NoOneKnowsThisScheme opaque-data=here\r\n',
    );
  });

  test('§3.3.10: nothing is ever sent to where a response says', () => {
    for (const element of ['agent', 'proxy'] as const) {
      expect(said(react(element, octets('bcast.dat'))).filter((text) => text.startsWith('SIP/2.0'))).toEqual(
        [],
      );
    }
  });

  test('§3.3.13, §3.3.14: a binding keeps the parameters and headers of its URI', () => {
    expect(said(react('registrar', octets('cparam02.dat')))[0]).toContain(';unknownparam>');
    expect(said(react('registrar', octets('regescrt.dat')))[0]).toContain(
      '?Route=%3Csip:sip.example.com%3E>',
    );
  });
});
