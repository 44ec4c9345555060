import type { Ladder } from './ladder-model.ts';
import { closing, heads, layOut, lifelines, piecesOf, sheet, titleLine } from './svg/ladder-parts.ts';
import type { Verdict } from './text/closing.ts';

/** The names of the lanes come again after so many px. */
const headsEvery = 2_000;

/** The ladder as one SVG file that needs nothing else: arrows slanted by the time they took, on a compressed axis, in light colours. */
export function svgLadder(ladder: Ladder, verdict?: Verdict): string {
  const drawing = layOut(ladder);
  const headLines: string[] = [];
  for (let y = 60; y === 60 || y < drawing.axis.bottom; y += headsEvery) headLines.push(...heads(drawing, y));
  return sheet(drawing, 0, drawing.height, [
    titleLine(drawing),
    ...lifelines(drawing),
    ...piecesOf(drawing).map(({ text }) => text),
    ...headLines,
    ...closing(drawing, verdict),
  ]);
}
