// What goes wrong in the run: the scenario's own rules, and the reader's changes, each with its switch.
import { signal } from '@preact/signals-core';
import { later } from '../later.ts';
import { type FaultRuleEdit, isRule, unmatchedEdits } from '../model/edit-rules.ts';
import { editPlace, editTitle, type FaultEdit, switched } from '../model/fault-edit.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { type IconName, icon } from './icons.ts';

/** Rules are written by who wants to. */
const form = later(() => import('./fault-form.ts'));
const writing = signal(false);

export function faults(page: Page): TemplateResult {
  const { store, actions } = page;
  const run = store.run.value;
  const edits = store.edits.value.now;
  const own = run?.data.faults.slice(0, run.data.ownFaults) ?? [];
  const total = own.length + edits.length;
  const unmatched = run?.data.unmatched ?? [];
  const idle = unmatchedEdits(edits, own.length, run === store.altered.value ? unmatched : []);
  const took = store.altered.value?.data.tookMs;
  const become = (edit: FaultEdit, next: FaultEdit | undefined, said: string): void => {
    void actions.setEdits(
      edits.flatMap((one) => (one !== edit ? [one] : next === undefined ? [] : [next])),
      said,
    );
  };
  return html`<section class="section">
    <h2>
      Faults ${total > 0 ? html`<span class="tag bad">${total}</span>` : nothing}<span class="space"></span>
      ${took === undefined ? nothing : html`<span class="soft">re-run ${Math.max(1, Math.round(took))} ms</span>`}
    </h2>
    ${own.map((text, index) => html`<div class="fault"><span class="sign">${icon('flag')}</span><b>${text}</b><div class="fault-rest"><span>the scenario's own${unmatched.includes(index + 1) ? ' · no match' : ''}</span></div></div>`)}
    ${edits.map((edit) => editCard(edit, idle.has(edit), become, change(page, edit)))}
    ${total === 0 ? html`<p class="about">None. Select a message in the ladder to break it, or write a rule.</p>` : nothing}
    ${store.trace.value === undefined ? ruleForm(page) : nothing}
  </section>`;
}

/** Once it is there, the form shows itself where it is being written in. */
function ruleForm(page: Page): TemplateResult {
  return html`${writing.value ? (form()?.faultForm(page) ?? nothing) : nothing}
    <p class="rail-buttons"><button class="button add-rule" @click=${() => write()}>+ Add fault rule</button></p>`;
}

function write(of?: FaultRuleEdit): void {
  writing.value = true;
  void import('./fault-form.ts').then(({ writeRule }) => writeRule(of));
}

/** Another form of a change: a rule in the form, the text in the editor. */
function change({ openEditor }: Page, edit: FaultEdit): (() => void) | undefined {
  if (edit.deed === 'text') return openEditor;
  return isRule(edit) ? () => write(edit) : undefined;
}

const signs: Readonly<Record<FaultEdit['deed'], IconName>> = {
  drop: 'cross',
  delay: 'clock',
  duplicate: 'copy',
  reorder: 'compare',
  corrupt: 'why',
  stall: 'pause',
  reset: 'cross',
  partition: 'cross',
  crash: 'cross',
  restart: 'redo',
  network: 'link',
  text: 'pencil',
  rule: 'flag',
};

function editCard(
  edit: FaultEdit,
  idle: boolean,
  become: (edit: FaultEdit, next: FaultEdit | undefined, said: string) => void,
  change: (() => void) | undefined,
): TemplateResult {
  const title = editTitle(edit);
  return html`<div class="fault ${edit.off ? 'off' : ''}">
    <span class="sign">${icon(signs[edit.deed])}</span>
    <b>${title}</b>
    <input type="checkbox" role="switch" aria-label="In force: ${title}" .checked=${!edit.off}
      @change=${() => become(edit, switched(edit), `${title} ${edit.off ? 'switched on' : 'switched off'}`)} />
    <div class="fault-rest"><span>${editPlace(edit)}${idle ? html` · <span class="no-match">no match</span>` : nothing}</span>
      ${'byMs' in edit && edit.byMs !== undefined ? byMs(edit, edit.byMs, become) : nothing}
    <span class="fault-ends">
      ${change === undefined ? nothing : html`<button class="button ghost icon-only small" aria-label="Change: ${title}" @click=${change}>${icon('pencil')}</button>`}
      <button class="button ghost icon-only small" aria-label="Remove: ${title}" @click=${() => become(edit, undefined, `${title} taken back`)}>${icon('cross')}</button>
    </span></div>
  </div>`;
}

function byMs<E extends FaultEdit>(
  edit: E,
  now: number,
  become: (edit: FaultEdit, next: FaultEdit, said: string) => void,
): TemplateResult {
  return html`<label class="soft"><input class="fault-ms" type="number" min="0" max="999999999" .value=${String(now)} aria-label="By how many ms"
    @change=${({ target }: Event) => {
      const ms = (target as HTMLInputElement).valueAsNumber;
      if (!Number.isInteger(ms) || ms < 0 || ms > 999_999_999) return;
      const next = { ...edit, byMs: ms };
      become(edit, next, editTitle(next));
    }} /> ms</label>`;
}
