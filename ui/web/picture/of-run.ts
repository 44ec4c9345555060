// A run as the page shows it when it is opened, for whoever has no page.
import { atOnce } from '../../../sim/steps.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Verdict } from '../../views/text/closing.ts';
import { traceData } from '../model/opened-trace.ts';
import { createRunModel } from '../model/run-model.ts';
import { createSightMaker, firstChoices } from '../model/sight.ts';
import { makingContent } from './content.ts';
import type { PictureContent } from './lay-out.ts';
import { drawingPicture } from './pictures.ts';

export function contentOfRun(records: readonly TraceRecord[], verdict?: Verdict): PictureContent {
  const model = createRunModel(traceData('', records));
  const sight = atOnce(createSightMaker(model)(firstChoices));
  const times = { mode: 'absolute', zeroUs: 0 } as const;
  return { ...atOnce(makingContent({ sight, zoom: firstChoices.zoom, times })), verdict };
}

/** One SVG file: what the page saves of the same run, to the byte. */
export function svgOfRun(records: readonly TraceRecord[], verdict?: Verdict): string {
  return atOnce(drawingPicture(contentOfRun(records, verdict))).svg;
}
