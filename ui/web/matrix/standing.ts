// Which requirement stands first in the matrix' window: told when the window has come to rest, and heeded where an address says it.
import { type DetailKey, setDetail } from '../state/details.ts';
import type { Store } from '../state/store.ts';

const key: DetailKey = 'req';
const restMs = 200;
/** What this page has told or heeded last. */
let told: string | undefined;
let timer = 0;

/** While it scrolls. */
export function scrolled({ details }: Pick<Store, 'details'>, { currentTarget }: Event): void {
  const room = currentTarget as HTMLElement;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    told = room.scrollTop < 1 ? undefined : firstIn(room);
    setDetail({ details }, key, told);
  }, restMs);
}

/** Once its rows are drawn. */
export function heed({ details }: Pick<Store, 'details'>): void {
  const wanted = details.value[key];
  if (wanted === told) return;
  queueMicrotask(() => {
    const room = document.querySelector<HTMLElement>('.matrix-scroll');
    const row = document.getElementById(`req-${wanted}`);
    if (room === null || (wanted !== undefined && row === null)) return;
    told = wanted;
    // On a small screen the whole page scrolls.
    if (getComputedStyle(room).overflowY === 'visible') row?.scrollIntoView();
    else room.scrollTop = row === null ? 0 : row.offsetTop - headOf(room);
  });
}

function firstIn(room: HTMLElement): string | undefined {
  const from = room.scrollTop + headOf(room);
  const rows = [...room.querySelectorAll<HTMLElement>('tbody tr')];
  return rows
    .find(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight / 2 >= from)
    ?.id.replace(/^req-/, '');
}

/** The head of the table stays in view above the rows. */
function headOf(room: HTMLElement): number {
  return room.querySelector<HTMLElement>('thead')?.offsetHeight ?? 0;
}
