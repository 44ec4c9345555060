import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAttribute, writeAttribute } from '../../../agents/sdp/attribute.ts';
import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { checkOffer } from '../../../agents/sdp/check-offer.ts';
import { examineOffer } from '../../../agents/sdp/examine.ts';
import { fileSelector } from '../../../agents/sdp/file-selector.ts';
import { formatSdp } from '../../../agents/sdp/format.ts';
import { makeOffer } from '../../../agents/sdp/offer.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import type { FileSelector, Media, Sdp } from '../../../agents/sdp/types.ts';
import { can, origin, picture, vectors } from './samples.ts';

const token = fc.stringMatching(/^[A-Za-z0-9-]{1,8}$/);
const digits = fc.stringMatching(/^[1-9][0-9]{0,17}$/);
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((one) => one.replace(/[\0\r\n]/g, '.'));
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });

/** Leaves out what is undefined, and lists without members, as reading does. */
function sparse<T extends object>(record: T): T {
  const kept = Object.entries(record).filter(
    ([name, value]) =>
      value !== undefined &&
      (name === 'attributes' ||
        name === 'media' ||
        name === 'repeats' ||
        !Array.isArray(value) ||
        value.length > 0),
  );
  return Object.fromEntries(kept) as T;
}

const connection = fc.record({
  netType: fc.constant('IN'),
  addressType: fc.constantFrom('IP4', 'IP6'),
  address: token,
});
const attribute = fc
  .record({ name: token.map((name) => `x-${name}`), value: optional(fc.string().map(oneLine)) })
  .map(sparse);
const section = {
  information: optional(text),
  bandwidths: list(fc.record({ type: token, value: digits })),
  key: optional(text),
  attributes: list(attribute),
};
const media = fc
  .record({
    media: token,
    port: fc.nat(65535),
    portCount: optional(fc.integer({ min: 1, max: 9 })),
    proto: fc.constantFrom('TCP/MSRP', 'RTP/AVP'),
    formats: fc.array(token, { minLength: 1, maxLength: 3 }),
    connections: list(connection),
    ...section,
  })
  .map(sparse) as unknown as fc.Arbitrary<Media>;
const session = fc
  .record({
    origin: fc.record({
      username: token,
      sessionId: digits,
      sessionVersion: digits,
      netType: fc.constant('IN'),
      addressType: fc.constantFrom('IP4', 'IP6'),
      address: token,
    }),
    name: text,
    uri: optional(text),
    emails: list(text),
    phones: list(text),
    connection: optional(connection),
    times: fc.array(fc.record({ start: digits, stop: digits, repeats: list(text) }), {
      minLength: 1,
      maxLength: 2,
    }),
    zones: optional(text),
    media: list(media),
    ...section,
  })
  .map(sparse) as unknown as fc.Arbitrary<Sdp>;

function oneLine(one: string): string {
  return one.replace(/[\0\r\n]/g, '.');
}

describe('round trips', () => {
  it('parse(format(sdp)) is sdp, for every description that can be built', () => {
    fc.assert(
      fc.property(session, (sdp) => {
        expect(parseSdp(formatSdp(sdp)).sdp).toEqual(sdp);
      }),
      { numRuns: 2000 },
    );
  });

  it('a file-selector comes back, whatever the file is called', () => {
    const selector = fc
      .record({
        name: optional(fc.string({ unit: 'grapheme', minLength: 1 })),
        type: optional(
          fc.constantFrom(
            'image/jpeg',
            'text/plain;charset="utf-8"',
            'text/plain;name="50% \\"off\\"; a\\\\b"',
          ),
        ),
        size: optional(fc.integer({ min: 1 })),
        hashes: list(
          fc.record({ algorithm: fc.constant('sha-256'), hex: fc.stringMatching(/^([0-9A-F]{2}){1,8}$/) }),
        ),
      })
      .map((one) => ({ ...sparse(one), hashes: one.hashes })) as unknown as fc.Arbitrary<FileSelector>;
    fc.assert(
      fc.property(selector, fc.constantFrom('rfc' as const, 'change-request' as const), (one, dialect) => {
        const attributes = [writeAttribute(fileSelector, one, dialect)];
        expect(readAttribute({ attributes }, fileSelector, dialect)).toEqual(one);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hostile text', () => {
  const offer = formatSdp(
    makeOffer({ origin: origin('sender.example.com') }, [
      picture(),
      picture({ setup: 'actpass', maxSize: 9 }, 'b'),
    ]),
  );
  const seeds = [...vectors.map(({ text: one }) => one), offer];

  it('100,000 mutations are read and judged without an exception', () => {
    const random = generator(20260101);
    for (let run = 0; run < 100_000; run++) {
      const seed = seeds[random(seeds.length)]!;
      const dialect = random(2) === 0 ? 'rfc' : 'change-request';
      const { sdp, errors } = parseSdp(mutated(seed, random), dialect);
      for (const { offset } of errors) if (offset < 0) throw new Error('an offset before the text');
      if (sdp === undefined) continue;
      formatSdp(sdp);
      if (run % 4 > 0) continue;
      examineOffer(sdp, can, [], dialect);
      checkOffer(sdp, sdp, dialect);
      checkAnswer(sdp, sdp, dialect);
    }
  });

  it('very long lines are read in one go', () => {
    const long = 200_000;
    for (const line of [
      `a=file-selector:${'name:"'.repeat(long)}`,
      `a=file-selector:${'size:1 '.repeat(long)}`,
      `a=file-selector:hash:sha-1:${'00:'.repeat(long)}`,
      `a=file-selector:type:a/b${';x="y"'.repeat(long)};`,
      `a=file-date:${'creation:"'.repeat(long)}`,
      `a=file-icon:cid:${'a@'.repeat(long)} `,
      `a=accept-types:${'a/b '.repeat(long)}`,
      `a=accept-types:a/b;c="${'\\"'.repeat(long)}`,
      `a=path:${'msrp://h:1/x;tcp '.repeat(long)}`,
      `a=path:msrp://${'a@'.repeat(long)}`,
      `m=message 1 ${'TCP/'.repeat(long)}`,
      `m=message 1/1 x ${' '.repeat(long)}`,
      `o=${'1 '.repeat(long)}`,
      `b=${'a:'.repeat(long)}`,
      't=0 0\r\n'.repeat(long),
      'm=message 1 TCP/MSRP *\r\n'.repeat(long / 4),
    ])
      parseSdp(`v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nt=0 0\r\nm=message 1 TCP/MSRP *\r\n${line}\r\n`);
  });
});

/** Numbers below a limit, the same in every run (xorshift). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const pieces = [
  '\r\n',
  '=',
  ':',
  ' ',
  '"',
  '%',
  '/',
  '*',
  ';',
  '\0',
  'é',
  'a=',
  'm=',
  '9'.repeat(30),
  '-',
  '@',
  'cid:',
];

/** One to four small damages: a piece put in, taken out, doubled or changed. */
function mutated(seed: string, random: (below: number) => number): string {
  let changed = seed;
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(changed.length + 1);
    const length = random(8);
    const put = [pieces[random(pieces.length)]!, '', changed.slice(at, at + length).repeat(2)][random(3)]!;
    changed = changed.slice(0, at) + put + changed.slice(at + length);
  }
  return changed;
}
