// The rail on the left: what the scenario is about, what goes wrong in it, and how the ladder is read.
import { html, nothing, type TemplateResult } from 'lit-html';
import { editPlace, editTitle, type FaultEdit } from '../model/fault-edit.ts';
import type { Page } from '../page.ts';
import type { Layers } from '../state/store.ts';
import { type IconName, icon } from './icons.ts';
import { lifelines } from './lifelines.ts';
import { type SwatchName, swatch } from './swatches.ts';

export function rail(page: Page): TemplateResult {
  return html`${about(page)} ${faults(page)} ${lifelines(page)} ${legend(page)}`;
}

function about({ store }: Page): TemplateResult | typeof nothing {
  const run = store.baseline.value;
  if (run === undefined) return nothing;
  return html`<section class="section">
    <h2>Scenario</h2>
    <p class="title">${run.data.title}</p>
    <p class="about">${run.data.description.trim()}</p>
  </section>`;
}

function faults({ store, actions }: Page): TemplateResult {
  const run = store.run.value;
  const edits = store.edits.value.now;
  const own = run?.data.faults.slice(0, run.data.ownFaults) ?? [];
  const total = own.length + edits.length;
  const unmatched = new Set(run?.data.unmatched ?? []);
  const took = store.altered.value?.data.tookMs;
  return html`<section class="section">
    <h2>
      Faults ${total > 0 ? html`<span class="tag bad">${total}</span>` : nothing}<span class="space"></span>
      ${took === undefined ? nothing : html`<span class="soft">re-run ${Math.max(1, Math.round(took))} ms</span>`}
    </h2>
    ${own.map((text, index) => html`<div class="fault"><span class="sign">${icon('flag')}</span><div><b>${text}</b><span>the scenario's own${unmatched.has(index + 1) ? ' · no match' : ''}</span></div></div>`)}
    ${edits.map((edit, index) =>
      editCard(edit, unmatched.has(own.length + index + 1), () =>
        actions.setEdits(
          edits.filter((one) => one !== edit),
          `${editTitle(edit)} taken back`,
        ),
      ),
    )}
    ${total === 0 ? html`<p class="about">None. Select a message in the ladder to drop, delay or duplicate it.</p>` : nothing}
  </section>`;
}

const signs: Readonly<Record<FaultEdit['deed'], IconName>> = {
  drop: 'cross',
  delay: 'clock',
  duplicate: 'copy',
  stall: 'pause',
  reset: 'cross',
};

function editCard(edit: FaultEdit, unmatched: boolean, remove: () => void): TemplateResult {
  return html`<div class="fault">
    <span class="sign">${icon(signs[edit.deed])}</span>
    <div><b>${editTitle(edit)}</b><span>${editPlace(edit)}${unmatched ? ' · no match' : ''}</span></div>
    <button class="button ghost icon-only small" aria-label="Remove: ${editTitle(edit)}" @click=${remove}>${icon('cross')}</button>
  </div>`;
}

function legend({ store }: Page): TemplateResult {
  const layer = (
    key: keyof Layers,
    text: string,
    swatches: readonly SwatchName[],
  ): TemplateResult => html`<label class="check">
    <input type="checkbox" .checked=${store.layers.value[key]} @change=${() => {
      store.layers.value = { ...store.layers.value, [key]: !store.layers.value[key] };
    }} />
    ${swatches.map((name) => swatch(name))}<span>${text}</span>
  </label>`;
  const sign = (name: SwatchName, text: string): TemplateResult =>
    html`<div class="check sign-only">${swatch(name)}<span>${text}</span></div>`;
  return html`<section class="section">
    <h2>Layers &amp; legend</h2>
    ${layer('sip', 'SIP request', ['request'])}
    ${sign('provisional', 'provisional 1xx')} ${sign('final', 'final 2xx')} ${sign('failure', 'failure 3xx–6xx')}
    ${layer('msrp', 'MSRP', ['msrp'])}
    ${sign('again', 'retransmission')} ${sign('copy', 'duplicate copy')} ${sign('lost', 'lost')}
    ${layer('timers', 'timer fires / is cleared', ['timer'])} ${layer('allTimers', 'all timers', ['timer'])}
    ${layer('states', 'states', ['state'])}
  </section>`;
}
