import fc from 'fast-check';
import type { MsrpMessage } from '../../../agents/msrp/message.ts';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const from = (chars: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...chars), minLength, maxLength });

const ident = fc
  .tuple(from(letters, 1, 1), from(`${letters}.-+%=`, 3, 31))
  .map(([first, rest]) => first + rest);
const host = fc.oneof(from(letters, 1, 12), fc.constantFrom('192.0.2.1', '[2001:db8::1]', 'bob@example.com'));
const uri = fc
  .tuple(
    fc.constantFrom('msrp', 'msrps'),
    host,
    fc.integer({ min: 1, max: 65535 }),
    from(`${letters}-._~+=/`, 1, 14),
  )
  .map(([scheme, authority, port, session]) => `${scheme}://${authority}:${port}/${session};tcp`);
const path = fc.array(uri, { minLength: 1, maxLength: 3 });

/** No control characters, nothing that UTF-8 cannot say. */
const value = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((text) => [...text].filter((char) => char >= ' ' && char !== '\x7f').join(''));
const extra = fc.record({ name: from(letters, 1, 10).map((name) => `X-${name}`), value });
const range = fc.constantFrom('1-*/8', '1-2048/4385', '1-0/0', '9-*/*');
const reports = fc.subarray([
  { name: 'Success-Report', value: 'yes' },
  { name: 'Failure-Report', value: 'partial' },
]);

/** Bodies rich in what an end-line is made of. */
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(fc.constantFrom('\r\n', '-------', '-', '\r', '\n', 'abcd', '$', '+'), { maxLength: 60 })
    .map((parts) => new TextEncoder().encode(parts.join(''))),
);

const common = { transactId: ident, toPath: path, fromPath: path };

const send: fc.Arbitrary<MsrpMessage> = fc
  .record({
    ...common,
    id: ident,
    range,
    reports,
    extras: fc.array(extra, { maxLength: 3 }),
    body: fc.option(body),
    flag: fc.constantFrom('$', '+', '#'),
  })
  .map(({ id, range: byteRange, reports: wanted, extras, body: content, flag, ...rest }) => ({
    kind: 'request' as const,
    method: 'SEND',
    ...rest,
    headers: [
      { name: 'Message-ID', value: id },
      { name: 'Byte-Range', value: byteRange },
      ...wanted,
      ...extras,
      ...(content === null ? [] : [{ name: 'Content-Type', value: 'image/jpeg; x="y"' }]),
    ],
    body: content ?? undefined,
    flag: flag as '$' | '+' | '#',
  }));

const report: fc.Arbitrary<MsrpMessage> = fc
  .record({ ...common, id: ident, range })
  .map(({ id, range: byteRange, ...rest }) => ({
    kind: 'request' as const,
    method: 'REPORT',
    ...rest,
    headers: [
      { name: 'Message-ID', value: id },
      { name: 'Byte-Range', value: byteRange },
      { name: 'Status', value: '000 200 OK' },
    ],
    body: undefined,
    flag: '$' as const,
  }));

const response: fc.Arbitrary<MsrpMessage> = fc
  .record({
    ...common,
    status: fc.integer({ min: 0, max: 999 }),
    comment: fc.option(value),
    extras: fc.array(extra, { maxLength: 2 }),
  })
  .map(({ comment, extras, ...rest }) => ({
    kind: 'response' as const,
    ...rest,
    comment: comment ?? undefined,
    headers: extras,
    flag: '$' as const,
  }));

/** A message that can be built and whose body does not hold its end-line. */
export const anyMessage: fc.Arbitrary<MsrpMessage> = fc
  .oneof(send, report, response)
  .filter((message) => message.kind === 'response' || !holdsEndLine(message.body, message.transactId));

function holdsEndLine(bytes: Uint8Array | undefined, transactId: string): boolean {
  return bytes !== undefined && new TextDecoder('latin1').decode(bytes).includes(`-------${transactId}`);
}
