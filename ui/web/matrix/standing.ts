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
/** The window that it stands in, and how many columns there were then: with another one rows have another height. */
let stood: { readonly room?: HTMLElement; readonly columns: number } = { columns: 0 };
/** Where it was scrolled to for an address, until somebody scrolls. */
let put: { readonly top: number; readonly left: number } | undefined;
let timer = 0;

/** While it scrolls. */
export function scrolled({ details }: Pick<Store, 'details'>, { currentTarget }: Event): void {
  const room = currentTarget as HTMLElement;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    if (room.scrollTop === put?.top && room.scrollLeft === put.left) return;
    put = undefined;
    const here = placeIn(room);
    const { col } = details.value;
    // What an address says of columns that are still to come holds until somebody moves them.
    const isToCome = col !== told.col && here.col === undefined;
    told = isToCome ? { ...here, col: told.col } : here;
    batch(() => {
      setDetail({ details }, 'req', here.req);
      if (!isToCome) setDetail({ details }, 'col', here.col);
    });
  }, restMs);
}

/** Once its rows are drawn with so many columns. As long as more of them come there is no room to scroll aside. */
export function heed(
  { details }: Pick<Store, 'details'>,
  { count, areAll }: { readonly count: number; readonly areAll: boolean },
): void {
  const { req, col: column } = details.value;
  const col = areAll ? column : told.col;
  const isStanding = stood.room?.isConnected === true && stood.columns === count;
  if (isStanding && req === told.req && col === told.col) return;
  queueMicrotask(() => {
    const room = document.querySelector<HTMLElement>('.matrix-scroll');
    const row = room && rowsOf(room).find(({ id }) => id === `req-${req}`);
    if (room === null || (req !== undefined && row === undefined)) return;
    told = { req, col };
    stood = { room, columns: count };
    standAt(room, col);
    // On a small screen the whole page scrolls.
    if (getComputedStyle(room).overflowY === 'visible') row?.scrollIntoView();
    else room.scrollTop = row ? row.offsetTop - headOf(room) : 0;
    put = { top: room.scrollTop, left: room.scrollLeft };
  });
}

function standAt(room: HTMLElement, col: string | undefined): void {
  const column = columnsOf(room).find((head) => nameOf(head) === col);
  room.scrollLeft = column === undefined ? 0 : column.offsetLeft - coveredLeft(room);
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
