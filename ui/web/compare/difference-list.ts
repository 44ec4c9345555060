// Every difference of two runs, in the order of time. Thousands of them are no more elements than fit its window.
import { signal } from '@preact/signals-core';
import { differenceSigns, shown } from '../../views/compare/difference.ts';
import { consequenceWords, differenceWords, messageWords } from '../../views/compare/difference-words.ts';
import { kindOf } from '../../views/message-names.ts';
import { count, seconds } from '../../views/words.ts';
import { mostShown, type RunComparison } from '../model/run-comparison.ts';
import type { Page } from '../page.ts';
import { differenceAt, goToDifference, selectionOf } from '../state/comparing.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { listIsOpen } from './list-open.ts';

export const rowPx = 28;
/** Rows beyond the window, so that none is missing while it is scrolled. */
const spare = 6;
const scrolled = signal({ top: 0, height: 8 * rowPx });

export function differenceList(page: Page): TemplateResult | typeof nothing {
  const { store } = page;
  const compared = store.compared.value;
  if (compared === undefined || !listIsOpen(store)) return nothing;
  const { total } = compared.counts;
  if (total === 0) return html`<p class="remark">No message differs.</p>`;
  if (total > mostShown)
    return html`<p class="remark">${count(total, 'difference')}: more than can be listed. The strip beside the ladder shows where they are; J and K walk them.</p>`;
  const { top, height } = scrolled.value;
  const first = Math.max(0, Math.floor(top / rowPx) - spare);
  const last = Math.min(total, Math.ceil((top + height) / rowPx) + spare);
  const here = differenceAt(store);
  const rows = compared.differences.slice(first, last).map((_, at) => row(page, compared, first + at, here));
  // What is selected is there, also where it is out of the window.
  if (here !== undefined && here < first) rows.unshift(row(page, compared, here, here));
  if (here !== undefined && here >= last) rows.push(row(page, compared, here, here));
  return html`<div class="difference-list" id="difference-list" role="listbox" tabindex="0" aria-label="Differences between the runs"
      aria-activedescendant=${here === undefined ? nothing : `difference-${here}`}
      @scroll=${measure} @keydown=${(event: KeyboardEvent) => walk(page, compared, event)}>
      <div class="difference-room" role="presentation" style="height:${total * rowPx}px">${rows}</div>
    </div>`;
}

/** What is in the window of the list. */
function measure(event: Event): void {
  const { scrollTop, clientHeight } = event.currentTarget as HTMLElement;
  scrolled.value = { top: scrollTop, height: clientHeight };
}

/** Brings the selected row into view, if it isn't. */
export function revealRow(index: number): void {
  const list = document.getElementById('difference-list');
  if (list === null) return;
  const top = index * rowPx;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + rowPx > list.scrollTop + list.clientHeight) list.scrollTop = top + rowPx - list.clientHeight;
}

function row(
  { actions }: Page,
  compared: RunComparison,
  index: number,
  here: number | undefined,
): TemplateResult {
  const difference = compared.differences[index]!;
  const message = shown(difference);
  const [what, how] = [messageWords(message), differenceWords(difference)];
  const why = consequenceWords(compared.consequences[index] ?? {});
  const { summary, protocol, lost } = message;
  return html`<div class="difference-row ${index === here ? 'here' : ''}" role="option" id="difference-${index}" aria-selected=${index === here} aria-posinset=${index + 1} aria-setsize=${compared.counts.total}
      title="${what}: ${how}${why === '' ? '' : `; ${why}`}" style="transform:translateY(${index * rowPx}px)" @click=${() => actions.select(selectionOf(compared, index))}>
      <span class="sign" aria-hidden="true">${differenceSigns[difference.kind]}</span>
      <span class="mono time">${seconds(message.atUs)} s</span>
      <span class="what look-${kindOf({ summary, protocol, lost })}">${what}</span>
      <span class="how">${how}</span>
      <span class="why soft">${why}</span>
    </div>`;
}

function walk(
  { store, actions, focusLadder, letters }: Page,
  compared: RunComparison,
  event: KeyboardEvent,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  const on = key === 'ArrowDown' || (letters.on.value && key.toLowerCase() === 'j');
  const back = key === 'ArrowUp' || (letters.on.value && key.toLowerCase() === 'k');
  if (on || back) goToDifference(store, actions.select, on ? 1 : -1);
  else if (key === 'Home') actions.select(selectionOf(compared, 0));
  else if (key === 'End') actions.select(selectionOf(compared, compared.counts.total - 1));
  else if (key === 'Escape') focusLadder();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
