// The pane in which the scenario is written: what is typed is checked by the loader after a rest, and run as B when nothing is wrong with it.
import { batch, effect, signal } from '@preact/signals-core';
import { count } from '../../views/words.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import type { OwnScenario } from '../state/page-state.ts';
import { html, nothing, render, type TemplateResult } from '../template.ts';
import type { Problem } from '../worker/messages.ts';
import { around } from './around.ts';
import { type CodeView, createCodeView } from './code-view.ts';
import './editor.css';

/** After so long without a key the text is checked. */
const restMs = 450;

export interface Editor {
  focus(): void;
}

/** Makes the pane in its place, and keeps it: a text that is not finished waits there while the pane is closed. */
export function createEditor(page: Page, host: HTMLElement): Editor {
  const { store, actions } = page;
  const problems = signal<readonly Problem[]>([]);
  /** What stands in the pane is not what the run is made of. */
  const pending = signal(false);
  /** Unfinished texts by scenario: another scenario is opened, and they are there again when it comes back. */
  const unfinished = new Map<string, string>();
  let opened: string | undefined;
  let shown = '';
  let timer = 0;
  let turn = 0;

  render(html`<div class="editor-head"></div><div class="code"></div><div class="editor-foot"></div>`, host);
  const [head, code, foot] = [...host.children] as [HTMLElement, HTMLElement, HTMLElement];
  const view: CodeView = createCodeView(code, {
    typed() {
      pending.value = standing() !== undefined;
      if (!pending.value) store.typed.value = undefined;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void accept(), restMs);
    },
    run: () => void accept(),
    leave: () => page.focusLadder(),
    close,
    around: () => around(actions.text()?.name ?? ''),
  });

  /** What stands in the pane, where that is not what the run is made of. */
  function standing(): string | undefined {
    const text = view.text();
    return text === shown ? undefined : text;
  }

  function close(): void {
    store.editing.value = false;
    page.focusLadder();
  }

  /** Checks what stands there, and runs it when nothing is wrong with it. */
  async function accept(): Promise<void> {
    window.clearTimeout(timer);
    const mine = ++turn;
    const text = view.text();
    const draft = store.draft.peek();
    if (draft === undefined && actions.text() === undefined) return;
    const found = await (draft === undefined ? actions.check(text) : page.files.check({ ...draft, text }));
    if (mine !== turn || found === undefined) return;
    show(found);
    // In an address it would run by itself: until it is known whether it does, it is in none.
    store.typed.value = found.length > 0 ? text : undefined;
    if (found.length > 0 || (draft === undefined && text === shown)) return;
    shown = text;
    pending.value = false;
    if (draft === undefined) await actions.editText(text);
    else await actions.openOwn({ ...draft, text });
  }

  function show(found: readonly Problem[]): void {
    problems.value = found;
    view.mark(found.filter(({ line }) => line !== undefined));
  }

  /** Another scenario was opened, whose text is under way: what still stands there is not checked against it. */
  function wait(): void {
    window.clearTimeout(timer);
    turn++;
    view.wait(true);
  }

  /** The scenario, or its text, was changed elsewhere: undone, reverted, another one opened; or an address says what stands here. */
  function follow(): void {
    const draft = store.draft.value;
    if (draft !== undefined) return mend(draft);
    const text = actions.text();
    if (text === undefined && store.trace.value === undefined) return wait();
    view.wait(false);
    const { name, own, now } = text ?? { name: '', own: '', now: '' };
    const source = `${name}\n${own}`;
    const given = store.given.value;
    if (source === opened && now === shown && given === undefined) return;
    window.clearTimeout(timer);
    turn++;
    const before = standing();
    if (source === opened) view.replace(given?.text ?? now);
    else {
      if (opened !== undefined && before !== undefined) unfinished.set(opened, before);
      const wanted = given?.text ?? unfinished.get(source) ?? now;
      // A draft that was mended stands there already.
      if (view.text() !== wanted) view.open(wanted);
      unfinished.delete(source);
      opened = source;
    }
    shown = now;
    batch(() => {
      store.given.value = undefined;
      store.typed.value = standing();
      pending.value = standing() !== undefined;
      show([]);
    });
    if (pending.peek()) void accept();
  }

  /** What was opened with mistakes is no run yet: it stands here, and runs when nothing is wrong with it. */
  function mend({ name, text }: OwnScenario): void {
    const before = standing();
    if (opened !== undefined && before !== undefined) unfinished.set(opened, before);
    opened = `${name}\n`;
    shown = '';
    view.open(text);
    view.wait(false);
    batch(() => {
      store.given.value = undefined;
      store.typed.value = text;
      pending.value = true;
    });
    void accept();
  }

  effect(follow);
  effect(() => {
    render(headOf(page, pending.value, close), head);
  });
  effect(() => {
    render(footOf(page, problems.value, pending.value, view.jump), foot);
  });
  return { focus: view.focus };

  function headOf(_: Page, isPending: boolean, closing: () => void): TemplateResult {
    const exports = page.exports();
    const text = actions.text();
    const draft = store.draft.value;
    const name = draft?.name ?? text?.name;
    const changed = draft === undefined && text !== undefined && text.now !== text.own;
    return html`<h2>${name ?? 'No scenario'}${/\.ya?ml$/.test(name ?? '') ? nothing : html`<span class="soft">.yaml</span>`}</h2>
      <span class="space"></span>
      <button class="button small-text" ?disabled=${!changed} title="What is compared with is this text from now on" @click=${() => actions.adoptText()}>Use as baseline</button>
      <button class="button small-text" ?disabled=${!changed && !isPending} title="Back to the scenario as it was opened" @click=${revert}>Revert</button>
      <button class="button small-text" @click=${() => exports?.scenario({ name: name ?? 'scenario', text: view.text() })}>Save .yaml</button>
      <button class="button ghost icon-only" aria-label="Close the editor" title="Close (Shift+Esc)" @click=${closing}>${icon('cross')}</button>`;
  }

  function revert(): void {
    store.draft.value = undefined;
    const text = actions.text();
    if (text === undefined) return;
    view.replace(text.own);
    pending.value = standing() !== undefined;
    void accept();
  }
}

function footOf(
  { store }: Page,
  problems: readonly Problem[],
  isPending: boolean,
  jump: (problem: Problem) => void,
): TemplateResult {
  const words =
    problems.length > 0
      ? `${count(problems.length, 'mistake')}: the run is as it was`
      : isPending
        ? 'Being checked …'
        : store.altered.value === undefined
          ? 'The scenario as it was opened: run A'
          : 'Run B shows it';
  return html`<p class="editor-status ${problems.length > 0 ? 'bad' : ''}" role="status">${words}</p>
    ${
      problems.length === 0
        ? nothing
        : html`<ol class="mistakes" aria-label="Mistakes" tabindex="0">${problems.map(
            (problem) =>
              html`<li>${
                problem.line === undefined
                  ? html`<span>${problem.message}</span>`
                  : html`<button @click=${() => jump(problem)}><b>${problem.line}:${problem.column}</b><span>${problem.message}</span></button>`
              }</li>`,
          )}</ol>`
    }
    ${store.learning.value?.lesson === undefined ? nothing : html`<p class="editor-waiting">The lesson waits: it is there again when this is closed.</p>`}
    <p class="soft" id="editor-keys">
      <span><kbd>Ctrl+Space</kbd> offers</span> <span><kbd>Ctrl+Enter</kbd> runs</span> <span><kbd>Tab</kbd> goes on</span>
      <span><kbd>Esc</kbd> to the ladder</span>
    </p>`;
}
