import type { Ladder } from './ladder-model.ts';
import {
  closing,
  type Drawing,
  heads,
  layOut,
  lifelines,
  type Piece,
  piecesOf,
  sheet,
  titleLine,
} from './svg/ladder-parts.ts';
import { px } from './svg/markup.ts';
import type { Verdict } from './text/closing.ts';

/** The heads take so much of a page's height. */
const headRoom = 44;
/** A label stands above what it names: a page ends above the labels of what the next begins with. */
const aboveLabels = 17;

export interface LadderPage {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** How large the ladder is on one sheet. */
export function ladderSize(ladder: Ladder): { readonly width: number; readonly height: number } {
  const { width, height } = layOut(ladder);
  return { width, height };
}

/**
 * The ladder on pages no higher than `most`: each an SVG file of its own with the lanes' heads at its top. A message that is under way
 * where a page ends is on both. In time proportional to the ladder, however many pages it has.
 */
export function svgPages(ladder: Ladder, verdict: Verdict | undefined, most: number): LadderPage[] {
  const drawing = layOut(ladder);
  const cuts = cutsOf(drawing, most);
  const onPages = spread(piecesOf(drawing), cuts);
  return onPages.map((pieces, index) => {
    const [from, to] = [cuts[index]!, cuts[index + 1]!];
    const room = index === 0 ? 0 : headRoom;
    const last = index === onPages.length - 1;
    const lines = [
      `<svg y="${px(from)}" width="${px(drawing.width)}" height="${px(to - from)}" viewBox="0 ${px(from)} ${px(drawing.width)} ${px(to - from)}">`,
      ...lifelines(drawing),
      ...pieces.map(({ text }) => text),
      ...(last ? closing(drawing, verdict) : []),
      '</svg>',
      ...(index === 0 ? [titleLine(drawing), ...heads(drawing, 60)] : heads(drawing, from - headRoom + 8)),
      ...(onPages.length > 1 ? [pageNumber(drawing, from - room, index + 1, onPages.length)] : []),
    ];
    const height = to - from + room;
    return { width: drawing.width, height, svg: sheet(drawing, from - room, height, lines) };
  });
}

/** Where pages begin, and where the last ends: above whatever the page before has no room for. */
function cutsOf({ axis, height, ladder }: Drawing, most: number): number[] {
  const starts = ladder.rows.flatMap((row) => (row.kind === 'gap' ? [] : [axis.y(row.seq) - aboveLabels]));
  starts.sort((a, b) => a - b);
  const cuts = [0];
  let next = 0;
  while (height - cuts.at(-1)! > most - (cuts.length > 1 ? headRoom : 0)) {
    const from = cuts.at(-1)!;
    const limit = from + most - (cuts.length > 1 ? headRoom : 0);
    while (next < starts.length && starts[next]! <= limit) next++;
    const fitting = starts[next - 1] ?? 0;
    // A long silence, or the closing lines, may hold nothing to cut above.
    cuts.push(fitting > from + most / 3 ? fitting : limit);
  }
  return [...cuts, height];
}

/** What reaches into each page. */
function spread(pieces: readonly Piece[], cuts: readonly number[]): Piece[][] {
  const pages = cuts.slice(1).map((): Piece[] => []);
  for (const piece of pieces) {
    let page = pageOf(cuts, piece.fromY);
    for (; page < pages.length && (page === 0 || cuts[page]! < piece.toY); page++) {
      pages[page]?.push(piece);
      if (cuts[page + 1]! >= piece.toY) break;
    }
  }
  return pages;
}

/** The page on which a height is: the last that begins at or above it. */
function pageOf(cuts: readonly number[], y: number): number {
  let [low, high] = [0, cuts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (cuts[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

function pageNumber({ width }: Drawing, top: number, page: number, pages: number): string {
  return `<text class="note" x="${px(width - 12)}" y="${px(top + 14)}" text-anchor="end">${page} of ${pages}</text>`;
}
