// The sliders of the network: each is a change of run B, taken back like any other.
import { allLinks, editTitle, type NetworkEdit } from '../model/fault-edit.ts';
import {
  linkNames,
  namesLinks,
  type SliderParameter,
  sliderValue,
  transportNow,
  withNetwork,
} from '../model/network-now.ts';
import type { Page } from '../page.ts';
import { setDetail } from '../state/details.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { icon } from './icons.ts';

interface Slider {
  readonly parameter: SliderParameter;
  readonly text: string;
  readonly unit: 'ms' | '%';
  readonly most: number;
  readonly step: number;
}

const sliders: readonly Slider[] = [
  { parameter: 'latency', text: 'Latency', unit: 'ms', most: 1000, step: 5 },
  { parameter: 'jitter', text: 'Jitter', unit: 'ms', most: 500, step: 5 },
  { parameter: 'loss', text: 'Loss', unit: '%', most: 50, step: 0.5 },
  { parameter: 'duplicate', text: 'Duplicate', unit: '%', most: 50, step: 0.5 },
  { parameter: 'reorder', text: 'Reorder', unit: '%', most: 50, step: 0.5 },
];

const everywhere = 'default';

export function network(page: Page): TemplateResult | typeof nothing {
  const { store } = page;
  const run = store.baseline.value;
  if (run === undefined || store.trace.value !== undefined) return nothing;
  const names = linkNames(run.arrows, run.data.records);
  // Where the scenario names no link, what it says of the others it says of all.
  const all = namesLinks(run.data.records) ? allLinks : everywhere;
  // Until one is chosen, all of them.
  const { link: chosen = all } = store.details.value;
  const link = [everywhere, ...names].includes(chosen) ? chosen : all;
  return html`<section class="section">
    <h2>Network</h2>
    <label class="slider"><span>Link</span>
      <span class="select"><select @change=${({ target }: Event) => {
        const { value } = target as HTMLSelectElement;
        setDetail(store, 'link', value === all ? undefined : value);
      }}>
        <option value=${all} .selected=${link === all}>all links</option>
        ${names.map((name) => html`<option value=${name} .selected=${link === name}>${name.replace('<>', ' ↔ ')}</option>`)}
        ${all === everywhere ? nothing : html`<option value=${everywhere} .selected=${link === everywhere}>the others</option>`}
      </select>${icon('chevron')}</span></label>
    ${sliders.map((slider) => sliderRow(page, slider, link))} ${transports(page, link)}
  </section>`;
}

function sliderRow(page: Page, { parameter, text, unit, most, step }: Slider, link: string): TemplateResult {
  const { store } = page;
  const records = store.baseline.value?.data.records ?? [];
  const of = (name: string) => sliderValue(parameter, name, store.edits.value.now, records);
  const value = of(link);
  // Where links differ it begins at what the scenario says of those that it doesn't name.
  const at = value ?? of(everywhere) ?? 0;
  const shown = (now: number | undefined): string => (now === undefined ? 'varies' : `${now} ${unit}`);
  return html`<label class="slider"><span>${text}</span>
    <input type="range" name=${parameter} min="0" max=${Math.max(most, at)} step=${step} .value=${String(at)}
      aria-valuetext=${shown(value)}
      @input=${({ target }: Event) => {
        const input = target as HTMLInputElement;
        const output = input.nextElementSibling;
        if (output !== null) output.textContent = shown(Number(input.value));
      }}
      @change=${({ target }: Event) => change(page, { deed: 'network', link, parameter, value: `${(target as HTMLInputElement).value}${unit}` })} />
    <output .textContent=${shown(value)}></output></label>`;
}

function transports(page: Page, link: string): TemplateResult {
  const { store } = page;
  const now = transportNow(link, store.edits.value.now, store.baseline.value?.data.records ?? []);
  return html`<div class="slider" role="group" aria-label="Transport of SIP"><span>SIP over</span>
    <span class="segments">${['auto', 'udp', 'tcp'].map(
      (value) =>
        html`<button aria-pressed=${now === value} @click=${() => change(page, { deed: 'network', link, parameter: 'transport', value })}>${value}</button>`,
    )}</span></div>`;
}

function change({ store, actions }: Page, edit: NetworkEdit): void {
  void actions.setEdits(withNetwork(store.edits.value.now, edit), editTitle(edit));
}
