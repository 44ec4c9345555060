import type { Matrix, MatrixRow } from '../../../scenarios/lab/conformance/matrix.ts';
import { count, plain, shorten } from '../words.ts';
import { groupsOf, summary } from './groups.ts';

export interface MatrixTextOptions {
  /** Columns; at least 60. */
  readonly width: number;
  readonly color: boolean;
}

const marks = { held: '✔', violated: '✘', 'not exercised': '·' } as const;
const colors = { held: 32, violated: 31, 'not exercised': 90 } as const;

/** The matrix for a terminal: one line a requirement, then what was violated and why the rest was not exercised. */
export function matrixText(matrix: Matrix, options: MatrixTextOptions): string {
  const groups = groupsOf(matrix).flatMap(({ title, rows }) => [
    `${title}: ${summary(rows)}`,
    ...rows.map((row) => line(row, matrix, options)),
    '',
  ]);
  const runs = matrix.runs.map(({ name }) => plain(name)).join(', ');
  const head = wrap(`${count(matrix.runs.length, 'run')}: ${runs}`, options.width, '  ');
  const lines = [
    ...head,
    '',
    ...groups,
    ...violations(matrix, options),
    ...reasons(matrix, options),
    summary(matrix.rows),
  ];
  return `${lines.join('\n')}\n`;
}

/** ` ✔ PSA-EST-01   SHALL  The first request is an INVITE …   7 runs`. */
function line(
  { requirement, outcome, by }: MatrixRow,
  { runs }: Matrix,
  { width, color }: MatrixTextOptions,
): string {
  const { id, level, says } = requirement;
  const left = ` ${marks[outcome]} ${id.padEnd(22)} ${level.padEnd(11)} `;
  const right = outcome === 'not exercised' ? '' : `${by.length}/${runs.length}`;
  const room = width - left.length - right.length - 1;
  const text = `${left}${shorten(says, room).padEnd(room)} ${right}`.trimEnd();
  return color ? `\u001b[${colors[outcome]}m${text}\u001b[0m` : text;
}

function violations({ rows }: Matrix, { width }: MatrixTextOptions): string[] {
  const violated = rows.filter(({ outcome }) => outcome === 'violated');
  const lines = violated.flatMap(({ requirement: { id }, by }) =>
    by.flatMap(({ name, verdicts }) => {
      const verdict = verdicts.get(id);
      const where = `records ${verdict?.because.slice(0, 5).join(', ')}`;
      return wrap(` ✘ ${id} in ${plain(name)}: ${plain(verdict?.detail ?? '')} (${where})`, width, '   ');
    }),
  );
  return lines.length === 0 ? [] : ['Violated', ...lines, ''];
}

function reasons({ rows }: Matrix, { width }: MatrixTextOptions): string[] {
  const byReason = new Map<string, string[]>();
  for (const { requirement, outcome, detail = '' } of rows) {
    if (outcome === 'not exercised') byReason.set(detail, [...(byReason.get(detail) ?? []), requirement.id]);
  }
  const lines = [...byReason].flatMap(([reason, ids]) =>
    wrap(` · ${ids.join(', ')}: ${plain(reason)}`, width, '   '),
  );
  return lines.length === 0 ? [] : ['Not exercised', ...lines, ''];
}

/** Words on lines of at most `width` characters, further lines indented. */
function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = indent + word;
    } else current = current === '' && lines.length === 0 ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
