// The rail on the left: what the scenario is about, what goes wrong in it, and how the ladder is read.

import type { Layers } from '../model/sight.ts';
import { openFileButton } from '../open-file.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { faults } from './faults.ts';
import { icon } from './icons.ts';
import { lifelines } from './lifelines.ts';
import { network } from './network.ts';
import { seedField } from './seed-field.ts';
import { type SwatchName, swatch } from './swatches.ts';

export function rail(page: Page): TemplateResult {
  return html`${about(page)} ${network(page)} ${faults(page)} ${lifelines(page)} ${legend(page)}`;
}

function about(page: Page): TemplateResult | typeof nothing {
  const run = page.store.baseline.value;
  if (run === undefined) return nothing;
  return html`<section class="section">
    <h2>Scenario</h2>
    <p class="title">${run.data.title}</p>
    <p class="about">${run.data.description.trim()}</p>
    <p class="rail-buttons">${page.store.trace.value === undefined ? editButton(page) : nothing}${openFileButton(page)}</p>
    <div class="seed-section">${seedField(page)}</div>
  </section>`;
}

function editButton({ store, openEditor }: Page): TemplateResult {
  return html`<button class="button" aria-pressed=${store.editing.value} title="The scenario's text beside the ladder (I)" @click=${openEditor}>${icon('pencil')}Edit scenario</button>`;
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
    <p class="rail-buttons axis-rail"><button class="button" popovertarget="axis-settings">${icon('tune')}What the axis shortens</button></p>
  </section>`;
}
