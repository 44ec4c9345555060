// What the vectors of RFC 4975 and 4976 say beyond the words: whole sessions, every element of each file, and what the manifests know of the
// published messages.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Chunking, planChunk } from '../../../agents/msrp/chunking.ts';
import { reactionTo } from '../../../agents/msrp/codes.ts';
import { headerValue } from '../../../agents/msrp/message.ts';
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import { failureReportOf, reportsLateError, successReportOf } from '../../../agents/msrp/reports.ts';
import { ALICE, BOB, type Solo, sendText, solo, told } from './lab.ts';
import { published, table } from './vectors.ts';

const summaries = (it: Solo) => it.written.map(({ label }) => label.summary);
const received = (it: Solo) =>
  it.events.flatMap((event) => (event.type === 'received' ? [new TextDecoder().decode(event.content)] : []));

interface Case {
  readonly id: string;
  readonly chunks?: readonly { readonly range: string; readonly body: string; readonly flag: string }[];
  readonly result?: string | null;
  readonly complete?: boolean;
  readonly aborted?: boolean;
}

const { reassembly, segmentation } = table<{
  reassembly: readonly Case[];
  segmentation: readonly {
    readonly id: string;
    readonly total: number;
    readonly chunks: readonly (readonly [number, number])[];
    readonly legal?: boolean | string;
  }[];
}>('chunking');

/** A session that hears chunks of one message, which asks for a report. */
function hearing(chunks: NonNullable<Case['chunks']>): Solo {
  const bob = solo();
  for (const [i, { range, body, flag }] of chunks.entries())
    bob.hear(sendText(`chunk${i}`, body, { 'Byte-Range': range, flag, 'Success-Report': 'yes' }));
  return bob;
}

describe('chunks at a session', () => {
  it.each(reassembly.filter(({ chunks }) => chunks !== undefined))('$id', (row) => {
    const bob = hearing(row.chunks ?? []);
    expect(received(bob)).toEqual(row.complete ? [row.result] : []);
    expect(bob.events.map(told).includes('discarded 1 aborted')).toBe(row.aborted === true);
    expect(summaries(bob).filter((each) => each === '200 SEND')).toHaveLength(row.chunks?.length ?? 0);
    expect(summaries(bob).includes('REPORT')).toBe(row.complete);
  });

  it('the same Message-ID again is a duplicate: acknowledged and reported, and not given out', () => {
    expect(reassembly.filter(({ chunks }) => chunks === undefined).map(({ id }) => id)).toEqual([
      'cr-11-duplicate-message-id',
    ]);
    const bob = hearing([
      { range: '1-4/4', body: 'abcd', flag: '$' },
      { range: '1-4/4', body: 'abcd', flag: '$' },
    ]);
    expect(received(bob)).toEqual(['abcd']);
    expect(summaries(bob)).toEqual(['200 SEND', 'REPORT', '200 SEND', 'REPORT']);
  });
});

describe('segmentation', () => {
  const made = (chunking: Chunking, total: number): string => {
    const chunks: string[] = [];
    for (let sent = 0; sent < total; ) {
      const { range, lengthBytes } = planChunk(chunking, total, sent);
      chunks.push(`${range.start}-${range.end ?? '*'}`);
      sent += lengthBytes;
    }
    return chunks.join();
  };

  it.each(segmentation)('$id', ({ total, chunks, legal = true }) => {
    const named = chunks.map(([start, end]) => `${start}-${end}`).join();
    const ours = (['pieces', 'whole', 'first then rest'] as const).map((each) => made(each, total));
    expect(ours.includes(named)).toBe(legal === true);
    // Whoever sends it so is understood.
    const text = 'x'.repeat(total);
    const bob = hearing(
      chunks.map(([start, end], i) => ({
        range: `${start}-${end}/${total}`,
        body: text.slice(start - 1, end),
        flag: i === chunks.length - 1 ? '$' : '+',
      })),
    );
    expect(received(bob)).toEqual([text]);
  });
});

interface ReportRow {
  readonly successReport: string | null;
  readonly failureReport: string | null;
  readonly onAccept: { readonly response: string; readonly successReport: string };
  readonly onImmediateError: { readonly response: string };
  readonly onLateError: { readonly failureREPORT: string };
  readonly senderTimer30s: boolean;
  readonly senderOnTimeout: string;
}

const reports = table<{
  defaults: { successReport: string; failureReport: string };
  never: readonly string[];
  matrix: readonly ReportRow[];
}>('reports');

const reportOn = (more = '') =>
  `MSRP rep0 REPORT\r\nTo-Path: ${BOB}\r\nFrom-Path: ${ALICE}\r\nMessage-ID: message-1\r\nByte-Range: 1-2/2\r\n${more}Status: 000 200 OK\r\n-------rep0$\r\n`;

describe('reports', () => {
  it('have the defaults that the table names', () => {
    expect(successReportOf({ headers: [] })).toBe(reports.defaults.successReport);
    expect(failureReportOf({ headers: [] })).toBe(reports.defaults.failureReport);
  });

  it.each(reports.matrix)('$successReport, $failureReport at a session', (row) => {
    const asked = {
      ...(row.successReport !== null && { 'Success-Report': row.successReport }),
      ...(row.failureReport !== null && { 'Failure-Report': row.failureReport }),
    };
    const bob = solo();
    bob.hear(sendText('good', 'Hi', asked));
    expect(summaries(bob)).toEqual([
      ...(row.onAccept.response === '200' ? ['200 SEND'] : []),
      ...(row.onAccept.successReport.startsWith('REPORT') ? ['REPORT'] : []),
    ]);
    const wrong = solo();
    wrong.hear(sendText('wrong', 'Hi', { ...asked, 'To-Path': BOB.replace('9di4', 'none') }));
    expect(summaries(wrong)).toEqual(row.onImmediateError.response.startsWith('error') ? ['481 SEND'] : []);
    const headers = Object.entries(asked).map(([name, value]) => ({ name, value }));
    expect(reportsLateError(failureReportOf({ headers }))).toBe(
      row.onLateError.failureREPORT.startsWith('MAY'),
    );
    expect(row.senderOnTimeout.startsWith('inform')).toBe(row.senderTimer30s);
  });

  const never: Readonly<Record<string, () => void>> = {
    'response to REPORT': () => {
      const bob = solo();
      bob.hear(sendText('good', 'Hi') + reportOn());
      expect(summaries(bob)).toEqual(['200 SEND']);
    },
    'REPORT for REPORT': () => {
      const bob = solo();
      bob.hear(sendText('good', 'Hi') + reportOn('Success-Report: yes\r\nFailure-Report: yes\r\n'));
      expect(summaries(bob)).toEqual(['200 SEND']);
    },
    'Success-Report/Failure-Report inside REPORT': () => {
      const bob = solo();
      bob.hear(sendText('good', 'Hi', { 'Success-Report': 'yes', 'Failure-Report': 'partial' }));
      const [report] = bob.written.flatMap(({ message }) => message ?? []);
      expect(report).toMatchObject({ kind: 'request', method: 'REPORT' });
      for (const name of ['Success-Report', 'Failure-Report'])
        expect(report && headerValue(report, name)).toBeUndefined();
    },
    'report for bodiless SEND is still governed by the headers': () => {
      const asked = { 'Byte-Range': '1-0/0', 'Success-Report': 'yes' };
      const bob = solo();
      bob.hear(
        sendText('one1', undefined, asked) +
          sendText('two2', undefined, { ...asked, 'Success-Report': 'no' }),
      );
      expect(summaries(bob)).toEqual(['200 SEND', 'REPORT', '200 SEND']);
    },
  };

  it.each(reports.never)('never: %s', (rule) => {
    expect(never[rule]).toBeDefined();
    never[rule]?.();
  });
});

it('each registered code asks of the sender what the table says', () => {
  const { codes } = table<{ codes: Readonly<Record<string, string>> }>('codes');
  const words = {
    accepted: /^success/,
    'stop type': /do not send that content-type again/,
    'end session': /terminate session|stop sending on this connection/,
    timeout: /local 30 s timeout/,
  } as const;
  for (const [code, says] of Object.entries(codes)) {
    const found = Object.entries(words).find(([, word]) => word.test(says))?.[0] ?? 'stop message';
    expect([code, reactionTo(Number(code))]).toEqual([code, found]);
  }
  expect(Object.keys(codes)).toHaveLength(15);
});

interface Known {
  readonly file: string;
  readonly type: string;
  readonly startLine: string;
  readonly byteRange: string | null;
  readonly bodyOctetsAsExtracted: number | null;
  readonly flag: string;
}

describe('the published messages are what their manifests say', () => {
  const known = ['rfc4975', 'rfc4976', 'rfc5547'].flatMap((rfc) => {
    const url = new URL(`../../vectors/${rfc}/manifest.json`, import.meta.url);
    const { files } = JSON.parse(readFileSync(url, 'utf8')) as { readonly files: readonly Known[] };
    return files
      .filter(({ type }) => type === 'msrp')
      .map((each) => ({ ...each, name: `${rfc}/${each.file}` }));
  });

  it('all of them are here', () => {
    expect(published.map(({ name }) => name).sort()).toEqual(known.map(({ name }) => name).sort());
  });

  it.each(known)('$name', ({ name, startLine, byteRange, bodyOctetsAsExtracted, flag }) => {
    const bytes = published.find((each) => each.name === name)?.bytes ?? new Uint8Array(0);
    const { message } = parseMsrp(bytes);
    const [first] = new TextDecoder().decode(bytes).split('\r\n');
    expect(first).toBe(startLine);
    expect(message?.flag).toBe(flag);
    expect((message && headerValue(message, 'Byte-Range')) ?? null).toBe(byteRange);
    const body = message?.kind === 'request' ? message.body : undefined;
    expect(body?.length ?? null).toBe(bodyOctetsAsExtracted);
  });
});
