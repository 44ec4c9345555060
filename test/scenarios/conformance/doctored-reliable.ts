import { breach, type Doctored } from './breach.ts';
import { before, header, later, text, told, without } from './doctor.ts';

// Breaches of RFC 3262.

export const doctoredReliable: readonly Doctored[] = [
  breach(
    'RFC3262-3',
    'reliable/rings-reliably',
    text('INVITE', (raw) => raw.replace('Supported: timer, 100rel', 'Supported: timer')),
  ),
  // The second 180 and its PRACK skip a number, both as they were sent and as they came.
  breach('RFC3262-3-rseq', 'reliable/rings-on-and-on', (all) => {
    const [first = 0, second = 0] = [...new Set(all.flatMap((record) => rseqOf(record)))];
    expectNext(first, second);
    const moved = (raw: string) =>
      raw
        .replace(`RSeq: ${second}\r\n`, `RSeq: ${second + 9}\r\n`)
        .replace(`RAck: ${second} `, `RAck: ${second + 9} `);
    return text('PRACK', moved)(text('180 INVITE', moved)(all));
  }),
  breach('RFC3262-3-again', 'reliable/prack-lost', later('bob>core 180 INVITE', 1, 1)),
  breach(
    'RFC3262-3-prack',
    'reliable/rings-reliably',
    text('bob>core 200 PRACK', (raw) => raw.replace('200 OK', '481 No')),
  ),
  breach('RFC3262-3-final', 'reliable/answer-in-the-180', before('bob>core 200 INVITE', 'core>bob PRACK')),
  breach('RFC3262-3-unheard', 'reliable/prack-never-comes', without('504 INVITE')),
  // The PRACK has nothing to do with the 180.
  breach(
    'RFC3262-4',
    'reliable/rings-reliably',
    told('sender>core PRACK', () => ({ cause: 0 })),
  ),
  // A copy that was acknowledged anew.
  breach('RFC3262-4', 'reliable/prack-lost', (all) => {
    const copy = all.find(
      (record) =>
        record.type === 'message.received' &&
        record.node === 'sender' &&
        record.summary === '180 INVITE' &&
        record.transmission === 1,
    );
    return told('sender>core PRACK', ({ transmission, cause = 0 }) => ({
      cause: transmission === 1 ? (copy?.seq ?? 0) : cause,
    }))(all);
  }),
  breach('RFC3262-7.2', 'reliable/rings-reliably', header('sender>core PRACK', 'RAck', '1 1 INVITE')),
];

function rseqOf(record: { readonly type: string }): number[] {
  const raw = 'raw' in record ? String(record.raw) : '';
  const number = /^RSeq: (\d+)\r$/m.exec(raw)?.[1];
  return number === undefined ? [] : [Number(number)];
}

function expectNext(first: number, second: number): void {
  if (second !== first + 1) throw new Error(`RSeq ${second} follows ${first}: the story is another one`);
}
