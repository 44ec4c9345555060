// A click on a note in the gutter: the message, timer or state that it stands at is selected, and of a clause its words are shown.
import { select } from 'd3';
import type { Page } from '../page.ts';
import type { NotePlace } from './scene.ts';

/** Before what a click on the ladder does otherwise: beside the lanes nothing else is meant. */
export function listenToNotes(stage: HTMLElement, { store, selectRecord }: Page): void {
  const clicked = (event: Event): void => {
    const note = (event.target as Element).closest('.note');
    if (note === null) return;
    event.stopImmediatePropagation();
    const { told, look, text } = select<Element, NotePlace>(note).datum();
    const bySeq = store.run.value?.bySeq;
    let record = bySeq?.get(told.seq);
    // What is no message, timer or state is told of the one that it follows from.
    while (record !== undefined && !/^(?:message|timer)\.|^state$/.test(record.type))
      record = bySeq?.get(record.cause ?? -1);
    if (record === undefined) return;
    selectRecord(record.seq);
    if (look === 'clause' || text.startsWith('✕')) store.tab.value = 'spec';
  };
  stage.addEventListener('click', clicked, { capture: true });
}
