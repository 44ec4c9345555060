// Whether the list of differences is open. Where there is room for the ladder or the list only, it opens when it is asked for.
import { setDetail } from '../state/details.ts';
import type { Store } from '../state/store.ts';

const telephone = matchMedia('(max-width: 639px)');
/** Two ladders above one another have no room to spare either. */
const lowAndStacked = matchMedia('(max-width: 1599px) and (max-height: 999px)');

type Compared = Pick<Store, 'details' | 'comparing'>;

export function listIsOpen(store: Compared): boolean {
  const { list } = store.details.value;
  return list === undefined ? isOpenByItself(store) : list === '1';
}

export function toggleList(store: Compared): void {
  const open = !listIsOpen(store);
  setDetail(store, 'list', open === isOpenByItself(store) ? undefined : open ? '1' : '0');
}

function isOpenByItself({ comparing }: Compared): boolean {
  return !(telephone.matches || (comparing.value === 'side' && lowAndStacked.matches));
}
