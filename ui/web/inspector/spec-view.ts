// What the change request and the RFCs have to say of a message, a timer or a state: each clause that a record of it proves or breaks.

import type { Stamped, VerdictEntry } from '../../../sim/trace/records.ts';
import { count, seconds } from '../../views/words.ts';
import { verdictsOf } from '../model/clauses.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

type Verdict = Stamped<VerdictEntry>;

const byRun = new WeakMap<RunModel, ReadonlyMap<number, readonly Verdict[]>>();

/** The verdicts that rest on any of these records: violations first, then what rests on few. */
export function verdictsOn(run: RunModel, seqs: readonly number[]): Verdict[] {
  const index = byRun.get(run) ?? indexOf(run);
  byRun.set(run, index);
  // A lesson tells of no clause by what is still to come.
  const known = ({ because }: Verdict): boolean => because.every((seq) => run.bySeq.has(seq));
  return [...new Set(seqs.flatMap((seq) => index.get(seq) ?? []))]
    .filter(known)
    .sort(
      (a, b) =>
        Number(a.outcome !== 'violated') - Number(b.outcome !== 'violated') ||
        a.because.length - b.because.length ||
        a.seq - b.seq,
    );
}

function indexOf({ data: { records } }: RunModel): Map<number, Verdict[]> {
  const index = new Map<number, Verdict[]>();
  for (const verdict of verdictsOf(records)) {
    for (const seq of verdict.because) {
      const there = index.get(seq);
      if (there === undefined) index.set(seq, [verdict]);
      else there.push(verdict);
    }
  }
  return index;
}

export function specView(page: Page, run: RunModel, seqs: readonly number[]): TemplateResult {
  const verdicts = verdictsOn(run, seqs);
  if (verdictsOf(run.data.records).length === 0) return notJudged(page);
  if (verdicts.length === 0)
    return html`<p class="remark">No requirement rests on it. <button class="link" @click=${() => {
      page.store.view.value = 'matrix';
    }}>All requirements</button></p>`;
  return html`${verdicts.map((verdict) => card(page, run, verdict, seqs))}`;
}

/** In place of clauses where there is no verdict at all; a run that is under way may still be judged. */
export function notJudged({ store }: Page): TemplateResult {
  return html`<p class="remark">This run was not judged${store.busy.value ? ' yet' : ''}: which requirements hold in it is not known.</p>`;
}

const outcomeWords = { held: 'holds', violated: 'violated', 'not exercised': 'not exercised' } as const;

function card(page: Page, run: RunModel, verdict: Verdict, seqs: readonly number[]): TemplateResult {
  const { requirement, outcome, detail } = verdict;
  const row = page.surveys.reference()?.requirements.find(({ id }) => id === requirement);
  const held = outcome === 'held';
  return html`<article class="card clause">
    <h3>${icon('book')}${row?.section.startsWith('RFC') === false ? `${requirement} · ${row.section}` : (row?.section ?? requirement)}<span class="space"></span><span class="tag ${held ? 'ok' : 'bad'}">${icon(held ? 'check' : 'cross')}${outcomeWords[outcome]}</span></h3>
    <div class="clause-text">
      <p>${row === undefined ? nothing : html`<span class="tag level">${row.level}</span> `}${row?.says ?? requirement}</p>
      ${row?.rfc === undefined ? nothing : html`<p class="soft">${row.rfc}</p>`}
      ${row?.conflict === undefined ? nothing : html`<p class="soft">An RFC says otherwise: ${row.conflict}</p>`}
      ${detail === undefined ? nothing : html`<p class=${held ? 'soft' : 'violated'}>${detail}</p>`}
      ${others(page, run, verdict, seqs)}
    </div>
  </article>`;
}

const mostOthers = 6;

/** The other messages and moments that the same verdict rests on. */
function others(
  page: Page,
  run: RunModel,
  { because }: Verdict,
  seqs: readonly number[],
): TemplateResult | typeof nothing {
  const places = new Map<string, { readonly seq: number; readonly text: string; readonly atUs: number }>();
  for (const seq of because) {
    const record = run.bySeq.get(seq);
    if (record === undefined || seqs.includes(seq)) continue;
    if (record.type === 'message.sent' || record.type === 'message.received')
      places.set(record.key, {
        seq,
        text: `${record.summary} ${record.from} → ${record.to}`,
        atUs: record.at,
      });
    else if (record.type === 'state' || record.type.startsWith('timer.'))
      places.set(String(seq), { seq, text: textOf(record), atUs: record.at });
  }
  if (places.size === 0) return nothing;
  const shown = [...places.values()].slice(0, mostOthers);
  const left = places.size - shown.length;
  return html`<ul class="also" aria-label="Also under this clause">
    ${shown.map(({ seq, text, atUs }) => html`<li><time>${seconds(atUs)}</time><button @click=${() => page.selectRecord(seq)}>${text}</button></li>`)}
    ${left > 0 ? html`<li class="soft">… and ${count(left, 'more record')}</li>` : nothing}
  </ul>`;
}

function textOf(record: { readonly type: string } & object): string {
  if ('to' in record && 'machine' in record) return `${String(record.machine)} is ${String(record.to)}`;
  return 'name' in record ? `${String(record.name)} ${record.type.slice(6)}` : record.type;
}
