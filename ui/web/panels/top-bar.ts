// The bar at the top: which scenario, which seed, which run, how it was judged.

import { count } from '../../views/words.ts';
import { type LibraryEntry, library } from '../library.ts';
import { verdictsOf } from '../model/clauses.ts';
import { countsText } from '../model/run-comparison.ts';
import type { Page } from '../page.ts';
import { showAlone, toggleComparing } from '../state/comparing.ts';
import { without } from '../state/details.ts';
import type { Store } from '../state/store.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { exportMenu, toggleExports } from './export-open.ts';
import { icon, logo } from './icons.ts';
import { seedField } from './seed-field.ts';
import { viewSwitch } from './view-switch.ts';

export function topBar(page: Page): TemplateResult {
  const { store, actions } = page;
  const { past, future } = store.edits.value;
  return html`
    <a class="skip" href="#ladder" @click=${page.focusLadder}>To the ladder</a>
    <div class="brand">${logo}<span>siplab</span></div>
    <button class="button ghost icon-only rail-button" aria-label="Scenario, faults and legend" aria-expanded=${store.railOpen.value} @click=${() => {
      store.railOpen.value = !store.railOpen.value;
    }}>
      ${icon('menu')}
    </button>
    ${viewSwitch(page)} ${learnButton(page)} ${chooser(page)} ${seedField(page)}
    <span class="row-end"></span>
    <span class="runs-room">${store.altered.value === undefined ? nothing : runs(page)}${another(page)}${store.altered.value === undefined ? nothing : compareButton(store)}</span>
    <span class="space"></span>
    ${verdict(page)} ${violations(page)}
    <button class="button ghost icon-only" aria-label="Undo" title="Undo (Ctrl+Z)" ?disabled=${past.length === 0} @click=${actions.undo}>${icon('undo')}</button>
    <button class="button ghost icon-only" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" ?disabled=${future.length === 0} @click=${actions.redo}>${icon('redo')}</button>
    <div class="menu-room">
      <button class="button" aria-label="Export" aria-haspopup="menu" aria-expanded=${store.exportOpen.value} @click=${() => toggleExports(page)}>
        ${icon('export')}<span class="word">Export</span>
      </button>
      ${store.exportOpen.value ? (exportMenu()?.exportMenu(page) ?? nothing) : nothing}
    </div>
    <button class="button primary" aria-label="Copy link" title="Copy link (Ctrl+Shift+L)" @click=${page.copyLink}>${icon('link')}<span class="word">Copy link</span></button>
    <button class="button ghost icon-only" aria-label="Light or dark" @click=${page.theme.toggle}>${icon('moon')}</button>
    <button class="button ghost icon-only help-button" aria-label="Keys and help" @click=${page.openHelp}>?</button>
  `;
}

/** Opens the lessons, or puts them away. */
function learnButton({ store }: Page): TemplateResult {
  // It waits while the scenario's text is open.
  const waits = store.learning.value !== undefined && store.editing.value;
  const open = store.learning.value !== undefined && !waits;
  return html`<button class="button learn-button" aria-label="Learn" title="Guided lessons" aria-pressed=${open} @click=${() => {
    if (waits) store.editing.value = false;
    else store.learning.value = open ? undefined : { step: 1 };
  }}>${icon('book')}<span class="word">Learn</span></button>`;
}

function chooser({ store, actions }: Page): TemplateResult {
  const topics = [...new Set(library.map(({ topic }) => topic))];
  const own = store.own.value;
  const trace = store.trace.value;
  const running = own === undefined ? store.scenario.value : 'own';
  // What an opened trace took the place of can be chosen again.
  const chosen = trace === undefined ? running : undefined;
  const isUnknown = own === undefined && chosen !== undefined && !library.some(({ name }) => name === chosen);
  const choose = ({ target }: Event): void => {
    const { value } = target as HTMLSelectElement;
    void (value === 'own' && own !== undefined ? actions.openOwn(own) : actions.choose(value));
  };
  const option = ({ name, title }: LibraryEntry): TemplateResult =>
    html`<option value=${name} .selected=${name === chosen}>${title}</option>`;
  return html`<label class="select">
    <span class="hidden">Scenario</span>
    <select @change=${choose}>
      ${trace === undefined ? nothing : html`<option .selected=${true} disabled>${trace}</option>`}
      ${own === undefined ? nothing : html`<option value="own" .selected=${chosen === 'own'}>${/\.ya?ml$/i.test(own.name) ? own.name : `${own.name}, edited`}</option>`}
      ${isUnknown ? html`<option value=${chosen} .selected=${true} disabled>${chosen}: unknown</option>` : nothing}
      ${topics.map((topic) => html`<optgroup label=${topic}>${library.filter((one) => one.topic === topic).map(option)}</optgroup>`)}
    </select>
    ${icon('chevron')}
  </label>`;
}

/** The two runs as tabs, and what they are compared by. */
function runs({ store }: Page): TemplateResult {
  const edits = store.edits.value.now.filter(({ off }) => !off).length;
  const tab = (name: 'a' | 'b', text: TemplateResult): TemplateResult => {
    const chosen = store.showing.value === name;
    return html`<button role="tab" aria-selected=${chosen} tabindex=${chosen ? 0 : -1} aria-controls="ladder" @click=${() => {
      showAlone(store, name);
    }}><i class="dot ${name}"></i>${text}</button>`;
  };
  const moved = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    showAlone(store, store.showing.value === 'a' ? 'b' : 'a');
    queueMicrotask(() => document.querySelector<HTMLElement>('.runs [aria-selected="true"]')?.focus());
  };
  return html`<div class="runs" role="tablist" aria-label="Runs" @keydown=${moved}>${tab('a', html`A<span class="word"> · baseline</span>`)}${tab('b', html`B<span class="word"> · ${count(edits, 'change')}</span>`)}</div>`;
}

/** Another run takes the place of these: a scenario that ships, or a file. */
function another({ store }: Page): TemplateResult {
  return html`<button class="button ghost icon-only another" aria-label="Another run" title="Another run: a scenario that ships, or a file" @click=${() => {
    store.sought.value = 'open ';
    store.paletteOpen.value = true;
  }}>+</button>`;
}

function compareButton(store: Store): TemplateResult {
  const counts = store.comparison.value?.counts;
  const total = counts?.total ?? (store.isComparing.value ? '…' : 0);
  const told = counts && counts.total > 0 ? `: ${countsText(counts)}` : '';
  return html`<button class="button ghost compare-button" aria-label="Compare Δ ${total}" aria-pressed=${store.comparing.value !== undefined} title="Compare the runs (C)${told}" @click=${() => toggleComparing(store)}>
      ${icon('compare')}<span class="word">Compare</span> <span class="tag">Δ ${total}</span>
    </button>`;
}

function verdict({ store }: Page): TemplateResult | typeof nothing {
  const run = store.run.value;
  if (run === undefined) return nothing;
  const {
    verdict: { lines, ok },
    fingerprint,
  } = run.data;
  if (fingerprint === '' && store.busy.value) return html`<span class="tag verdict">not judged yet</span>`;
  const judged = lines.filter((line) => line.judged !== false);
  if (judged.length === 0 && lines.length > 0) return html`<span class="tag verdict">not judged</span>`;
  const met = judged.filter((line) => line.ok).length;
  const words =
    judged.length === 0 ? 'nothing expected' : `${met} of ${count(judged.length, 'expectation')} met`;
  const missed = lines.filter((line) => !line.ok).map(({ text }) => text);
  return html`<span class="tag verdict ${ok ? 'ok' : 'bad'}" title=${missed.join('\n')}>${icon(ok ? 'check' : 'cross')}<span>${words}</span></span>`;
}

/** Clauses that the run breaks; the requirements open at them. */
function violations({ store }: Page): TemplateResult | typeof nothing {
  const judgements = verdictsOf(store.run.value?.data.records ?? []);
  const having = (outcome: string): number => judgements.filter((one) => one.outcome === outcome).length;
  const violated = having('violated');
  const judged = violated + having('held');
  if (violated === 0) return nothing;
  const open = (): void => {
    // Whatever was looked for before.
    const rest = without(store.details.value, ['level', 'role', 'words']);
    store.details.value = { ...rest, outcome: 'violated' };
    store.scope.value = 'run';
    store.view.value = 'matrix';
  };
  return html`<button class="tag bad violations" aria-label="${violated} of ${count(judged, 'clause')} violated" title="To the clauses that this run violates" @click=${open}>${icon('cross')}${violated}<span class="word"> of ${count(judged, 'clause')}</span></button>`;
}
