// Two runs at once: turning it on and off, and walking from one difference to the next.
import { batch } from '@preact/signals-core';
import type { CompareMode } from './page-state.ts';
import type { Store } from './store.ts';

/** B is what is compared, so B is shown. */
export function compareAs(store: Store, mode: CompareMode | undefined): void {
  const { altered, comparing, showing } = store;
  batch(() => {
    comparing.value = altered.value === undefined ? undefined : mode;
    if (comparing.value !== undefined) showing.value = 'b';
  });
}

export function toggleComparing(store: Store): void {
  compareAs(store, store.comparing.value === undefined ? 'overlay' : undefined);
}
