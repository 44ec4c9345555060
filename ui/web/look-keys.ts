// Keys that change how the ladder is looked at, and nothing of the run.
import { fit, ladderRoom } from './panels/tool-bar.ts';
import { mark, nextTimes } from './state/looking.ts';
import type { Store } from './state/store.ts';

const focused = 2;
const panPx = 120;

/** True when the key means something here. */
export function look(store: Store, key: string): boolean {
  switch (key) {
    case '/':
      document.getElementById('filter')?.focus();
      return true;
    case 'g':
      store.following.value = !store.following.value;
      return true;
    case 'f':
      if (store.selection.value !== undefined && store.zoom.value < focused) store.zoom.value = focused;
      else fit(store, ladderRoom());
      return true;
    case 'm':
      mark(store);
      return true;
    case 'r':
      nextTimes(store);
      return true;
    case 'o':
      store.folded.value = !store.folded.value;
      return true;
    case 'w':
    case 's':
      document.getElementById('ladder')?.scrollBy(0, key === 'w' ? -panPx : panPx);
      return true;
    default:
      return false;
  }
}
