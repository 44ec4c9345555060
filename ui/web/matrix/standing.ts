// Which requirement stands first in the matrix' window, and which column beside the requirements: told when the window has come to rest, and
// heeded where an address says it.
import { batch } from '@preact/signals-core';
import { setDetail } from '../state/details.ts';
import type { Store } from '../state/store.ts';

interface Place {
  /** Its number. */
  readonly req: string | undefined;
  /** As its head names it. */
  readonly col: string | undefined;
}

const restMs = 200;
/** What this page has told or heeded last. */
let told: Place = { req: undefined, col: undefined };
let timer = 0;

/** While it scrolls. */
export function scrolled({ details }: Pick<Store, 'details'>, { currentTarget }: Event): void {
  const room = currentTarget as HTMLElement;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    told = placeIn(room);
    batch(() => {
      setDetail({ details }, 'req', told.req);
      setDetail({ details }, 'col', told.col);
    });
  }, restMs);
}

/** Once its rows and columns are drawn; as long as more columns come, there is no room to scroll to. */
export function heed({ details }: Pick<Store, 'details'>, whole: boolean): void {
  const { req, col } = details.value;
  if (!whole || (req === told.req && col === told.col)) return;
  queueMicrotask(() => {
    const room = document.querySelector<HTMLElement>('.matrix-scroll');
    if (room === null) return;
    const row = rowsOf(room).find(({ id }) => id === `req-${req}`);
    const column = columnsOf(room).find((head) => nameOf(head) === col);
    if ((req !== undefined && row === undefined) || (col !== undefined && column === undefined)) return;
    told = { req, col };
    room.scrollLeft = column === undefined ? 0 : column.offsetLeft - coveredLeft(room);
    // On a small screen the whole page scrolls.
    if (getComputedStyle(room).overflowY === 'visible') row?.scrollIntoView();
    else room.scrollTop = row === undefined ? 0 : row.offsetTop - headOf(room);
  });
}

/** Nothing is told of a side that is not scrolled. */
function placeIn(room: HTMLElement): Place {
  const top = room.scrollTop + headOf(room);
  const left = room.scrollLeft + coveredLeft(room);
  const row = rowsOf(room).find(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight / 2 >= top);
  const column = columnsOf(room).find(({ offsetLeft, offsetWidth }) => offsetLeft + offsetWidth / 2 >= left);
  return {
    req: room.scrollTop < 1 ? undefined : row?.id.replace(/^req-/, ''),
    col: room.scrollLeft < 1 || column === undefined ? undefined : nameOf(column),
  };
}

function rowsOf(room: HTMLElement): readonly HTMLElement[] {
  return [...room.querySelectorAll<HTMLElement>('tbody tr')];
}

/** Beside the requirements. */
function columnsOf(room: HTMLElement): readonly HTMLElement[] {
  return [...room.querySelectorAll<HTMLElement>('thead th:not(:first-child)')];
}

function nameOf(head: HTMLElement): string {
  return head.dataset.name ?? head.textContent;
}

/** The head of the table stays in view above the rows. */
function headOf(room: HTMLElement): number {
  return room.querySelector<HTMLElement>('thead')?.offsetHeight ?? 0;
}

/** The requirements stay in view beside their columns, where there is room. */
function coveredLeft(room: HTMLElement): number {
  const first = room.querySelector<HTMLElement>('thead th');
  return first !== null && getComputedStyle(first).position === 'sticky' ? first.offsetWidth : 0;
}
