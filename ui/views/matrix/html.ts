import type { JudgedRun, Matrix, MatrixRow } from '../../../scenarios/lab/conformance/matrix.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { xml } from '../svg/markup.ts';
import { seconds } from '../words.ts';
import { groupsOf, summary } from './groups.ts';

const style = `
 body { font: 14px/1.45 ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: #141b26; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
 table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem } th, td { border: 1px solid #aeb8c7; padding: .2rem .45rem; text-align: left; vertical-align: top }
 thead th { background: #f3f5f8 } .run { writing-mode: vertical-rl; font-weight: 500 } .cell { text-align: center } .id { white-space: nowrap; font-weight: 600 }
 .held { color: #0d5d43 } .violated { color: #a11; font-weight: 700 } .none { color: #7a8594 } small { color: #5a6676 }
 pre { background: #f3f5f8; padding: .5rem; overflow-x: auto; font-size: 11px; white-space: pre-wrap; overflow-wrap: anywhere } a { color: inherit }
 :target { outline: 2px solid #c60 } @media print { body { margin: 0; max-width: none; font-size: 9pt } tr, pre { break-inside: avoid } thead { display: table-header-group } }
`;

const marks = { held: '✔', violated: '✘', 'not exercised': '·' } as const;
const classes = { held: 'held', violated: 'violated', 'not exercised': 'none' } as const;

/** One page with nothing outside it: the matrix, a column a run, each cell linked to the first record that shows it. Prints well. */
export function matrixHtml(matrix: Matrix): string {
  const tables = groupsOf(matrix).map(({ title, rows }) => table(title, rows, matrix.runs));
  const proofs = matrix.runs.map((run, index) => proofsOf(run, index));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Requirements: ${xml(summary(matrix.rows))}</title><style>${style}</style></head><body>
<h1>Requirements of the change request</h1>
<p>${xml(summary(matrix.rows))}, over ${matrix.runs.length} runs. ✔ held, ✘ violated, · not exercised; a mark leads to the record that shows it.</p>
${tables.join('\n')}
<h1>Records</h1>
${proofs.join('\n')}
</body></html>
`;
}

function table(title: string, rows: readonly MatrixRow[], runs: readonly JudgedRun[]): string {
  const heads = runs.map(({ name }) => `<th class="run">${xml(name)}</th>`).join('');
  const lines = rows.map((row) => {
    const { id, level, says, section, rfc } = row.requirement;
    const told =
      row.outcome === 'held' || row.detail === undefined ? '' : `<br><small>${xml(row.detail)}</small>`;
    const cells = runs.map((run, index) => cell(id, run, index)).join('');
    const source = `<small>${xml(section)}${rfc === undefined ? '' : `; ${xml(rfc)}`}</small>`;
    return `<tr><td class="id">${xml(id)}</td><td>${level}</td><td>${xml(says)}${told}</td><td>${source}</td><td class="${classes[row.outcome]}">${row.outcome}</td>${cells}</tr>`;
  });
  return `<h2>${xml(title)}</h2><p>${xml(summary(rows))}</p>
<table><thead><tr><th>Id</th><th>Level</th><th>Requirement</th><th>Source</th><th>Outcome</th>${heads}</tr></thead><tbody>
${lines.join('\n')}
</tbody></table>`;
}

function cell(id: string, { verdicts }: JudgedRun, index: number): string {
  const verdict = verdicts.get(id);
  const outcome = verdict?.outcome ?? 'not exercised';
  const [seq] = verdict?.because ?? [];
  const mark = seq === undefined ? marks[outcome] : `<a href="#r${index}-${seq}">${marks[outcome]}</a>`;
  return `<td class="cell ${classes[outcome]}" title="${xml(verdict?.detail ?? outcome)}">${mark}</td>`;
}

/** The records that cells lead to. */
function proofsOf({ name, verdicts, records }: JudgedRun, index: number): string {
  const wanted = new Set([...verdicts.values()].flatMap(({ because }) => because.slice(0, 1)));
  const shown = records.filter(({ seq }) => wanted.has(seq)).map((record) => proof(record, index));
  return `<h2>${xml(name)}</h2>\n${shown.join('\n')}`;
}

function proof(record: TraceRecord, index: number): string {
  const { seq, at } = record;
  const isMessage = record.type === 'message.sent' || record.type === 'message.received';
  const head = isMessage
    ? `${record.from} → ${record.to}: ${record.summary} (${record.type.slice(8)})`
    : record.type;
  return `<div id="r${index}-${seq}"><small>${seconds(at)} s, record ${seq}</small> ${xml(head)}<pre>${body(record)}</pre></div>`;
}

/** So much of a message's text is enough to see what it was. */
const MOST = 4000;

function body(record: TraceRecord): string {
  if ('raw' in record && typeof record.raw === 'string')
    return record.raw.slice(0, MOST).split('\r\n').map(xml).join('\n');
  const { type: _type, seq: _seq, at: _at, ...rest } = record;
  return xml(JSON.stringify(rest).slice(0, MOST));
}
