// The keys: which command they mean, and where. Single characters act only while the ladder has the focus, and can be switched off (WCAG 2.1.4).
import { commandOf } from './commands/all.ts';
import { isCharacter } from './commands/command.ts';
import { nextView } from './commands/whole-page.ts';
import type { Page } from './page.ts';
import { closeExports } from './panels/export-open.ts';

/** What has the focus while messages are walked: the ladder, or the table in its place. */
const walked = ['ladder', 'table-grid'];

export function listenToKeys(page: Page, inspector: HTMLElement): void {
  document.addEventListener('keydown', (event) => {
    // What a field has answered itself is no command, wherever it has put the focus.
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Escape') {
      if (close(page)) return;
      if (inspector.contains(document.activeElement)) {
        page.focusLadder();
        return;
      }
    }
    const inLadder = walked.includes(document.activeElement?.id ?? '');
    if (isCharacter(event) && !page.letters.on.value) return;
    const command = commandOf(event, page);
    if (command === undefined || !(inLadder || command.anywhere)) return;
    event.preventDefault();
    command.run(page);
  });
}

/** Puts away what lies over the page, and gives the focus back to what opened it; false where nothing does. */
function close({ store }: Page): boolean {
  const opened = document.activeElement?.closest<HTMLDetailsElement>('details.opens[open]');
  if (opened) {
    opened.open = false;
    opened.querySelector('summary')?.focus();
  } else if (store.exportOpen.value) closeExports(store);
  else if (store.railOpen.value) {
    store.railOpen.value = false;
    document.querySelector<HTMLElement>('.rail-button')?.focus();
  } else return false;
  return true;
}

/** What is gone through by arrow keys: menus, bars of tools, what opens beneath a button. The innermost one is meant. */
const walks = '[role="menu"], [role="toolbar"], details.opens[open]';

/** The arrows go round its buttons, Home and End to the ends of them (the ARIA practices for menus and for bars of tools). */
export function listenToMenus({ store }: Page): void {
  document.addEventListener('keydown', (event) => {
    const at = document.activeElement;
    const group = at?.closest(walks);
    if (!at?.matches('button, summary') || !group || event.ctrlKey || event.metaKey || event.altKey) return;
    const items = [...group.querySelectorAll<HTMLElement>('button, summary')].filter((one) =>
      one.checkVisibility({ visibilityProperty: true }),
    );
    const here = items.indexOf(at as HTMLElement);
    const to = {
      ArrowDown: here + 1,
      ArrowRight: here + 1,
      ArrowUp: here - 1,
      ArrowLeft: here - 1,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (to === undefined || here < 0) return;
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target as Element).closest('.menu-room')) store.exportOpen.value = false;
  });
}

/** In statecharts and requirements: V goes on, Escape goes back to the ladder. */
export function listenToViewKeys(page: Page, view: HTMLElement): void {
  view.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.key === 'Escape') page.store.view.value = 'ladder';
    else if (event.key.toLowerCase() === 'v' && page.letters.on.value) nextView(page);
    else return;
    event.preventDefault();
    if (page.store.view.value === 'ladder') page.focusLadder();
  });
}
