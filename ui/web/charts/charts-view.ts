// The statecharts: every machine drawn from its definition, its transitions as often as they were taken.

import type { TransitionOutline } from '../../../sim/statechart/outline.ts';
import { count as counted, seconds } from '../../views/words.ts';
import type { Instant } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { scopeSwitch } from '../panels/scope-switch.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import type { MachineSheet, Reference, Survey } from '../worker/survey-messages.ts';
import { drawChart } from './draw-chart.ts';
import { showTaken, takenCell } from './going-there.ts';
import { type ChartLayout, layOut } from './layout/chart-layout.ts';
import { surveysShown } from './surveys-shown.ts';
import { activeStates, takenMoments } from './taken-moments.ts';
import { keyOf, type Tally, tallyOf } from './tally.ts';

export function chartsView(page: Page): TemplateResult {
  const { store, surveys } = page;
  const reference = surveys.reference();
  if (reference === undefined) return html`<p class="waiting">The machines are being fetched …</p>`;
  const { all, found } = surveysShown(page, reference);
  const { machines } = reference;
  const sheet = machines.find(({ outline }) => outline.id === store.machine.value) ?? machines[0];
  if (sheet === undefined) return html``;
  const tally = tallyOf(sheet.outline, found);
  const { id, transitions } = sheet.outline;
  // Moments and a playhead are of one run.
  const run = store.scope.value === 'run' ? store.run.value : undefined;
  const moments = run === undefined ? none : takenMoments(run, sheet.outline);
  const active = run === undefined ? none : activeStates(run, id, store.now.value);
  return html`<nav class="machine-list" aria-label="Machines">${machineList(page, machines, sheet, found)}</nav>
    <div class="chart-room">
      <header class="view-head">
        <div>
          <h1>${sheet.title}</h1>
          <p class="soft">${sheet.source} · <span class="mono">${sheet.outline.id}</span></p>
        </div>
        <span class="space"></span>
        ${run === undefined || active.size === 0 ? nothing : nowTag(active, store.now.value, run)}
        <span class="tag">${tally.taken} of ${counted(transitions.length, 'transition')} taken</span>
        ${scopeSwitch(page, all)}
      </header>
      <div class="chart-scroll" tabindex="0" role="region" aria-label="Statechart">
        ${drawChart(layoutOf(sheet), `${sheet.title}, drawn; the table beside it says the same`, {
          tally,
          active,
          go: (transition) => showTaken(page, keyOf(transition), moments.get(keyOf(transition)) ?? []),
          lit: store.litTransition.value,
          point: (transition) => {
            store.litTransition.value = transition === undefined ? undefined : keyOf(transition);
          },
        })}
      </div>
    </div>
    <div class="transition-list" tabindex="0" role="region" aria-label="Transitions">${transitionTable(page, sheet, tally, reference, moments)}</div>`;
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

/** Where machines of this kind are now, in words. */
function nowTag(
  active: ReadonlyMap<string, readonly string[]>,
  { atUs }: Instant,
  { endUs }: RunModel,
): TemplateResult {
  const states = [...active].map(([state, { length }]) => (length > 1 ? `${state} ×${length}` : state));
  const when = atUs >= endUs ? 'At the end' : `At ${seconds(atUs)} s`;
  return html`<span class="tag now-tag" title="${when}: ${states.join(', ')}"><i></i>${when}: ${states.join(', ')}</span>`;
}

function machineList(
  { store }: Page,
  machines: readonly MachineSheet[],
  chosen: MachineSheet,
  found: readonly Survey[],
): TemplateResult {
  const layers = [...new Set(machines.map(({ layer }) => layer))];
  const choose = (id: string): void => {
    store.machine.value = id;
  };
  const button = (sheet: MachineSheet): TemplateResult => {
    const { id, transitions } = sheet.outline;
    const { taken } = tallyOf(sheet.outline, found);
    return html`<button aria-current=${sheet === chosen} data-machine=${id} @click=${() => choose(id)}>
      <span>${sheet.title}</span><em aria-label="${taken} of ${transitions.length} transitions taken">${taken}/${transitions.length}</em>
      <i style="--share: ${taken / Math.max(1, transitions.length)}"></i>
    </button>`;
  };
  const option = ({ outline, title }: MachineSheet): TemplateResult =>
    html`<option value=${outline.id} .selected=${outline === chosen.outline}>${title}</option>`;
  return html`<label class="select narrow-only">
      <span class="hidden">Machine</span>
      <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${layers.map((layer) => html`<optgroup label=${layer}>${machines.filter((one) => one.layer === layer).map(option)}</optgroup>`)}
      </select>
      ${icon('chevron')}
    </label>
    ${layers.map(
      (layer) => html`<section class="wide-only"><h2>${layer}</h2>
        ${machines.filter((one) => one.layer === layer).map(button)}</section>`,
    )}`;
}

function transitionTable(
  page: Page,
  { outline }: MachineSheet,
  tally: Tally,
  { untaken }: Reference,
  moments: ReadonlyMap<string, readonly Instant[]>,
): TemplateResult {
  const { store } = page;
  const row = (one: TransitionOutline): TemplateResult => {
    const count = tally.of(one);
    const key = keyOf(one);
    const reason = count === 0 ? untaken[`${outline.id}: ${key}`] : undefined;
    const light = (on: boolean) => (): void => {
      store.litTransition.value = on ? key : undefined;
    };
    return html`<tr class="${count === 0 ? 'never' : ''} ${store.litTransition.value === key ? 'lit' : ''}" @mouseenter=${light(true)} @mouseleave=${light(false)}>
      <th scope="row"><button title="Show it in the drawing" @focus=${light(true)} @blur=${light(false)} @click=${() => showDrawn(key)}><b>${one.kind === 'timer' ? '◷ ' : ''}${one.event}</b><span>${foldable(one.from || 'any state')} → ${foldable(one.to || 'stays')}</span></button></th>
      <td>${one.ways.map(
        ({ guard, actions }) =>
          html`<span>${guard === undefined ? (one.ways.length > 1 ? '[else] ' : '') : `[${guard}] `}${actions.join(', ') || '–'}</span>`,
      )}${reason === undefined ? nothing : html`<span class="reason">Never taken: ${reason}.</span>`}</td>
      <td class="mono">${takenCell(page, key, count, moments.get(key) ?? [])}</td>
    </tr>`;
  };
  return html`<table>
    <caption class="hidden">Transitions of ${outline.id}</caption>
    <thead><tr><th scope="col">Transition</th><th scope="col">Does</th><th scope="col">Taken</th></tr></thead>
    <tbody>${outline.transitions.map(row)}</tbody>
  </table>`;
}

/** A path that folds where a state holds another, and not amid a word. */
function foldable(path: string): TemplateResult {
  return html`${path.split('.').map((name, at) => (at === 0 ? name : html`.<wbr>${name}`))}`;
}

/** Brings a transition's place in the drawing into view. */
function showDrawn(key: string): void {
  const drawn = [...document.querySelectorAll('.chart .transition')].find(
    (one) => one.getAttribute('data-key') === key,
  );
  drawn?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

const layouts = new WeakMap<MachineSheet, ChartLayout>();

function layoutOf(sheet: MachineSheet): ChartLayout {
  const known = layouts.get(sheet) ?? layOut(sheet.outline);
  layouts.set(sheet, known);
  return known;
}
