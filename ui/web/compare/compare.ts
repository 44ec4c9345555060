// What is there while two runs are compared; it loads when that is first asked for.
import './compare.css';
import { effect } from '@preact/signals-core';
import { differenceWords, messageWords } from '../../views/compare/difference-words.ts';
import { place } from '../frame.ts';
import type { LadderView } from '../ladder/ladder.ts';
import type { Page } from '../page.ts';
import { differenceAt } from '../state/comparing.ts';
import { nothing, render } from '../template.ts';
import { compareBar, paneOf } from './compare-bar.ts';
import { differenceList, revealRow } from './difference-list.ts';
import { listIsOpen } from './list-open.ts';
import { createSecondLadder } from './second-ladder.ts';

/** Draws the bar, the list and, once it is asked for, the second ladder into their places, and keeps them drawn. */
export function showComparison(page: Page, main: LadderView): void {
  const { store } = page;
  store.telling.value = { differenceWords, messageWords };
  const stages = place('stages');
  let twice = false;
  effect(() => {
    render(compareBar(page), place('compare-bar'));
  });
  effect(() => {
    render(differenceList(page) ?? nothing, place('differences'));
  });
  effect(() => {
    const here = differenceAt(store);
    if (here !== undefined && listIsOpen(store)) queueMicrotask(() => revealRow(here));
  });
  effect(() => {
    stages.dataset.pane = paneOf(store);
    const side = store.comparing.value === 'side';
    stages.classList.toggle('side', side);
    if (!side || twice) return;
    twice = true;
    queueMicrotask(() => createSecondLadder(page, main));
  });
}
