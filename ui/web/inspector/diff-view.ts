// A message beside its counterpart: the same one in the other run, or as it came to the host that passed it on.

import type { TraceRecord } from '../../../sim/trace/records.ts';
import { consequenceWords, differenceWords } from '../../views/compare/difference-words.ts';
import { seconds } from '../../views/words.ts';
import type { Arrow } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { setDetail } from '../state/details.ts';
import type { Store } from '../state/store.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { type DiffLine, lineDiff } from './line-diff.ts';
import { octetsOf } from './octets.ts';

interface Counterpart {
  readonly against: 'run' | 'message' | 'hop';
  readonly title: string;
  /** What the lines are that only it has, and that only the selected message has. */
  readonly sides: readonly [it: string, selected: string];
  readonly raw: Arrow['message']['raw'];
}

const signs = { both: ' ', one: '−', other: '+' } as const;

export function diffView({ store }: Page, run: RunModel, arrow: Arrow): TemplateResult {
  const counterparts = [
    laidBeside(store, run, arrow),
    inOtherRun(store, run, arrow),
    atHopBefore(run, arrow),
  ].filter((one) => one !== undefined);
  const wanted = store.details.value.against ?? 'message';
  const chosen = counterparts.find(({ against }) => against === wanted) ?? counterparts[0];
  if (chosen === undefined)
    return html`<p class="remark">It has no counterpart: nothing was passed on, and ${store.altered.value === undefined ? 'there is one run only. Break a message, and a second run stands beside the first.' : 'the other run doesn’t have it.'} <kbd>X</kbd> marks it, to lay another message beside it.</p>`;
  const lines = lineDiff(octetsOf(chosen.raw).text, octetsOf(arrow.message.raw).text);
  const changed = lines.filter(({ kind }) => kind !== 'both').length;
  return html`${differenceRemark(store, run, arrow)}<div class="raw-tools">
      <div class="segments small-segments" role="group" aria-label="Compared with">
        ${counterparts.map(
          ({ against, title }) =>
            html`<button aria-pressed=${against === chosen.against} @click=${() => {
              setDetail(store, 'against', against === 'message' ? undefined : against);
            }}>${title}</button>`,
        )}
      </div>
      <span class="space"></span>
      <span class="soft">${changed === 0 ? 'the same to the octet' : `− ${chosen.sides[0]}, + ${chosen.sides[1]}`}</span>
    </div>
    <div class="raw diff" tabindex="0" role="region" aria-label="Differences">${lines.map(drawLine)}</div>`;
}

function drawLine({ kind, text }: DiffLine): TemplateResult {
  const word =
    kind === 'both' ? nothing : html`<span class="hidden">${kind === 'one' ? 'removed: ' : 'added: '}</span>`;
  return html`<span class="number" aria-hidden="true">${signs[kind]}</span><code class=${kind}>${word}${text}</code>`;
}

/** How the message itself differs between the runs, and what it follows from. */
function differenceRemark(
  { comparison, baseline }: Store,
  run: RunModel,
  arrow: Arrow,
): TemplateResult | typeof nothing {
  const compared = comparison.value;
  if (compared === undefined) return nothing;
  const place = (run === baseline.value ? compared.atA : compared.atB).get(arrow.key);
  if (place === undefined) return html`<p class="remark">Equal in both runs.</p>`;
  const difference = compared.differences[place]!;
  const { a, b } = difference;
  const times = a && b ? html` · A ${seconds(a.atUs)} s, B ${seconds(b.atUs)} s` : nothing;
  const because = consequenceWords(compared.consequences[place] ?? {});
  return html`<p class="remark"><b>${differenceWords(difference)}</b>${times}${because === '' ? nothing : html` · ${because}`}</p>`;
}

function inOtherRun({ baseline, comparison }: Store, run: RunModel, arrow: Arrow): Counterpart | undefined {
  const inA = run === baseline.value;
  const twin = (inA ? comparison.value?.twinOfA : comparison.value?.twinOfB)?.get(arrow.key);
  if (twin === undefined) return undefined;
  const name = inA ? 'B' : 'A';
  return {
    against: 'run',
    title: `in run ${name}`,
    sides: [`in ${name}`, `in ${inA ? 'A' : 'B'}`],
    raw: twin.raw,
  };
}

/** Another message that the reader marked. */
function laidBeside({ beside }: Store, run: RunModel, arrow: Arrow): Counterpart | undefined {
  const other = beside.value === undefined ? undefined : run.arrowByKey.get(beside.value);
  if (other === undefined || other === arrow) return undefined;
  const title = `${other.label} #${other.index + 1}`;
  return {
    against: 'message',
    title,
    sides: [`in #${other.index + 1}`, `in #${arrow.index + 1}`],
    raw: other.message.raw,
  };
}

/** The message that made a host pass this one on: of the same name, and it arrived where this one left. */
function atHopBefore({ bySeq }: RunModel, { message }: Arrow): Counterpart | undefined {
  let record: TraceRecord | undefined = bySeq.get(message.seq);
  for (let steps = 0; record !== undefined && steps < 8; steps++) {
    record = record.cause === undefined ? undefined : bySeq.get(record.cause);
    if (record?.type !== 'message.received') continue;
    if (record.to !== message.fromNode || record.summary !== message.summary) return undefined;
    return {
      against: 'hop',
      title: `as it came to ${message.fromNode}`,
      sides: ['as it came', 'as it left'],
      raw: record.raw,
    };
  }
  return undefined;
}
