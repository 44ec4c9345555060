// A message beside its counterpart: the same one in the other run, or as it came to the host that passed it on.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Arrow } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { type DiffLine, lineDiff } from './line-diff.ts';
import { octetsOf } from './octets.ts';
import { reading } from './reading.ts';

interface Counterpart {
  readonly against: 'run' | 'hop';
  readonly title: string;
  /** What the lines are that only it has, and that only the selected message has. */
  readonly sides: readonly [it: string, selected: string];
  readonly raw: Arrow['message']['raw'];
}

const signs = { both: ' ', one: '−', other: '+' } as const;

export function diffView({ store }: Page, run: RunModel, arrow: Arrow): TemplateResult {
  const counterparts = [
    inOtherRun(store.baseline.value, store.altered.value, run, arrow),
    atHopBefore(run, arrow),
  ].filter((one) => one !== undefined);
  const chosen = counterparts.find(({ against }) => against === reading.against.value) ?? counterparts[0];
  if (chosen === undefined)
    return html`<p class="remark">It has no counterpart: nothing was passed on, and ${store.altered.value === undefined ? 'there is one run only. Break a message, and a second run stands beside the first.' : 'the other run doesn’t have it.'}</p>`;
  const lines = lineDiff(octetsOf(chosen.raw).text, octetsOf(arrow.message.raw).text);
  const changed = lines.filter(({ kind }) => kind !== 'both').length;
  return html`<div class="raw-tools">
      <div class="segments small-segments" role="group" aria-label="Compared with">
        ${counterparts.map(
          ({ against, title }) =>
            html`<button aria-pressed=${against === chosen.against} @click=${() => {
              reading.against.value = against;
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

function inOtherRun(
  baseline: RunModel | undefined,
  altered: RunModel | undefined,
  run: RunModel,
  arrow: Arrow,
): Counterpart | undefined {
  const other = run === baseline ? altered : baseline;
  const twin = other?.arrowByKey.get(arrow.key);
  if (twin === undefined) return undefined;
  const name = run === baseline ? 'B' : 'A';
  return {
    against: 'run',
    title: `in run ${name}`,
    sides: [`in ${name}`, `in ${name === 'A' ? 'B' : 'A'}`],
    raw: twin.message.raw,
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
