// Opens what an address says, and tells what was not understood in it and what is otherwise here.
import { shorten } from '../views/words.ts';
import type { LadderView } from './ladder/ladder.ts';
import type { Page } from './page.ts';
import type { ReadAddress } from './state/address.ts';
import { madeOtherwise } from './state/made-with.ts';
import { untouched } from './state/rests.ts';

/** Who has begun to read meanwhile keeps what stands in the window. */
export async function openRead(
  { store, actions }: Page,
  ladder: LadderView,
  { state, problems }: ReadAddress,
): Promise<void> {
  const told: string[] = [];
  if (problems.length > 0) told.push(`Not understood: ${problems.join('; ')}. The rest was opened.`);
  if (state.file !== undefined)
    told.push(
      `What this link shows is in a file, ${state.file}: a link could not hold it. Open the file here.`,
    );
  if (told.length > 0) store.toast.value = told.join(' ');
  const isUntouched = untouched();
  await actions.open(state);
  // What is selected has come into view by then.
  requestAnimationFrame(() => {
    if (isUntouched()) ladder.stand(state);
  });
  const { selected } = state;
  const opened = store.run.value !== undefined && !store.busy.value && store.failure.value === undefined;
  if (opened && selected !== undefined && store.selection.value === undefined)
    told.push(`What the address selects is not in this run: ${shorten(selected, 80)}.`);
  const otherwise = madeOtherwise(state.made, store.run.value);
  if (otherwise !== undefined) told.push(otherwise);
  if (told.length > 0) store.toast.value = told.join(' ');
}
