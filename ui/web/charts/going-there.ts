// From a transition to the moments at which it was taken: on the chart the playhead goes from one to the next, and a click goes to the ladder.

import { count as counted, seconds } from '../../views/words.ts';
import type { Instant } from '../model/arrows.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { neighbour } from './taken-moments.ts';

/** The ladder at a moment, the change of state selected. */
export function showTaken(page: Page, key: string, moments: readonly Instant[], at = moments[0]): void {
  const { store, selectRecord } = page;
  if (at === undefined) return;
  store.view.value = 'ladder';
  store.now.value = at;
  selectRecord(at.seq);
  page.focusLadder();
  if (moments.length === 1) return;
  store.toast.value = {
    text: `${key}: ${moments.indexOf(at) + 1} of ${moments.length} times.`,
    action: { label: 'Next', run: () => showTaken(page, key, moments, neighbour(moments, at, 1)) },
  };
}

/** The moment at which the playhead stands, else the first. */
function wanted(moments: readonly Instant[], { seq }: Instant): Instant | undefined {
  return moments.find((one) => one.seq === seq) ?? moments[0];
}

/** How often it was taken, as a way to the ladder, with a step back and one on. */
export function takenCell(
  page: Page,
  key: string,
  count: number,
  moments: readonly Instant[],
): TemplateResult {
  if (count === 0) return html`never`;
  if (moments.length === 0) return html`×${count}`;
  const { store } = page;
  const now = store.now.value;
  const at = moments.findIndex(({ seq }) => seq === now.seq);
  const step = (by: 1 | -1) => (): void => {
    const next = neighbour(moments, store.now.peek(), by);
    if (next === undefined) return;
    store.playing.value = false;
    store.now.value = next;
    store.said.value = `${key} at ${seconds(next.atUs)} seconds`;
  };
  const first = wanted(moments, now);
  const place = at < 0 ? nothing : html`<em>${at + 1} of ${moments.length}</em>`;
  return html`<button class="to-taken" title="To the ladder: ${counted(moments.length, 'moment')}, ${at < 0 ? 'the first' : 'this one'} at ${seconds(first?.atUs ?? 0)} s" @click=${() => showTaken(page, key, moments, first)}>×${count}</button>
    <span class="hops"><button aria-label="The time before that ${key} was taken" title="The time before" @click=${step(-1)}>‹</button><button aria-label="The next time that ${key} was taken" title="The next time" @click=${step(1)}>›</button></span>${place}`;
}
