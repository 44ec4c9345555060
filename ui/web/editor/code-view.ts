// The scenario's text in CodeMirror. Tab is left to the browser, so that the keyboard is never caught: Enter indents, Ctrl+] and Ctrl+[ move
// lines in and out, Enter takes what is offered.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorSelection, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { visible } from '../visible.ts';
import type { Problem } from '../worker/messages.ts';
import { codeTheme } from './code-theme.ts';
import type { Around } from './names.ts';
import { meaning, offers } from './offers.ts';

export interface CodeHooks {
  /** The text is another, by the reader's hand. */
  typed(text: string): void;
  run(): void;
  leave(): void;
  close(): void;
  /** What can be named that no scenario says. */
  around(): Around;
}

export interface CodeView {
  text(): string;
  /** Another scenario: nothing of the old one can be undone into it. */
  open(text: string): void;
  /** The same scenario, changed from elsewhere: the reader can take that back. */
  replace(text: string): void;
  /** While the text is under way nothing is taken from the keyboard: it would stand beside what comes. */
  wait(on: boolean): void;
  mark(problems: readonly Problem[]): void;
  /** Puts the cursor at a place, in view. */
  jump(problem: Problem): void;
  focus(): void;
}

export function createCodeView(host: HTMLElement, hooks: CodeHooks): CodeView {
  let silent = false;
  const writing = new Compartment();
  const extensions = [extensionsFor(hooks, () => silent), writing.of([])];
  const view = new EditorView({ parent: host, state: EditorState.create({ doc: '', extensions }) });

  function silently(change: () => void): void {
    silent = true;
    change();
    silent = false;
  }

  return {
    text: () => view.state.doc.toString(),
    open: (text) => silently(() => view.setState(EditorState.create({ doc: text, extensions }))),
    replace(text) {
      const { from, to, insert } = difference(view.state.doc.toString(), text);
      silently(() => view.dispatch({ changes: { from, to, insert }, userEvent: 'set' }));
    },
    wait(on) {
      if (view.state.readOnly !== on)
        view.dispatch({ effects: writing.reconfigure(on ? EditorState.readOnly.of(true) : []) });
    },
    mark(problems) {
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, problems)));
      // The list of mistakes takes its room from the text: the line that is being written stays in view.
      if (view.hasFocus)
        requestAnimationFrame(() =>
          view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) }),
        );
    },
    jump(problem) {
      const { from } = rangeOf(view.state, problem);
      view.dispatch({
        selection: EditorSelection.cursor(from),
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
    focus: () => view.focus(),
  };
}

function extensionsFor(hooks: CodeHooks, silent: () => boolean): Extension {
  const done = (deed: () => void) => (): boolean => {
    deed();
    return true;
  };
  return [
    lineNumbers(),
    lintGutter(),
    highlightSpecialChars({
      addSpecialChars: /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      render: specialSign,
    }),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    history(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    autocompletion({
      override: [offers(hooks.around)],
      icons: false,
      activateOnTypingDelay: 50,
      interactionDelay: 0,
    }),
    meaning,
    yaml(),
    codeTheme,
    EditorState.tabSize.of(2),
    EditorView.contentAttributes.of({
      'aria-label': 'Scenario as YAML',
      tabindex: '0',
      'aria-describedby': 'editor-keys',
    }),
    keymap.of([
      { key: 'Ctrl-Enter', mac: 'Cmd-Enter', run: done(hooks.run) },
      { key: 'Shift-Escape', run: done(hooks.close) },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      { key: 'Escape', run: done(hooks.leave) },
    ]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged && !silent()) hooks.typed(state.doc.toString());
    }),
  ];
}

/** What would turn the direction of writing, or shows nothing, is seen. */
function specialSign(code: number, description: string | null, placeholder: string): HTMLElement {
  const sign = visible(String.fromCodePoint(code));
  const dom = document.createElement('span');
  dom.className = 'cm-specialChar';
  dom.textContent = sign.length > 1 ? sign : placeholder;
  dom.title = description ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return dom;
}

/** The one stretch in which two texts differ, so that the cursor and what is undone stay where they were. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

function diagnosticsOf(state: EditorState, problems: readonly Problem[]): Diagnostic[] {
  return problems
    .map((problem) => ({
      ...rangeOf(state, problem),
      severity: 'error' as const,
      message: visible(problem.message),
    }))
    .sort((a, b) => a.from - b.from);
}

/** The word at a place, or at least one character; the loader counts lines and columns from 1. */
function rangeOf({ doc }: EditorState, { line = 1, column = 1 }: Problem): { from: number; to: number } {
  const { from: start, to: end, text } = doc.line(Math.min(doc.lines, Math.max(1, line)));
  const from = Math.min(end, start + column - 1);
  const word = /^(?:"[^"]*"?|'[^']*'?|[^\s,[\]{}:]+)/.exec(text.slice(from - start))?.[0].length ?? 1;
  return { from, to: Math.min(end, from + word) };
}
