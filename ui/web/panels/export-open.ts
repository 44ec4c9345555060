// The menu of exports opened and put away. What is in it comes when it is first opened, or after the first ladder.
import { effect } from '@preact/signals-core';
import { later } from '../later.ts';
import type { Page } from '../page.ts';
import type { Store } from '../state/store.ts';

export const exportMenu = later(() => import('./export-menu.ts'));

/** Opened, its first item has the focus as soon as it is there (the ARIA practice for menus). */
export function toggleExports({ store: { exportOpen }, exports }: Page): void {
  exportOpen.value = !exportOpen.value;
  const stop = effect(() => {
    if (exportOpen.value && (exportMenu() === undefined || exports() === undefined)) return;
    queueMicrotask(() => {
      stop();
      if (exportOpen.peek()) document.querySelector<HTMLElement>('.menu [role^="menuitem"]')?.focus();
    });
  });
}

/** Puts the menu away; its button has the focus again. */
export function closeExports({ exportOpen }: Store): void {
  exportOpen.value = false;
  document.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus();
}
