import type { JudgedRun, Matrix, MatrixRow } from '../../../scenarios/lab/conformance/matrix.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { xml } from '../markup.ts';
import { count, seconds } from '../words.ts';
import { groupsOf, outcomes, summary } from './groups.ts';

const style = `
 :root { color-scheme: light } body { font: 14px/1.45 ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: #141b26; background: #fff; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
 table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem } th, td { border: 1px solid #aeb8c7; padding: .25rem .5rem; text-align: left; vertical-align: top }
 thead th { background: #f3f5f8 } .id { white-space: nowrap; font-weight: 600 } .outcome { white-space: nowrap } .number { text-align: right } .by { width: 30% }
 .held { color: #0d5d43 } .violated { color: #a11; font-weight: 700 } .none { color: #5a6676 } small { color: #5a6676 } h1 small { font-weight: 400; font-size: 1rem }
 pre { background: #f3f5f8; padding: .5rem; margin: .25rem 0 1rem; font-size: 11px; white-space: pre-wrap; overflow-wrap: anywhere } a { color: inherit } .by a { text-decoration-color: #aeb8c7 }
 :target { outline: 2px solid #c60; outline-offset: 2px; scroll-margin-top: 1rem }
 @page { size: A4 landscape; margin: 12mm } @media print { body { margin: 0; max-width: none; padding: 0; font-size: 8.5pt } tr, .proof { break-inside: avoid } thead { display: table-header-group } h2 { break-after: avoid } pre { font-size: 6.5pt } a { text-decoration: none } .records { columns: 2; column-gap: 8mm } }
`;

const marks = { held: '✔', violated: '✘', 'not exercised': '·' } as const;
const classes = { held: 'held', violated: 'violated', 'not exercised': 'none' } as const;

/** So many runs are named for a requirement, and so many records of each: enough to follow it up. */
const MOST_RUNS = 4;
const MOST_RECORDS = 3;

/** One page with nothing outside it: each requirement with its outcome and the runs that show it, each linked to its records. Prints well. */
export function matrixHtml(matrix: Matrix): string {
  const { runs } = matrix;
  const tables = groupsOf(matrix).map(({ title, rows }) => table(title, rows, runs));
  const proofs = runs.map((run, index) => proofsOf(run, index, matrix.rows));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Requirements: ${xml(summary(matrix.rows))}</title><style>${style}</style></head><body>
<h1>Requirements of the change request <small>${xml(summary(matrix.rows))}</small></h1>
<p>Over ${count(runs.length, 'run')}. ✔ held, ✘ violated, · not exercised; numbers behind a run are the records that show it.</p>
${tables.join('\n')}
<h2 id="runs">Runs</h2>
${runTable(runs)}
<h2>Records</h2>
<div class="records">
${proofs.join('\n')}
</div>
</body></html>
`;
}

function table(title: string, rows: readonly MatrixRow[], runs: readonly JudgedRun[]): string {
  const lines = rows.map((row) => {
    const { id, level, says, section, rfc, conflict } = row.requirement;
    const source = [section, rfc, conflict && `against ${conflict}`].filter((part) => part !== undefined);
    return `<tr><td class="id">${xml(id)}</td><td>${level}</td><td>${xml(says)}</td><td><small>${xml(source.join('; '))}</small></td><td class="outcome ${classes[row.outcome]}">${marks[row.outcome]} ${row.outcome}</td><td class="by">${shownBy(row, runs)}</td></tr>`;
  });
  return `<h2>${xml(title)}</h2><p>${xml(summary(rows))}</p>
<table><thead><tr><th>Id</th><th>Level</th><th>Requirement</th><th>Source</th><th>Outcome</th><th>Shown by</th></tr></thead><tbody>
${lines.join('\n')}
</tbody></table>`;
}

/** The runs behind an outcome with their records, or why there are none. */
function shownBy({ requirement, by, detail, outcome }: MatrixRow, runs: readonly JudgedRun[]): string {
  const told = outcome === 'held' || detail === undefined ? [] : [`<small>${xml(detail)}</small>`];
  const named = by.slice(0, MOST_RUNS).map((run) => {
    const index = runs.indexOf(run);
    const links = recordsOf(run, requirement.id).map((seq) => `<a href="#r${index}-${seq}">${seq}</a>`);
    return `${xml(run.name)}&nbsp;${links.join(', ')}`;
  });
  const more = by.length > named.length ? [`<small>and ${by.length - named.length} more</small>`] : [];
  return [...told, ...named, ...more].join('<br>');
}

function recordsOf({ verdicts }: JudgedRun, id: string): readonly number[] {
  return (verdicts.get(id)?.because ?? []).slice(0, MOST_RECORDS);
}

/** What each run came to. What it violates because its scenario wants that is told apart. */
function runTable(runs: readonly JudgedRun[]): string {
  const lines = runs.map(({ name, verdicts, expected }) => {
    const cells = outcomes.map((outcome) => {
      const ids = [...verdicts.values()].flatMap((one) => (one.outcome === outcome ? [one.requirement] : []));
      const wanted = outcome === 'violated' ? ids.filter((id) => expected.has(id)).length : 0;
      const told = wanted === 0 ? '' : ` <small>(${wanted} as expected)</small>`;
      return `<td class="number">${ids.length}${told}</td>`;
    });
    return `<tr><td>${xml(name)}</td>${cells.join('')}</tr>`;
  });
  const heads = outcomes.map((outcome) => `<th>${outcome}</th>`).join('');
  return `<table><thead><tr><th>Run</th>${heads}</tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

/** The records of a run that links lead to. */
function proofsOf(run: JudgedRun, index: number, rows: readonly MatrixRow[]): string {
  const wanted = new Set(
    rows.flatMap(({ by, requirement }) =>
      by.slice(0, MOST_RUNS).includes(run) ? recordsOf(run, requirement.id) : [],
    ),
  );
  const shown = run.records.filter(({ seq }) => wanted.has(seq)).map((record) => proof(record, index));
  return shown.length === 0 ? '' : `<h3>${xml(run.name)}</h3>\n${shown.join('\n')}`;
}

function proof(record: TraceRecord, index: number): string {
  const { seq, at } = record;
  const isMessage = record.type === 'message.sent' || record.type === 'message.received';
  const head = isMessage
    ? `${record.from} → ${record.to}: ${record.summary} (${record.type.slice(8)})`
    : record.type;
  return `<div class="proof" id="r${index}-${seq}"><small>${seconds(at)} s, record ${seq}</small> ${xml(head)}<pre>${body(record)}</pre></div>`;
}

/** So much of a message's text is enough to see what it was. */
const MOST = 4000;

function body(record: TraceRecord): string {
  if ('raw' in record && typeof record.raw === 'string')
    return record.raw.slice(0, MOST).split('\r\n').map(xml).join('\n');
  const { type: _type, seq: _seq, at: _at, ...rest } = record;
  return xml(JSON.stringify(rest).slice(0, MOST));
}
