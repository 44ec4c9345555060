import type { TraceRecord } from '../../../sim/trace/records.ts';
import { kindOf } from '../message-names.ts';
import { recordWords, when } from '../record-words.ts';
import { toAscii } from '../text/glyphs.ts';
import { Line } from '../text/line.ts';
import type { Style } from '../text/palette.ts';
import { count, plain, seconds, shorten, textOf, wrap } from '../words.ts';
import { type DifferenceCounts, differenceSigns, shown } from './difference.ts';
import { consequenceWords, differenceWords, messageWords } from './difference-words.ts';
import type { Divergence } from './divergence.ts';
import type { DiffReport, ReportedRun } from './report.ts';
import type { ToldDifference } from './told.ts';

export interface DiffTextOptions {
  /** Columns; at least 60. */
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
  /** Differences that are listed; the rest is counted. */
  readonly most: number;
}

/** Parameters that are listed; the rest is counted. */
const mostTold = 8;

type Say = (text: string, style?: Style, indent?: number) => string[];

/** The report for a terminal: what was compared, where it parts, and every message that differs, in order of time. */
export function* diffLines(report: DiffReport, options: DiffTextOptions): Generator<string> {
  const { width, color, unicode } = options;
  const say: Say = (text, style = 'plain', indent = 1) =>
    wrap(spelt(plain(text), unicode), width - indent - 2).map((part, index) =>
      new Line(width).put(index === 0 ? indent : indent + 2, part, style).text(color),
    );
  yield* heading(report, say);
  yield* parting(report.divergence, say);
  if (report.divergence === undefined) {
    const { records, messages } = report.a;
    yield* say(`✔ the same: ${count(records, 'record')}, ${count(messages, 'message')}`, 'good');
    return;
  }
  yield '';
  yield* say(countsWords(report.comparison.counts, report.comparison.same), 'strong');
  yield* table(report, options);
}

/** In pure ASCII what has an ASCII spelling gets it. */
function spelt(text: string, unicode: boolean): string {
  if (unicode) return text;
  return toAscii(text.replaceAll('Δ', '~').replace(/[−–]/g, '-').replaceAll('↻', 'r').replaceAll('✔', 'ok'));
}

function heading({ a, b, told }: DiffReport, say: Say): string[] {
  const run = (letter: string, { name, seed, fingerprint }: ReportedRun): string[] =>
    say(`${letter}  ${name}, seed ${seed}${fingerprint ? `, fingerprint ${fingerprint}` : ', cut off'}`);
  const lines = told.slice(0, mostTold).flatMap((one) => say(toldWords(one), 'dim', 3));
  const more = told.length > mostTold ? say(`and ${told.length - mostTold} more`, 'dim', 3) : [];
  return [
    ...run('A', a),
    ...run('B', b),
    ...(told.length === 0 ? [] : [...say('They were told differently:'), ...lines, ...more]),
    '',
  ];
}

function toldWords({ path, a, b }: ToldDifference): string {
  const value = (json: ToldDifference['a']): string =>
    json === undefined ? 'nothing' : shorten(typeof json === 'string' ? json : JSON.stringify(json), 40);
  return `${path}: ${value(a)} → ${value(b)}`;
}

function parting(divergence: Divergence | undefined, say: Say): string[] {
  if (divergence === undefined) return [];
  const { a, b, common } = divergence;
  const first = [a, b].filter((record) => record !== undefined).sort((one, other) => one.at - other.at)[0]!;
  const line = (letter: string, record: TraceRecord | undefined): string[] => {
    if (record === undefined) return say(`${letter}  nothing more`, 'plain', 3);
    return say(`${letter}  ${when(record)}  ${recordWords(record)}`, 'plain', 3);
  };
  return [
    ...say(`They diverge at ${when(first)}, after ${count(common, 'record')} in common:`, 'failure'),
    ...line('A', a),
    ...line('B', b),
    ...fieldsThatDiffer(a, b).flatMap((field) => say(field, 'dim', 3)),
  ];
}

/** Where two records read the same, in what they differ. */
function fieldsThatDiffer(a: TraceRecord | undefined, b: TraceRecord | undefined): string[] {
  if (a === undefined || b === undefined || a.at !== b.at || recordWords(a) !== recordWords(b)) return [];
  const values = (record: TraceRecord) => record as unknown as Readonly<Record<string, unknown>>;
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const differing = names.filter(
    (name) => JSON.stringify(values(a)[name]) !== JSON.stringify(values(b)[name]),
  );
  return [
    `in ${differing.join(', ')}`,
    ...('raw' in a && 'raw' in b ? firstLines(textOf(a.raw), textOf(b.raw)) : []),
  ];
}

/** The first line of two texts that differs. */
function firstLines(a = '', b = ''): string[] {
  const [one, other] = [a.split(/\r?\n/), b.split(/\r?\n/)];
  const at = one.findIndex((line, index) => line !== other[index]);
  return at < 0 ? [] : [`A, line ${at + 1}: ${one[at]}`, `B, line ${at + 1}: ${other[at] ?? ''}`];
}

function countsWords({ total, onlyA, onlyB, moved, changed, fate }: DifferenceCounts, same: number): string {
  const parts = [
    onlyB > 0 && `${onlyB} only in B`,
    onlyA > 0 && `${onlyA} only in A`,
    moved > 0 && `${moved} moved`,
    changed > 0 && `${changed} of other text`,
    fate > 0 && `${fate} of another fate`,
  ].filter((part) => part !== false);
  const rest = `${count(same, 'message')} the same`;
  return total === 0
    ? `No message differs: ${rest}`
    : `${count(total, 'message')} differ: ${parts.join(', ')}; ${rest}`;
}

interface Cells {
  readonly number: string;
  readonly a: string;
  readonly b: string;
  readonly sign: string;
  readonly message: string;
  readonly how: string;
  readonly because: string;
  readonly style: Style;
}

const headings: Cells = {
  number: '#',
  a: 'A, s',
  b: 'B, s',
  sign: '',
  message: 'message',
  how: 'how it differs',
  because: 'because',
  style: 'plain',
};

function* table(report: DiffReport, options: DiffTextOptions): Generator<string> {
  const { differences } = report.comparison;
  if (differences.length === 0) return;
  const rows = differences
    .slice(0, options.most)
    .map((_, index) => inSpelling(cellsOf(report, index), options.unicode));
  const columns = columnsFor([headings, ...rows], options.width);
  yield '';
  yield row(headings, columns, options, 'dim');
  for (const cells of rows) yield row(cells, columns, options);
  const more = differences.length - rows.length;
  if (more > 0) yield ` and ${count(more, 'more', 'more')}; --all lists them`;
}

function cellsOf({ comparison, consequences }: DiffReport, index: number): Cells {
  const difference = comparison.differences[index]!;
  const { a, b, kind } = difference;
  const { summary, protocol, lost } = shown(difference);
  return {
    number: String(index + 1),
    a: a === undefined ? '–' : seconds(a.atUs),
    b: b === undefined ? '–' : seconds(b.atUs),
    sign: differenceSigns[kind],
    message: messageWords(shown(difference)),
    how: differenceWords(difference),
    because: consequenceWords(consequences[index] ?? {}),
    style: kindOf({ summary, protocol, lost }),
  };
}

function inSpelling({ style, ...texts }: Cells, unicode: boolean): Cells {
  const spellings = Object.entries(texts).map(([name, text]) => [name, spelt(text, unicode)]);
  return { ...(Object.fromEntries(spellings) as typeof texts), style };
}

interface Columns {
  readonly number: number;
  readonly a: number;
  readonly b: number;
  readonly message: number;
  readonly how: number;
}

/** As wide as what stands in them; where there is no room for that, messages and how they differ give way, and the cause is cut last. */
function columnsFor(rows: readonly Cells[], width: number): Columns {
  const longest = (name: 'number' | 'a' | 'b' | 'message' | 'how' | 'because'): number =>
    Math.max(...rows.map((cells) => [...cells[name]].length));
  const fixed = { number: longest('number'), a: longest('a'), b: longest('b') };
  const room = width - fixed.number - fixed.a - fixed.b - 11;
  const because = Math.min(longest('because'), Math.floor(room / 4));
  const message = Math.min(longest('message'), Math.max(20, Math.floor((room - because) * 0.62)));
  return { ...fixed, message, how: Math.min(longest('how'), Math.max(9, room - because - message)) };
}

function row(
  { number, a, b, sign, message, how, because, style }: Cells,
  columns: Columns,
  { width, color, unicode }: DiffTextOptions,
  all?: Style,
): string {
  const line = new Line(width);
  let at = 1;
  const put = (text: string, room: number, look: Style, right = false): void => {
    const fitting = shorten(text, room, unicode ? '…' : '..');
    line.put(right ? at + room - [...fitting].length : at, fitting, all ?? look);
    at += room + 1;
  };
  put(number, columns.number, 'dim', true);
  put(a, columns.a, 'plain', true);
  put(b, columns.b, 'plain', true);
  put(sign, 1, 'failure');
  put(message, columns.message, style);
  at++;
  put(how, columns.how, 'plain');
  at++;
  put(because, Math.max(0, width - at), 'dim');
  return line.text(color);
}
