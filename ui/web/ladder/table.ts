// The ladder as a table, for those who prefer it: the rows of the grid, to be read with the eyes, of which only those in view exist.
import '../style/table.css';
import { computed, effect } from '@preact/signals-core';
import type { Arrow } from '../model/arrows.ts';
import { isAfter, isBeyond } from '../model/moments.ts';
import { arrowUntil } from '../model/until.ts';
import type { Page } from '../page.ts';
import { setDetail } from '../state/details.ts';
import { shownArrows } from '../state/going.ts';
import { restsOf } from '../state/rests.ts';
import { html, render } from '../template.ts';
import { differenceTold, gridColumns, rowOf } from './grid.ts';
import { createScroller } from './scroller.ts';

/** Rows beyond the edges of the window, so that none is missing while it scrolls. */
const margin = 6;

/** Puts the table into the ladder's place whenever the reader asks for it. */
export function createTable({ store, actions, focusLadder }: Page, host: HTMLElement): void {
  const app = document.querySelector<HTMLElement>('.app');
  const rowPx = matchMedia('(pointer: coarse)').matches ? 44 : 30;
  render(
    html`<div class="table" id="table-grid" role="grid" aria-label="Messages of the run" tabindex="0" @click=${choose}>
      <div class="table-head" role="rowgroup"><div role="row" aria-rowindex="1">
        ${gridColumns.map((name) => html`<span role="columnheader">${name}</span>`)}
      </div></div>
      <div class="table-rows" role="rowgroup"></div>
    </div>`,
    host,
  );
  const grid = host.querySelector<HTMLElement>('.table')!;
  const body = host.querySelector<HTMLElement>('.table-rows')!;
  const scroller = createScroller(grid, body);
  const inWindow = () => ({ height: grid.clientHeight, head: body.offsetTop });
  let frame = 0;
  /** The row that was last brought into view, and where that was scrolled to. */
  let kept: { readonly at: number; readonly scrollTop: number } | undefined;

  /** What the lanes, the layers, a lesson and the filter leave; the selected one also where the filter doesn't. */
  const rows = computed((): readonly Arrow[] => {
    const { limit, matching, selection } = store;
    const keys = matching.value?.keys;
    const chosen = keys !== undefined && selection.value?.kind === 'arrow' ? selection.value.key : undefined;
    const shown = shownArrows(store)
      .filter(({ sent }) => !isBeyond(sent, limit.value))
      .map((arrow) => arrowUntil(arrow, limit.value));
    return keys === undefined ? shown : shown.filter(({ key }) => keys.has(key) || key === chosen);
  });
  const selectedAt = computed(() => {
    const selection = store.selection.value;
    return selection?.kind === 'arrow' ? rows.value.findIndex(({ key }) => key === selection.key) : -1;
  });

  function choose(event: Event): void {
    const row = (event.target as Element).closest<HTMLElement>('[data-at]');
    const arrow = row === null ? undefined : rows.peek()[Number(row.dataset.at)];
    if (arrow !== undefined) actions.select({ kind: 'arrow', key: arrow.key });
  }

  function schedule(): void {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }

  function draw(): void {
    frame = 0;
    const model = store.arranged.peek();
    if (!store.asTable.peek() || model === undefined) return;
    const all = rows.peek();
    scroller.measure(all.length * rowPx, 1, inWindow());
    const top = scroller.top();
    const first = Math.max(0, Math.floor(top / rowPx) - margin);
    const after = Math.ceil((top + grid.clientHeight) / rowPx) + margin;
    const [at, now] = [selectedAt.peek(), store.now.peek()];
    // The selected row exists wherever it is: it is the active one.
    const seen = [
      ...all.slice(first, after).map((_, index) => first + index),
      ...(at >= 0 && (at < first || at >= after) ? [at] : []),
    ];
    grid.setAttribute('aria-rowcount', String(all.length + 1));
    if (at < 0) grid.removeAttribute('aria-activedescendant');
    else grid.setAttribute('aria-activedescendant', `table-row-${all[at]!.index}`);
    const shift = grid.scrollTop - top;
    render(
      seen.map((index) => {
        const arrow = all[index]!;
        const look = [
          `look-${arrow.look}`,
          ...(arrow.message.lost === undefined ? [] : ['lost']),
          ...(isAfter(arrow.sent, now) ? ['ahead'] : []),
        ];
        return rowOf(arrow, model, {
          limit: store.limit.peek(),
          id: `table-row-${arrow.index}`,
          selected: index === at,
          differs: differenceTold(arrow, 'b', store),
          at: index,
          look: look.join(' '),
          style: `height: ${rowPx}px; transform: translateY(${Math.round(index * rowPx + shift)}px)`,
        });
      }),
      body,
    );
  }

  /** Brings a row into view, if it isn't. */
  function reveal(at: number): void {
    const { height, head } = inWindow();
    const room = height - head;
    scroller.measure(rows.peek().length * rowPx, 1, { height, head });
    const [from, to] = [at * rowPx, (at + 1) * rowPx];
    if (from < scroller.top()) scroller.scrollTo(from);
    else if (to > scroller.top() + room) scroller.scrollTo(to - room);
    kept = { at, scrollTop: grid.scrollTop };
    schedule();
  }

  /** In a window of another size what was brought into view is there too, unless the reader has scrolled since: a bar may come with what is selected. */
  function resized(): void {
    if (kept !== undefined && kept.at === selectedAt.peek()) reveal(kept.at);
    else schedule();
  }

  effect(() => {
    const on = store.asTable.value;
    const had = document.activeElement;
    const within = host.contains(had) || had?.id === 'ladder';
    app?.toggleAttribute('data-table', on);
    host.hidden = !on;
    if (within) focusLadder();
    schedule();
  });
  effect(() => {
    const at = selectedAt.value;
    if (store.asTable.value && at >= 0) requestAnimationFrame(() => reveal(at));
    else schedule();
  });
  effect(() => {
    const all = rows.value;
    const { atUs, seq } = store.now.value;
    if (!store.asTable.value) return;
    const sentBy = all.findIndex(({ sent }) => isAfter(sent, { atUs, seq }));
    if (store.playing.value) reveal(Math.max(0, (sentBy < 0 ? all.length : sentBy) - 1));
    else if (store.following.value) reveal(all.length - 1);
    schedule();
  });
  // Where the window stands is told when it has come to rest, and heeded where an address says it.
  const rests = restsOf(grid);
  let told: string | undefined;
  effect(() => {
    if (rests.value === 0 || !store.asTable.peek()) return;
    const first = Math.round(scroller.top() / rowPx);
    told = first === 0 ? undefined : String(first + 1);
    setDetail(store, 'row', told);
  });
  effect(() => {
    const { row } = store.details.value;
    if (row === told || !store.asTable.value || rows.value.length < Number(row ?? 0)) return;
    told = row;
    requestAnimationFrame(() => {
      scroller.measure(rows.peek().length * rowPx, 1, inWindow());
      scroller.scrollTo((Number(row ?? 1) - 1) * rowPx);
    });
  });
  effect(() => {
    store.arranged.value;
    store.compared.value;
    store.telling.value;
    schedule();
  });
  const scrolled = (): void => {
    if (kept?.scrollTop !== grid.scrollTop) kept = undefined;
    schedule();
  };
  grid.addEventListener('scroll', scrolled, { passive: true });
  new ResizeObserver(resized).observe(grid);
}
