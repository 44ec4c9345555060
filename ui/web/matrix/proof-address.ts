// Where a verdict is proved, as an address of the page: the run, with the message selected, or at the moment of whatever else it is.
import type { Page } from '../page.ts';
import { firstState, type PageState, writeAddress } from '../state/address.ts';
import type { Proof } from '../worker/survey-messages.ts';

/** `run` is a shipped scenario's name; the run that is open keeps its seed, its faults and its axis. */
export function proofAddress({ store }: Page, run: string, { key, atUs }: Proof): string {
  const open: Partial<PageState> = {
    ...(store.seed.value !== undefined && { seed: store.seed.value }),
    edits: store.edits.value.now,
    showing: store.showing.value,
  };
  const state: PageState = {
    ...firstState,
    ...(store.scope.value === 'run' && open),
    scenario: store.scope.value === 'run' ? store.scenario.value : run,
    axis: store.axisMode.value,
    ...(key === undefined ? { atUs } : { selected: key }),
  };
  return writeAddress(state);
}
