// A fault rule is written, or one of the reader's is changed: a small form that knows every rule of a scenario.
import { signal } from '@preact/signals-core';
import type { FaultRuleEdit } from '../model/edit-rules.ts';
import { editTitle, type FaultEdit } from '../model/fault-edit.ts';
import { columnsOf } from '../model/message-columns.ts';
import { linkNames } from '../model/network-now.ts';
import {
  editOf,
  fieldsOf,
  kindNamed,
  kindOf,
  type RuleField,
  type RuleFields,
  ruleKinds,
} from '../model/rule-form.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';

interface Draft {
  readonly kind: string;
  readonly values: RuleFields;
  /** The rule that is changed; a new one otherwise. */
  readonly of?: FaultRuleEdit;
  readonly problem?: string;
}

const draft = signal<Draft | undefined>(undefined);

/** Opens the form: for a new rule, or for one that there is. */
export function writeRule(of?: FaultRuleEdit): void {
  draft.value =
    of === undefined
      ? { kind: 'drop', values: {} }
      : { kind: kindOf(fieldsOf(of)).id, values: fieldsOf(of), of };
  enterForm();
}

/** As soon as it stands: who asks for the first time may be here before it is drawn. */
function enterForm(): void {
  const first = document.querySelector<HTMLElement>('.rule-form select');
  if (first !== null) first.focus();
  else if (draft.peek() !== undefined) requestAnimationFrame(enterForm);
}

export function faultForm(page: Page): TemplateResult | typeof nothing {
  const now = draft.value;
  if (now === undefined) return nothing;
  const kind = kindNamed(now.kind);
  return html`<form class="rule-form" aria-label=${now.of === undefined ? 'A new fault rule' : 'Change the rule'}
      @submit=${(event: Event) => {
        event.preventDefault();
        void submit(page);
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') leave(event);
      }}>
    <label><span>Rule</span><select @change=${({ target }: Event) => {
      draft.value = { ...now, kind: (target as HTMLSelectElement).value };
    }}>${ruleKinds.map(({ id, text }) => html`<option value=${id} .selected=${id === kind.id}>${text}</option>`)}</select></label>
    ${kind.fields.map((field) => input(field, now))}
    ${lists(page)}
    ${now.problem === undefined ? nothing : html`<p class="rule-problem" role="alert">${now.problem}</p>`}
    <p class="rail-buttons">
      <button class="button primary" type="submit">${now.of === undefined ? 'Add rule' : 'Change rule'}</button>
      <button class="button" type="button" @click=${leave}>Cancel</button>
    </p>
  </form>`;
}

function input({ name, text, hint, of, needed }: RuleField, now: Draft): TemplateResult {
  const wide = hint.length > 10 || of === 'links' || of === 'messages';
  return html`<label class=${wide ? nothing : 'half'}><span>${text}</span><input name=${name} placeholder=${hint} ?required=${needed ?? false} autocomplete="off" spellcheck="false"
    list=${of === undefined ? nothing : `rule-${of}`} .value=${now.values[name] ?? ''}
    @input=${({ target }: Event) => {
      const { problem: _, ...rest } = draft.value ?? now;
      draft.value = { ...rest, values: { ...rest.values, [name]: (target as HTMLInputElement).value } };
    }} /></label>`;
}

/** What of the run there is to choose from. */
function lists({ store }: Page): TemplateResult {
  const run = store.baseline.value;
  const arrows = run?.arrows ?? [];
  const list = (id: string, values: Iterable<string>): TemplateResult =>
    html`<datalist id="rule-${id}">${[...new Set(values)].map((value) => html`<option value=${value}></option>`)}</datalist>`;
  const { nodes, names } = columnsOf(arrows);
  return html`${list('hosts', nodes)}${list(
    'messages',
    names.map((name) => name.replace(/ \d+-.*$/, '')),
  )}${list('links', linkNames(arrows, run?.data.records ?? []))}`;
}

function leave(event?: Event): void {
  event?.preventDefault();
  event?.stopPropagation();
  draft.value = undefined;
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.add-rule')?.focus());
}

/** The loader judges it before anything is run. */
async function submit({ store, actions }: Page): Promise<void> {
  const now = draft.value;
  if (now === undefined) return;
  const made = editOf(kindNamed(now.kind), now.values);
  const edit: FaultEdit = now.of?.off ? { ...made, off: true } : made;
  const edits = store.edits.value.now;
  const next =
    now.of !== undefined && edits.includes(now.of)
      ? edits.map((one) => (one === now.of ? edit : one))
      : [...edits, edit];
  const [problem] = (await actions.checkEdits(next)) ?? [];
  if (draft.value !== now) return;
  if (problem !== undefined) {
    // What the command line would say of `--set`, without the rule that the reader sees before them.
    draft.value = { ...now, problem: problem.message.replace(/^--set .*?:1:\d+: /, '') };
    return;
  }
  draft.value = undefined;
  await actions.setEdits(next, editTitle(edit));
}
