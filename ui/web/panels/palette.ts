// Ctrl+K: everything that can be done, and every scenario, found by its name (a combobox with a list, by the ARIA practice).
import { signal } from '@preact/signals-core';
import { commandGroups } from '../commands/all.ts';
import { library } from '../library.ts';
import type { AxisScale } from '../model/axis-scale.ts';
import { editPlace, editTitle } from '../model/fault-edit.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { cuts, focuses } from './axis-choices.ts';
import { exportMenu } from './export-open.ts';
import { views } from './view-switch.ts';

interface Entry {
  readonly text: string;
  readonly hint: string;
  run(): void;
}

const chosen = signal(0);
/** So many are shown; who wants another types on. */
const most = 60;

export function palette(page: Page, close: () => void): TemplateResult {
  const typed = page.store.sought;
  const found = entriesFor(page, typed.value).slice(0, most);
  const at = Math.min(chosen.value, Math.max(0, found.length - 1));
  const run = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    close();
    typed.value = '';
    chosen.value = 0;
    page.focusLadder();
    entry.run();
  };
  const moved = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') run(found[at]);
    else if (by === undefined || found.length === 0) return;
    else {
      chosen.value = (at + by + found.length) % found.length;
      queueMicrotask(() =>
        document.getElementById(`entry-${chosen.value}`)?.scrollIntoView({ block: 'nearest' }),
      );
    }
    event.preventDefault();
    // The page is open again by now, and would take the key for its own.
    event.stopPropagation();
  };
  return html`<input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
      aria-activedescendant=${found.length === 0 ? nothing : `entry-${at}`} aria-label="Find a command or a scenario" placeholder="What do you want to do?"
      autocomplete="off" spellcheck="false" autofocus .value=${typed.value}
      @input=${({ target }: Event) => {
        typed.value = (target as HTMLInputElement).value;
        chosen.value = 0;
      }} @keydown=${moved} />
    <ul role="listbox" id="palette-list" aria-label="Commands and scenarios">
      ${found.map(
        (
          entry,
          index,
        ) => html`<li role="option" id="entry-${index}" aria-selected=${index === at} @click=${() => run(entry)}>
          <span>${entry.text}</span><span class="soft">${entry.hint}</span>
        </li>`,
      )}
    </ul>
    <p class="soft palette-none" role="status">${found.length === 0 ? 'Nothing is called that.' : ''}</p>`;
}

/** Each word that was typed stands somewhere in the text. */
function entriesFor(page: Page, search: string): Entry[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return [
    ...commandEntries(page),
    ...breakEntries(page),
    ...pageEntries(page),
    ...scenarioEntries(page),
  ].filter(({ text, hint }) => {
    const whole = `${text} ${hint}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

function commandEntries(page: Page): Entry[] {
  return commandGroups.flatMap(({ title, commands }) =>
    commands
      .filter(({ when, keys }) => (when?.(page) ?? true) && !keys.includes('Control+K'))
      .map((command) => ({
        text: `${title}: ${command.does}`,
        hint: command.shown,
        run: () => command.run(page),
      })),
  );
}

/** What the menu of the selected message has. */
function breakEntries({ actions }: Page): Entry[] {
  return actions.furtherEdits().map((edit) => ({
    text: `Break it: ${editTitle(edit)}`,
    hint: editPlace(edit),
    run: () => void actions.addEdit(edit),
  }));
}

function pageEntries(page: Page): Entry[] {
  const { store, theme, letters } = page;
  const entry = (text: string, run: () => void, hint = ''): Entry => ({ text, hint, run });
  const scaleBy = (change: Partial<AxisScale>): void => {
    store.axisScale.value = { ...store.axisScale.value, ...change };
    store.axisMode.value = 'compressed';
  };
  return [
    ...views.map(({ view, text }) =>
      entry(`View: ${text}`, () => {
        store.view.value = view;
      }),
    ),
    ...cuts.map(({ value, text }) =>
      entry(
        `Time axis: silence is cut ${value === Number.POSITIVE_INFINITY ? 'never' : `from ${text} on`}`,
        () => scaleBy({ cutUs: value }),
      ),
    ),
    ...focuses.map(({ value, text }) => entry(`Time axis: focus ${text}`, () => scaleBy({ focusUs: value }))),
    entry('Learn: guided lessons', () => {
      store.learning.value = { step: 1 };
    }),
    ...(exportMenu()?.exportOffers(page) ?? []).map(({ text, hint, run }) =>
      entry(`Export: ${text}`, run, hint),
    ),
    entry('Page: light or dark', theme.toggle),
    entry(`Page: single characters are ${letters.on.value ? 'no longer ' : ''}keys`, letters.toggle),
  ];
}

function scenarioEntries({ actions }: Page): Entry[] {
  return library.map(({ name, title, topic }) => ({
    text: `Open: ${title}`,
    hint: topic,
    run: () => void actions.choose(name),
  }));
}
