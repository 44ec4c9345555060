// The keys. Single letters act only while the ladder has the focus (WCAG 2.1.4).
import { look } from './look-keys.ts';
import { axisModes } from './model/axis.ts';
import { deedsFor } from './model/fault-edit.ts';
import type { Page } from './page.ts';
import { zoomed, zooms } from './panels/tool-bar.ts';
import { views } from './panels/view-switch.ts';
import { toggleComparing } from './state/comparing.ts';

/** What each key of the ladder does; also what the help shows. */
export const ladderKeys: readonly {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
}[] = [
  { keys: [' '], shown: 'Space', does: 'play, pause' },
  { keys: ['.', 'ArrowRight'], shown: '. or →', does: 'next event' },
  { keys: [',', 'ArrowLeft'], shown: ', or ←', does: 'event before' },
  { keys: ['ArrowDown'], shown: '↓', does: 'next message' },
  { keys: ['ArrowUp'], shown: '↑', does: 'message before' },
  { keys: ['Home', 'End'], shown: 'Home, End', does: 'first and last message' },
  { keys: ['t'], shown: 'T', does: 'to the next timer that fires' },
  { keys: ['n'], shown: 'N', does: 'to the next loss or fault' },
  { keys: ['d'], shown: 'D', does: 'drop the selected message; reset its connection where it goes by TCP' },
  { keys: ['l'], shown: 'L', does: 'delay it' },
  { keys: ['u'], shown: 'U', does: 'duplicate it; stall its connection where it goes by TCP' },
  { keys: ['c'], shown: 'C', does: 'compare with the baseline' },
  { keys: ['Enter', 'Escape'], shown: 'Enter, Esc', does: 'to the inspector, and back' },
  { keys: ['[', ']'], shown: '[ and ]', does: 'slower, faster' },
  { keys: ['+', '-', '0'], shown: '+ − 0', does: 'zoom' },
  { keys: ['1', '2', '3', '4'], shown: '1 2 3 4', does: 'linear, compressed, step, events' },
  { keys: ['/'], shown: '/', does: 'filter the messages' },
  { keys: ['g'], shown: 'G', does: 'keep the end of the run in view, or no longer' },
  { keys: ['f'], shown: 'F', does: 'closer to the selected message, then all of the run' },
  {
    keys: ['m'],
    shown: 'M, Alt+click',
    does: 'measure from the selected message; select another to see how long',
  },
  {
    keys: ['r'],
    shown: 'R',
    does: 'tell the times otherwise: since the one above, from the selected message',
  },
  { keys: ['o'], shown: 'O', does: 'fold the hosts of the core into one lane, and unfold it' },
  { keys: ['w', 's'], shown: 'W S', does: 'up and down; Ctrl+wheel zooms' },
  { keys: ['v'], shown: 'V', does: 'to the statecharts, to the requirements, and back' },
  { keys: ['?'], shown: '?', does: 'this help' },
];

export function listenToKeys(page: Page, ladder: HTMLElement, inspector: HTMLElement): void {
  ladder.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (act(page, key, inspector)) event.preventDefault();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      page.store.helpOpen.value = false;
      page.store.exportOpen.value = false;
      page.store.railOpen.value = false;
      if (inspector.contains(document.activeElement)) ladder.focus();
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const typing =
      document.activeElement instanceof HTMLInputElement && document.activeElement.type !== 'range';
    if (key === 'z' && !typing) void (event.shiftKey ? page.actions.redo() : page.actions.undo());
    else if (key === 'l' && event.shiftKey) page.copyLink();
    else return;
    event.preventDefault();
  });
}

/** In statecharts and requirements: V goes on, Escape goes back to the ladder. */
export function listenToViewKeys(page: Page, view: HTMLElement, ladder: HTMLElement): void {
  view.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.key === 'Escape') page.store.view.value = 'ladder';
    else if (event.key.toLowerCase() === 'v') nextView(page);
    else return;
    event.preventDefault();
    if (page.store.view.value === 'ladder') ladder.focus();
  });
}

/** True when the key means something here. */
function act(page: Page, key: string, inspector: HTMLElement): boolean {
  const { store, playback } = page;
  switch (key) {
    case ' ':
      playback.toggle();
      return true;
    case '.':
    case 'ArrowRight':
      playback.step(1);
      return true;
    case ',':
    case 'ArrowLeft':
      playback.step(-1);
      return true;
    case 'ArrowDown':
    case 'ArrowUp':
    case 'Home':
    case 'End':
    case 'PageDown':
    case 'PageUp':
      walk(page, key);
      return true;
    case 't':
      playback.step(1, ['timer']);
      return true;
    case 'n':
      playback.step(1, ['lost', 'fault']);
      return true;
    case 'd':
    case 'l':
    case 'u':
      doDeed(page, key);
      return true;
    case 'c':
      toggleComparing(store);
      return true;
    case 'Enter':
      inspector.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
      return true;
    case 'Escape':
      page.actions.select(undefined);
      return true;
    case '[':
      playback.faster(0.5);
      return true;
    case ']':
      playback.faster(2);
      return true;
    case '+':
    case '=':
      store.zoom.value = zoomed(store.zoom.value, zooms.step);
      return true;
    case '-':
      store.zoom.value = zoomed(store.zoom.value, 1 / zooms.step);
      return true;
    case '0':
      store.zoom.value = 1;
      return true;
    case '1':
    case '2':
    case '3':
    case '4':
      store.axisMode.value = axisModes[Number(key) - 1] ?? 'compressed';
      return true;
    case 'v':
      nextView(page);
      return true;
    case '?':
      page.openHelp();
      return true;
    default:
      return look(store, key);
  }
}

function nextView({ store }: Page): void {
  const at = views.findIndex(({ view }) => view === store.view.value);
  store.view.value = views[(at + 1) % views.length]?.view ?? 'ladder';
}

const strides: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

function walk({ store, actions }: Page, key: string): void {
  const arrows = store.run.value?.arrows ?? [];
  const now = actions.selectedArrow()?.index;
  const by = strides[key] ?? 0;
  const wanted = key === 'Home' ? 0 : key === 'End' ? arrows.length - 1 : now === undefined ? 0 : now + by;
  const arrow = arrows[Math.max(0, Math.min(arrows.length - 1, wanted))];
  if (arrow !== undefined) actions.select({ kind: 'arrow', key: arrow.key });
}

function doDeed({ actions }: Page, key: string): void {
  const arrow = actions.selectedArrow();
  if (arrow === undefined) return;
  const [first, delay, last] = deedsFor(arrow);
  const deed = key === 'd' ? first : key === 'l' ? delay : last;
  if (deed !== undefined) void actions.deed(deed);
}
