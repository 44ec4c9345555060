// Two runs at once: turning it on and off, walking from one difference to the next, laying one message beside another.
import { batch, effect, untracked } from '@preact/signals-core';
import { countBefore } from '../../views/bisect.ts';
import { shown } from '../../views/compare/difference.ts';
import { isAfter } from '../model/moments.ts';
import type { RunComparison } from '../model/run-comparison.ts';
import type { RunModel } from '../model/run-model.ts';
import type { CompareMode } from './page-state.ts';
import { selectionNamed } from './selection-names.ts';
import type { Selection, Store } from './store.ts';

/** There are two runs, or soon will be: who breaks a message may ask to compare in the same breath. */
export function areTwo({ altered, busy, edits }: Store): boolean {
  return altered.value !== undefined || (busy.value && edits.value.now.some(({ off }) => !off));
}

/** B is what is compared, so B is shown. */
export function compareAs(store: Store, mode: CompareMode | undefined): void {
  const { comparing } = store;
  batch(() => {
    comparing.value = areTwo(store) ? mode : undefined;
    if (comparing.value !== undefined) showRun(store, 'b');
  });
}

export function toggleComparing(store: Store): void {
  compareAs(store, store.comparing.value === undefined ? 'overlay' : undefined);
}

/** Shows one run; two ladders give way to it. */
export function showAlone(store: Store, run: 'a' | 'b'): void {
  batch(() => {
    if (store.comparing.value === 'side') store.comparing.value = undefined;
    showRun(store, run);
  });
}

/** What is selected is the same in the other run, where that has it. */
export function showRun(store: Store, run: 'a' | 'b'): void {
  const { selectedName, selection } = store;
  const [name, before] = [selectedName.value, selection.value];
  store.showing.value = run;
  const asked = store.asked.value;
  if (before?.kind === 'arrow' || name === undefined || asked === undefined) return;
  // A long run is shown a little later; who selects something else meanwhile keeps that.
  whenShown(store, asked, () => {
    if (selection.peek() === before) selection.value = selectionNamed(asked, name);
  });
}

/** Does something as soon as a run that is asked for is shown; never, where another one is asked for before. */
function whenShown({ asked, run }: Pick<Store, 'asked' | 'run'>, wanted: RunModel, then: () => void): void {
  const stop = effect(() => {
    const isShown = run.value === wanted;
    if (asked.value === wanted && !isShown) return;
    if (isShown) untracked(then);
    queueMicrotask(() => stop());
  });
}

/** What is selected when a difference is: the message in B, or that of A where B doesn't have it. */
export function selectionOf(comparison: RunComparison, index: number): Selection | undefined {
  const difference = comparison.differences[index];
  return difference && { kind: 'arrow', key: shown(difference).key };
}

/** The place of the selected message among the differences; undefined where it is none. */
export function differenceAt({
  compared,
  selection,
}: Pick<Store, 'compared'> & SelectedIn): number | undefined {
  const key = selection.value?.kind === 'arrow' ? selection.value.key : undefined;
  if (key === undefined || compared.value === undefined) return undefined;
  return compared.value.atB.get(key) ?? compared.value.atA.get(key);
}

interface SelectedIn {
  readonly selection: { readonly value: Selection | undefined };
}

/** To the next difference or the one before, from the selected message; compares first where that isn't done. */
export function goToDifference(store: Store, select: (selection: Selection) => void, by: 1 | -1): void {
  if (store.compared.value === undefined) compareAs(store, store.comparing.value ?? 'overlay');
  const comparison = store.compared.value ?? store.comparison.value;
  if (store.isComparing.value || store.altered.value === undefined) {
    store.said.value = 'The runs are still being compared.';
    return;
  }
  const total = comparison?.counts.total ?? 0;
  if (comparison === undefined || total === 0) {
    store.said.value = 'Nothing differs.';
    return;
  }
  const here = differenceAt(store);
  const next = here === undefined ? nearest(store, comparison, by) : here + by;
  if (next < 0 || next >= total) {
    store.said.value = by > 0 ? 'No further difference.' : 'No difference before.';
    return;
  }
  const difference = comparison.differences[next]!;
  select(selectionOf(comparison, next)!);
  const { messageWords, differenceWords } = store.telling.value ?? {};
  const words = [messageWords?.(shown(difference)), differenceWords?.(difference)].filter(Boolean).join(', ');
  store.said.value = `Difference ${next + 1} of ${total}: ${words}`;
}

/** From a message that doesn't differ, or from none: the next one in the order of time. */
function nearest({ chosen }: Store, { differences }: RunComparison, by: 1 | -1): number {
  const message = chosen.value?.arrow.message;
  if (message === undefined) return by > 0 ? 0 : differences.length - 1;
  const next = countBefore(differences.length, (place) => isAfter(message, shown(differences[place]!)));
  return by > 0 ? next : next - 1;
}

/** The first time the selected message is marked; then another, when selected, is laid beside it. */
export function markBeside(store: Store): void {
  const key = store.chosen.value?.arrow.key;
  const { beside, said, tab } = store;
  if (key === undefined) {
    said.value = 'Select a message first.';
  } else if (beside.value === undefined) {
    beside.value = key;
    said.value = 'Marked. Select another message and press X to lay them beside one another.';
  } else if (beside.value === key) {
    beside.value = undefined;
    said.value = 'No longer marked.';
  } else tab.value = 'diff';
}
