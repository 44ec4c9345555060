// What is written from a ladder, and drawn from it; it loads when somebody wants to take something home.
import type { Ladder } from '../../views/ladder-model.ts';
import { mermaid } from '../../views/mermaid.ts';
import type { Verdict } from '../../views/text/closing.ts';
import { textLadder } from '../../views/text-ladder.ts';
import { makingContent } from '../picture/content.ts';
import { drawingPicture } from '../picture/pictures.ts';
import { chosenPlan, copiedPlan } from './ask-picture.ts';
import { ladderOf } from './ladder-of.ts';
import { pngPictures } from './png.ts';
import { ladderWithin } from './range.ts';

/** As wide as a mail; `unicode`: with signs beyond ASCII. */
function mailLadder(ladder: Ladder, verdict: Verdict, unicode: boolean): string {
  const lines = textLadder(ladder, { width: 100, unicode, color: false, verdict });
  return `${lines.join('\n')}\n`;
}

export const writers = {
  chosenPlan,
  copiedPlan,
  drawingPicture,
  ladderOf,
  ladderWithin,
  mailLadder,
  makingContent,
  mermaid,
  pngPictures,
};
