// A file of the reader's: dropped onto the page, or chosen. A scenario runs, one with mistakes stands in the editor; a trace is shown; of any
// other file it is said what is wrong with it. What was there before stays.

import type { Page } from './page.ts';
import { icon } from './panels/icons.ts';
import type { OwnScenario } from './state/page-state.ts';
import { html, type TemplateResult } from './template.ts';
import type { SimulationClient } from './worker/client.ts';

/** Larger ones are no scenarios: the loader reads no more. */
const mostScenarioBytes = 512 << 10;

export function createFileOpener(
  { store, actions }: Pick<Page, 'store' | 'actions'>,
  client: SimulationClient,
) {
  let turn = 0;

  /** The file that is opened last counts, however long each takes to be read. */
  async function open(file: File): Promise<void> {
    const mine = ++turn;
    store.toast.value = `${file.name} is being read …`;
    const deed = await (isScenario(file) ? scenario(file) : trace(file));
    if (mine !== turn) return;
    store.toast.value = typeof deed === 'string' ? deed : undefined;
    if (typeof deed !== 'string') await deed();
  }

  /** What opens it, or what is wrong with it. */
  async function scenario(file: File): Promise<string | (() => Promise<void>)> {
    const { name } = file;
    if (file.size > mostScenarioBytes) return `${name} is too large for a scenario: at most 512 KiB.`;
    const text = await file.text();
    const problems = await client.check({ name, text, faults: [] });
    const [first, ...more] = problems ?? [{ message: 'it could not be checked' }];
    if (first === undefined) return () => actions.openOwn({ name, text });
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    store.learning.value = undefined;
    store.draft.value = { name, text };
    store.editing.value = true;
    return `${name}${first.line === undefined ? '' : `, line ${first.line}`}: ${first.message}${rest}. Its text is open beside the ladder; the run is as it was.`;
  }

  async function trace(file: File): Promise<string | (() => Promise<void>)> {
    const read = await client.read(file);
    return typeof read === 'string' ? read : () => actions.openTrace(file.name, read);
  }

  /** Lets the reader choose one. What asks for it stays in the document: a browser may forget an element that nobody holds. */
  function choose(): void {
    const input = Object.assign(document.createElement('input'), {
      type: 'file',
      accept: '.yaml,.yml,.ndjson,.jsonl,.json',
      hidden: true,
    });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      input.remove();
      if (file !== undefined) void open(file);
    });
    input.addEventListener('cancel', () => input.remove());
    document.body.append(input);
    input.click();
  }

  return {
    open,
    choose,
    /** What is wrong with a scenario of the reader's. */
    check: ({ name, text }: OwnScenario) => client.check({ name, text, faults: [] }),
  };
}

export type FileOpener = ReturnType<typeof createFileOpener>;

/** A scenario is YAML, or looks like none of what a trace begins with. */
function isScenario({ name }: File): boolean {
  return /\.ya?ml$/i.test(name);
}

/** What is dropped anywhere on the page is opened. */
export function receiveDrops(body: HTMLElement, files: FileOpener): void {
  body.addEventListener('dragover', (event) => {
    event.preventDefault();
    body.toggleAttribute('data-dropping', event.dataTransfer?.types.includes('Files') ?? false);
  });
  body.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) body.removeAttribute('data-dropping');
  });
  body.addEventListener('drop', (event) => {
    event.preventDefault();
    body.removeAttribute('data-dropping');
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void files.open(file);
  });
}

export function openFileButton({ files }: Page): TemplateResult {
  return html`<button class="button" title="A scenario (.yaml) or a trace (.ndjson, .json); it can be dropped anywhere too (Ctrl+O)" @click=${files.choose}>${icon('folder')}Open a file…</button>`;
}
