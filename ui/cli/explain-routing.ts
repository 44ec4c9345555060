import type { Json, TraceRecord } from '../../sim/trace/records.ts';
import { plain, seconds, wrap } from '../views/words.ts';

// `run --explain routing`: each routing decision of a run as a table (RFC 3841 §7.2), from its `score` records alone.

type Score = Extract<TraceRecord, { readonly type: 'score' }>;

/** The lines that stand beneath the ladder, of at most `width` characters where no single word is longer. */
export function* routingLines(records: readonly TraceRecord[], width: number): Generator<string> {
  const decisions = decisionsIn(records);
  yield '';
  yield* folded(
    ' ',
    decisions.length === 0
      ? 'Routing: nothing was decided by scores'
      : 'Routing: contacts in the order in which they are tried, by q and then by score (RFC 3841 §7.2)',
    width,
  );
  for (const scores of decisions) yield* tableOf(scores, width);
}

/** Room for words that a line leaves at least, however far in they begin. */
const leastRoom = 20;

/** Text behind what begins its line; further lines begin below it. */
function* folded(start: string, text: string, width: number): Generator<string> {
  const [first = '', ...others] = wrap(plain(text), Math.max(leastRoom, width - start.length));
  yield `${start}${first}`.trimEnd();
  for (const other of others) yield `${' '.repeat(start.length)}${other}`;
}

/** Scores of one request at one host and instant belong together. */
function decisionsIn(records: readonly TraceRecord[]): Score[][] {
  const found: Score[][] = [];
  for (const record of records) {
    if (record.type !== 'score') continue;
    const last = found.at(-1);
    const before = last?.at(-1);
    const isNext = before?.at === record.at && before.cause === record.cause && before.seq === record.seq - 1;
    if (last !== undefined && isNext && before.request === record.request) last.push(record);
    else found.push([record]);
  }
  return found;
}

function* tableOf(scores: readonly Score[], width: number): Generator<string> {
  const [first] = scores;
  if (first === undefined) return;
  yield '';
  yield* folded(' ', `${seconds(first.at)} ${first.node}: ${first.request}`, width);
  const rows = [...scores].sort((one, other) => place(one) - place(other));
  const isShaped = member(first.because, 'group') !== undefined;
  const table = [['rank', 'q', 'score', 'contact', 'because'], ...rows.map(rowOf)].map((row, at) =>
    isShaped ? [at === 0 ? 'tried' : turnOf(rows[at - 1]!), ...row] : row,
  );
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  for (const row of table) {
    const cells = row.slice(0, -1).map((cell, column) => `${cell.padEnd(widths[column]!)}  `);
    yield* folded(plain(`   ${cells.join('')}`), row.at(-1)!, width);
  }
  if (isShaped) yield* folded('     ', `tried otherwise than ranked: ${shapedBy(first)}`, width);
  for (const score of rows) {
    const lines = predicateLines(score);
    if (lines.length > 0) yield plain(`     ${score.contact}`);
    for (const line of lines) yield* folded('       ', line, width);
  }
}

/** In which turn a contact is tried from here on, where that is not its rank. */
function turnOf({ because }: Score): string {
  const group = member(because, 'group');
  return group === undefined || group === 0 ? '–' : `${plain(JSON.stringify(group))}.`;
}

function shapedBy({ because }: Score): string {
  const shaped = member(because, 'shaped');
  return Array.isArray(shaped) ? shaped.join(', ') : '';
}

/** The tried ones first; those that were dropped have rank 0. */
function place({ rank }: Score): number {
  return rank === 0 ? Number.POSITIVE_INFINITY : rank;
}

function rowOf({ rank, q, score, contact, outcome, because }: Score): string[] {
  const reason = member(because, 'reason');
  const words = {
    kept: 'nothing speaks against it',
    immune: 'it names no features: immune',
    restored: 'nobody fits what the method implies: all are tried',
    dropped: typeof reason === 'string' ? reason : '',
  };
  return [rank === 0 ? 'dropped' : `${rank}`, q, rank === 0 ? '' : score, contact, words[outcome]];
}

/** How each Reject-Contact and Accept-Contact went with a contact: its terms, its score, and what the flags did. */
function predicateLines({ because }: Score): string[] {
  const rejects = members(because, 'reject').map((judged) => {
    const outcome = member(judged, 'matched') === true ? 'rejected' : 'not rejected';
    return `Reject-Contact ${member(judged, 'predicate')}: ${termsOf(judged)} · ${outcome}`;
  });
  const accepts = members(because, 'accept').map((judged) => {
    const score = member(judged, 'score');
    const flags = member(judged, 'flags');
    const parts = [
      `${member(judged, 'predicate')}: ${termsOf(judged)}`,
      typeof score === 'string' ? `score ${score}` : 'no match',
      ...(typeof flags === 'string' ? [flags] : []),
    ];
    return parts.join(' · ');
  });
  return [...rejects, ...accepts];
}

/** `sip.audio matched, sip.video not said`. */
function termsOf(judged: Json): string {
  return Object.entries(member(judged, 'terms') ?? {})
    .map(([tag, outcome]) => `${tag} ${outcome}`)
    .join(', ');
}

function members(value: Json, key: string): readonly Json[] {
  const found = member(value, key);
  return Array.isArray(found) ? found : [];
}

function member(value: Json, key: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)[key]
    : undefined;
}
