// The keys: which command they mean, and where. Single characters act only while the ladder has the focus, and can be switched off (WCAG 2.1.4).
import { commandOf } from './commands/all.ts';
import { isCharacter } from './commands/command.ts';
import { nextView } from './commands/whole-page.ts';
import type { Page } from './page.ts';

/** What has the focus while messages are walked: the ladder, or the table in its place. */
const walked = ['ladder', 'table-grid'];

export function listenToKeys(page: Page, inspector: HTMLElement): void {
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') !== null) return;
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

/** Puts away what lies over the page; false where nothing does. */
function close({ store: { exportOpen, railOpen } }: Page): boolean {
  const open = exportOpen.value || railOpen.value;
  exportOpen.value = false;
  railOpen.value = false;
  return open;
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
