// Writes the page's state into its address as it changes, and follows an address that is changed by hand.
import { effect } from '@preact/signals-core';
import type { Actions } from './actions.ts';
import { type PageState, readAddress, writeAddress } from './address.ts';
import type { Store } from './store.ts';

/** Browsers refuse an address that changes many times a second. */
const restMs = 250;

export function keepAddress(store: Store, actions: Actions): void {
  let waiting = 0;
  let written = location.hash;
  let place = placeOf(stateOf(store));

  function write(): void {
    waiting = 0;
    const state = stateOf(store);
    const hash = writeAddress(state);
    if (hash === written) return;
    // Another scenario, seed, fault or view is another page to go back from; a moment or a selection isn't.
    const now = placeOf(state);
    if (now === place) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    place = now;
    written = hash;
  }

  effect(() => {
    const state = stateOf(store);
    if (store.playing.value || state.scenario === 'own' || store.trace.value !== undefined) return;
    if (waiting === 0) waiting = window.setTimeout(write, restMs);
  });
  window.addEventListener('popstate', () => {
    if (location.hash === written) return;
    written = location.hash;
    const { state, problems } = readAddress(location.hash);
    if (problems.length > 0) store.toast.value = `Not understood: ${problems.join('; ')}`;
    place = placeOf(state);
    void actions.open(state);
  });
}

function stateOf(store: Store): PageState {
  const selection = store.selection.value;
  const seed = store.seed.value;
  const { atUs } = store.now.value;
  const learning = store.learning.value;
  const comparing = store.comparing.value;
  const ended = atUs >= (store.run.value?.endUs ?? 0);
  return {
    ...store.look.value,
    scenario: store.scenario.value,
    ...(seed !== undefined && { seed }),
    edits: store.edits.value.now,
    ...(!ended && { atUs }),
    ...(selection?.kind === 'arrow' && { selected: selection.key }),
    axis: store.axisMode.value,
    showing: store.showing.value,
    ...(comparing !== undefined && { comparing }),
    view: store.view.value,
    machine: store.machine.value,
    scope: store.scope.value,
    ...(learning !== undefined && { learning }),
  };
}

function placeOf(state: PageState): string {
  return JSON.stringify([state.scenario, state.seed, state.edits, state.view, state.machine, state.learning]);
}
