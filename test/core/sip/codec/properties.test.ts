// What can be built can be parsed; what is parsed can be written again; no octets break the parser.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../../../core/sip/format.ts';
import { type Frame, SipFramer } from '../../../../core/sip/framing.ts';
import * as table from '../../../../core/sip/header-table.ts';
import { headerTable } from '../../../../core/sip/header-table.ts';
import { bodyParts } from '../../../../core/sip/mime.ts';
import { parseMessage } from '../../../../core/sip/parse.ts';
import { freeText, message, nameAddr, params, token, via } from './arbitraries.ts';
import { flows, octets, torture } from './vectors.ts';

test('parse(format(m)) equals m', () => {
  fc.assert(
    fc.property(message, (built) => {
      const { message: read, errors, rest } = parseMessage(formatMessage(built));
      expect(errors).toEqual([]);
      expect(read).toEqual(built);
      expect(rest).toHaveLength(0);
    }),
    { numRuns: 1000 },
  );
});

test('octets after the message change nothing in it', () => {
  fc.assert(
    fc.property(message, fc.uint8Array({ maxLength: 40 }), (built, trailing) => {
      const bytes = formatMessage(built);
      const both = new Uint8Array([...bytes, ...trailing]);
      const { message: read, rest } = parseMessage(both);
      expect(read).toEqual(built);
      expect(rest).toEqual(trailing);
    }),
  );
});

describe('codecs', () => {
  const delta = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const media = fc.record({
    type: token,
    subtype: token,
    params: params.map((all) => all.map(({ name, value = 'x' }) => ({ name, value }))),
  });
  const withParams = fc.record({ value: token, params });
  const auth = fc.record({
    scheme: token,
    params: media.map(({ params: all }) => all).filter(({ length }) => length > 0),
  });
  const cseq = fc.record({ number: fc.integer({ min: 0, max: 2 ** 31 - 1 }), method: token });
  const comment = token;
  const cases: readonly [table.KnownHeader['codec'], fc.Arbitrary<unknown>][] = [
    [table.via, via],
    [table.from, nameAddr],
    [table.contact, nameAddr],
    [table.contact, fc.constant('*')],
    [table.route, nameAddr],
    [table.pAssertedIdentity, nameAddr],
    [table.acceptContact, fc.record({ params })],
    [table.rejectContact, fc.record({ params })],
    [table.contentType, media],
    [table.accept, media],
    [table.contentDisposition, withParams],
    [table.event, withParams],
    [table.wwwAuthenticate, auth],
    [table.authorization, auth],
    [table.cseq, cseq],
    [table.rack, fc.record({ rseq: delta, cseq })],
    [table.expires, delta],
    [table.allow, token],
    [table.minSE, fc.record({ seconds: delta, params })],
    [table.retryAfter, fc.record({ seconds: delta, comment, params })],
    [
      table.sessionExpires,
      fc.record({
        seconds: delta,
        refresher: fc.constantFrom('uac', 'uas'),
        params: params.map((all) => all.filter(({ name }) => name.toLowerCase() !== 'refresher')),
      }),
    ],
    [table.warning, fc.record({ code: fc.integer({ min: 0, max: 999 }), agent: token, text: freeText })],
    [table.date, fc.integer({ min: 0, max: 253_402_300_799 })],
  ];

  test.each(cases.map(([codec, values]) => [codec!.name, codec!, values] as const))(
    '%s: parse(format(v)) equals v',
    (_, codec, values) => {
      fc.assert(
        fc.property(values, (value) => {
          expect(codec.parse(codec.format(value))).toEqual({ ok: true, value });
        }),
      );
    },
  );

  test('say the same of a text, wherever it came from, and give offsets that lie in it', () => {
    const known = headerTable.flatMap(({ codec }) => codec ?? []);
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.string({ unit: 'binary' }), (codec, text) => {
        const read = codec.parse(text);
        if (read.ok) expect(codec.parse(codec.format(read.value))).toEqual(read);
        else expect(read.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('mutations of the vectors', () => {
  const vectors = [
    ...torture.map(({ file }) => octets(`rfc4475/${file}`)),
    ...flows.map(({ file }) => octets(`rfc3665/${file}`)),
  ];
  const spice = new TextEncoder().encode('\r\n \t,;:<>"\\=@/[]()?&%*0\0\u00ff');

  /** A small generator, so that each run is the same and costs little. */
  function seeded(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  /** One to four changes, half of the time beyond the start line: an octet, a cut, a repetition or a gap. */
  function mutate(bytes: Uint8Array, below: (n: number) => number): Uint8Array {
    let changed: Uint8Array = bytes.slice();
    const from = below(2) === 0 ? 0 : changed.indexOf(10) + 1;
    for (let changes = below(4) + 1; changes > 0 && changed.length > from; changes--) {
      const at = from + below(changed.length - from);
      const kind = below(5);
      if (kind === 0) changed[at] = below(256);
      else if (kind === 1) changed[at] = spice[below(spice.length)]!;
      else if (kind === 2) changed = changed.subarray(0, at);
      else if (kind === 3) changed = join(changed.subarray(0, at + below(40)), changed.subarray(at));
      else changed = join(changed.subarray(0, at), changed.subarray(at + below(40)));
    }
    return changed;
  }

  function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
    const joined = new Uint8Array(head.length + tail.length);
    joined.set(head);
    joined.set(tail, head.length);
    return joined;
  }

  test('100,000 of them, by either carrier: no exception, and errors that lie in the message', () => {
    const below = seeded(4475);
    for (let round = 0; round < 100_000; round++) {
      const bytes = mutate(vectors[below(vectors.length)]!, below);
      const { message: read, errors } = parseMessage(bytes, round % 2 === 0 ? 'datagram' : 'stream');
      for (const { offset } of errors)
        if (offset > bytes.length) throw new Error(`offset ${offset} in round ${round}`);
      if (read === undefined) {
        if (errors.length === 0) throw new Error(`neither message nor error in round ${round}`);
        continue;
      }
      bodyParts(read);
      const written = formatMessage(read);
      if (errors.length > 0 || round % 10 !== 0) continue;
      const again = parseMessage(written);
      expect(again.errors).toEqual([]);
      expect(again.message?.body).toEqual(read.body);
    }
  });

  test('25,000 of them in streams: octet by octet is as good as whole', () => {
    const below = seeded(3665);
    for (let round = 0; round < 25_000; round++) {
      const bytes = mutate(vectors[below(vectors.length)]!, below);
      const whole = new SipFramer().push(bytes);
      if (round % 25 !== 0) continue;
      const framer = new SipFramer();
      const frames: Frame[] = [];
      for (const byte of bytes) frames.push(...framer.push(Uint8Array.of(byte)));
      expect(frames).toEqual(whole);
    }
  });
});
