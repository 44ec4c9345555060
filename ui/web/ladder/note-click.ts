// A click on a note in the gutter: the message, timer or state that it stands at is selected, and of a clause its words are shown.
import { select } from 'd3';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { RunModel } from '../model/run-model.ts';
import type { NotePlace } from './scene.ts';

/**
 * Hears clicks on the notes of a ladder, which shows this `run`: what each is told of, and whether it is about a clause. They come before what a
 * click on the ladder does otherwise: beside the lanes nothing else is meant.
 */
export function listenToNotes(
  stage: HTMLElement,
  run: () => RunModel | undefined,
  told: (record: TraceRecord, ofClause: boolean) => void,
): void {
  const clicked = (event: Event): void => {
    const note = (event.target as Element).closest('.note');
    if (note === null) return;
    event.stopImmediatePropagation();
    const { told: at, look, text } = select<Element, NotePlace>(note).datum();
    const bySeq = run()?.bySeq;
    let record = bySeq?.get(at.seq);
    // What is no message, timer or state is told of the one that it follows from.
    while (record !== undefined && !/^(?:message|timer)\.|^state$/.test(record.type))
      record = bySeq?.get(record.cause ?? -1);
    if (record !== undefined) told(record, look === 'clause' || text.startsWith('✕'));
  };
  stage.addEventListener('click', clicked, { capture: true });
}
