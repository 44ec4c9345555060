import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatByteRange, parseByteRange } from '../../../agents/msrp/byte-range.ts';
import { type Chunking, contentOf, FAIR_CHUNK_BYTES, planChunk } from '../../../agents/msrp/chunking.ts';
import { commentFor, reactionTo } from '../../../agents/msrp/codes.ts';
import { isIdent, isMediaType } from '../../../agents/msrp/grammar.ts';
import { ipv6Groups } from '../../../agents/msrp/ip-address.ts';
import { formatMsrpUri, parseMsrpUri, sameMsrpUri } from '../../../agents/msrp/msrp-uri.ts';
import { RangeSet } from '../../../agents/msrp/ranges.ts';
import {
  answers,
  failureReportOf,
  reportsSuccess,
  runsTimer,
  successReportOf,
} from '../../../agents/msrp/reports.ts';
import { table } from './vectors.ts';

describe('MSRP URIs', () => {
  const vectors = table<{
    compare: { a: string; b: string; equal: boolean; rule: string }[];
    valid: { uri: string; valid: boolean }[];
  }>('msrp-uri');
  const read = (text: string) => {
    const parsed = parseMsrpUri(text);
    if (!parsed.ok) throw new Error(`${text}: ${parsed.text}`);
    return parsed.value;
  };

  it.each(vectors.compare)('$a and $b', ({ a, b, equal }) => {
    expect(sameMsrpUri(read(a), read(b))).toBe(equal);
  });

  it.each(vectors.valid)('$uri', ({ uri, valid }) => {
    expect(parseMsrpUri(uri).ok).toBe(valid);
  });

  it.each([
    ['msrp://192.0.2.1/a;tcp', 16, 'RFC 4975 §6'],
    ['sip:bob@example.com', 0, 'RFC 4975 §9 MSRP-URI'],
    ['msrp://h:99999/a;tcp', 9, 'RFC 4975 §9 MSRP-URI'],
    ['msrp://h:1/a b;tcp', 11, 'RFC 4975 §9 MSRP-URI'],
    ['msrp://h:1/a;', 13, 'RFC 4975 §9 MSRP-URI'],
    ['msrp://h:1/a;tcp;=', 13, 'RFC 4975 §9 MSRP-URI'],
    ['msrp://[::1:1/a;tcp', 9, 'RFC 4975 §9 MSRP-URI'],
    ['msrp://%4:1/a;tcp', 7, 'RFC 4975 §9 MSRP-URI'],
    ['msrp:///a;tcp', 7, 'RFC 4975 §9 MSRP-URI'],
  ])('%s is none', (text, offset, rule) => {
    expect(parseMsrpUri(text)).toMatchObject({ ok: false, offset, rule });
  });

  it.each([
    'msrp://h:1/a;tcp',
    'msrps://alice@intra.example.com;tcp',
    'msrp://[2001:db8::1]:2855/a/b+c=d~._-;tcp;x;y=z',
  ])('%s is written as it was', (text) => {
    expect(formatMsrpUri(read(text))).toBe(text);
  });

  it('escapes of unreserved characters make no difference, others do', () => {
    expect(sameMsrpUri(read('msrp://%68%4Fst:1/a;tcp'), read('msrp://host:1/a;tcp'))).toBe(true);
    expect(sameMsrpUri(read('msrp://h%2F:1/a;tcp'), read('msrp://h:1/a;tcp'))).toBe(false);
  });

  it.each(['::', '1::', '::ffff:192.0.2.1', '1:2:3:4:5:6:7:8'])('%s is an IPv6 address', (text) =>
    expect(ipv6Groups(text)).toHaveLength(8),
  );
  it.each([':', ':::', '1:2:3', '1::2::3', '12345::', '::256.0.0.1', '1:2:3:4:5:6:7::8:9'])(
    '%s is none',
    (text) => expect(ipv6Groups(text)).toBeUndefined(),
  );
});

describe('Byte-Range', () => {
  it.each(table<{ byteRangeSyntax: { value: string; valid: boolean }[] }>('chunking').byteRangeSyntax)(
    '$value',
    ({ value, valid }) => {
      expect(parseByteRange(value).ok).toBe(valid);
    },
  );

  it.each(['1-0/0', '1-*/*', '2049-4385/4385', '101-*/100'])('%s is written as it was', (text) => {
    const parsed = parseByteRange(text);
    expect(parsed.ok && formatByteRange(parsed.value)).toBe(text);
  });

  it.each(['', '-', '1-/1', '*-1/1', '5-3/9', '1-*/9999999999999999', '102-*/100', '1-1/1 ', '+1-1/1'])(
    '"%s" is none',
    (text) => {
      expect(parseByteRange(text).ok).toBe(false);
    },
  );
});

describe('grammar', () => {
  it('idents have 4 to 32 characters and begin with a letter or digit', () => {
    expect(['abcd', 'a.-+%=9', 'a'.repeat(32)].every(isIdent)).toBe(true);
    expect(['abc', 'a'.repeat(33), '-abcd', 'ab cd', 'abcé'].some(isIdent)).toBe(false);
  });
  it('media types', () => {
    expect(['text/plain', 'image/jpeg; a="b;c"', 'multipart/mixed;boundary=x'].every(isMediaType)).toBe(true);
    expect(['text', '/x', 'x/', 'a b/c', ''].some(isMediaType)).toBe(false);
  });
});

/** The chunks of a message that nothing interrupts, as Byte-Ranges. */
function chunks(chunking: Chunking, total: number): string[] {
  const ranges: string[] = [];
  for (let sent = 0; ; ) {
    const plan = planChunk(chunking, total, sent);
    ranges.push(formatByteRange(plan.range));
    sent += plan.lengthBytes;
    if (sent >= total) return ranges;
  }
}

describe('dividing', () => {
  const vectors = table<{ segmentation: { id: string; total: number; chunks: [number, number][] }[] }>(
    'chunking',
  ).segmentation;
  const vector = (id: string) => {
    const { chunks: pairs, total } = vectors.find((each) => each.id === id)!;
    return pairs.map(([start, end]) => `${start}-${end}/${total}`);
  };

  it('2048 octets at a time', () => {
    expect(chunks('pieces', 4385)).toEqual(vector('seg-4385-2048'));
    expect(chunks('pieces', 2049)).toEqual(vector('seg-2049'));
    expect(chunks('pieces', 0)).toEqual(['1-0/0']);
  });

  it('as few as possible', () => {
    expect(chunks('whole', 4385)).toEqual(['1-*/4385']);
    expect(chunks('whole', 2048)).toEqual(['1-2048/2048']);
  });

  it('as the figure has it, within the RFC and in the form of the document', () => {
    expect(chunks('first then rest', 4385)).toEqual(['1-2048/4385', '2049-*/4385']);
    expect(chunks('change-request', 4385)).toEqual(vector('seg-4385-seed'));
  });

  it('only the form of the document has a numeric end behind more than 2048 octets', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Chunking>('pieces', 'whole', 'first then rest'),
        fc.nat(20_000),
        fc.nat(20_000),
        (chunking, total, sent) => {
          const plan = planChunk(chunking, total, Math.min(sent, total));
          expect(plan.range.end === undefined).toBe(plan.lengthBytes > FAIR_CHUNK_BYTES);
          expect(plan.interruptible).toBe(plan.range.end === undefined);
        },
      ),
    );
  });

  it('reads memory as a source', () => {
    expect(contentOf(Uint8Array.of(1, 2, 3, 4)).read(1, 2)).toEqual(Uint8Array.of(2, 3));
  });
});

describe('Success-Report and Failure-Report', () => {
  const { matrix } = table<{
    matrix: {
      successReport: string | null;
      failureReport: string | null;
      onAccept: { response: string; successReport: string };
      onImmediateError: { response: string };
      senderTimer30s: boolean;
    }[];
  }>('reports');

  it.each(matrix)('$successReport, $failureReport', (row) => {
    const headers = [
      ...(row.successReport === null ? [] : [{ name: 'success-report', value: row.successReport }]),
      ...(row.failureReport === null
        ? []
        : [{ name: 'Failure-Report', value: row.failureReport.toUpperCase() }]),
    ];
    const failureReport = failureReportOf({ headers });
    expect(answers(failureReport, 200)).toBe(row.onAccept.response === '200');
    expect(answers(failureReport, 415)).toBe(row.onImmediateError.response.startsWith('error'));
    expect(runsTimer(failureReport)).toBe(row.senderTimer30s);
    expect(reportsSuccess(successReportOf({ headers }))).toBe(
      row.onAccept.successReport.endsWith('200 MUST'),
    );
  });

  it('Failure-Report: no means no answer at all', () => {
    expect([200, 400, 415, 481].some((status) => answers('no', status))).toBe(false);
    expect(runsTimer('no')).toBe(false);
  });
});

describe('codes', () => {
  it('every registered code has a comment', () => {
    for (const code of Object.keys(table<{ codes: object }>('codes').codes))
      expect(commentFor(Number(code))).not.toBe('Unknown');
  });
  it('and asks something of the sender', () => {
    expect([200, 408, 413, 415, 481, 506, 400, 403, 501].map(reactionTo)).toEqual([
      'accepted',
      'timeout',
      'stop message',
      'stop type',
      'end session',
      'end session',
      'stop message',
      'stop message',
      'stop message',
    ]);
  });
});

describe('ranges', () => {
  it('agree with a set of numbers', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(12));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
        const ranges = new RangeSet();
        const model = new Set<number>();
        for (const [start, length] of pairs) {
          ranges.add(start, start + length - 1);
          for (let at = start; at < start + length; at++) model.add(at);
        }
        const positions = Array.from({ length: 60 }, (_, at) => at + 1);
        const gaps = ranges.missing(60).flatMap(([from, to]) => positions.slice(from - 1, to));
        expect(ranges.count).toBe(model.size);
        expect(gaps).toEqual(positions.filter((at) => !model.has(at)));
        expect(ranges.covers(20)).toBe(positions.slice(0, 20).every((at) => model.has(at)));
      }),
    );
  });
});
