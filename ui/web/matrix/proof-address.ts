// Where a verdict is proved, as an address of the page: the run, with the message selected, or at the moment of whatever else it is.
import type { Page } from '../page.ts';
import { firstState, type PageState } from '../state/page-state.ts';
import { writeAddress } from '../state/written-address.ts';
import type { Proof } from '../worker/survey-messages.ts';

/** `run` is a shipped scenario's name; the run that is open keeps its seed, its faults and its axis. */
export function proofAddress({ store }: Page, run: string, { key, atUs }: Proof): string {
  const open: Partial<PageState> = {
    ...(store.seed.value !== undefined && { seed: store.seed.value }),
    ...(store.own.value !== undefined && { own: store.own.value }),
    edits: store.edits.value.now,
    showing: store.showing.value,
  };
  const state: PageState = {
    ...firstState,
    ...(store.scope.value === 'run' && open),
    scenario: store.scope.value === 'run' ? store.scenario.value : run,
    axis: store.axisMode.value,
    scale: store.axisScale.value,
    ...(key === undefined ? { atUs } : { selected: key }),
  };
  return writeAddress(state);
}

/** A click in the matrix of the open run: the ladder stands already, also of a trace that has no address. Other clicks follow the link. */
export function showProof({ store, selectRecord }: Page, { seq, atUs }: Proof, event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  store.view.value = 'ladder';
  store.selection.value = undefined;
  selectRecord(seq);
  // What can't be selected is a moment.
  if (store.selection.value === undefined) store.now.value = { atUs, seq };
}
