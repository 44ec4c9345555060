// The ladder as SVG files: on one sheet, or on pages.
import type { Steps } from '../../../sim/steps.ts';
import { px } from '../../views/markup.ts';
import { closing, divergence, gutters, heads, lifelines, sheet, titleLines } from './frame.ts';
import { layOut, type Picture, type PictureContent } from './lay-out.ts';
import { drawingPieces, layers, type Piece } from './pieces.ts';
import { style } from './style.ts';

/** The heads of the lanes come again after so many px. */
const headsEvery = 2_000;

export interface PicturePage {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** How large the ladder is on one sheet. */
export function pictureSize(content: PictureContent): { readonly width: number; readonly height: number } {
  const { width, height } = layOut(content, headsEvery);
  return { width, height };
}

/** On how many pages no higher than `most` it is. */
export function pageCount(content: PictureContent, most: number): number {
  return layOut(content, most).heads.length + 1;
}

/** The ladder as one SVG file that needs nothing else: light colours, its style within, the same for the same run to the byte. */
export function* drawingPicture(content: PictureContent): Steps<PicturePage> {
  const picture = layOut(content, headsEvery);
  const pieces = yield* drawingPieces(picture);
  const { width, height } = picture;
  return { width, height, svg: cutOut(picture, pieces, { from: 0, height }, []) };
}

/** The ladder on pages no higher than `most`, each a file of its own with the lanes' heads at its top. What runs on is on both. */
export function* drawingPages(content: PictureContent, most: number): Steps<PicturePage[]> {
  const picture = layOut(content, most);
  const pieces = yield* drawingPieces(picture);
  const { width, height, top } = picture;
  const starts = [0, ...picture.heads.map((y) => y + top)];
  const onPages = spread(
    pieces,
    starts.map((y) => y - top),
  );
  return starts.map((from, index) => {
    const high = (starts[index + 1] ?? height) - from;
    const number = starts.length > 1 ? [pageNumber(picture, from, index + 1, starts.length)] : [];
    return { width, height: high, svg: cutOut(picture, onPages[index]!, { from, height: high }, number) };
  });
}

/** A part of the sheet. */
function cutOut(
  picture: Picture,
  pieces: readonly Piece[],
  { from, height }: { readonly from: number; readonly height: number },
  more: readonly string[],
): string {
  const { top, geometry } = picture;
  const to = from + height;
  const of = new Map(layers.map((layer): [string, string[]] => [layer, []]));
  for (const { layer, text } of pieces) of.get(layer)!.push(text);
  const group = (name: string): string[] => {
    const texts = of.get(name)!;
    return texts.length === 0 ? [] : [`<g class="${name}">`, ...texts, '</g>'];
  };
  const inGutter = layers.indexOf('chips');
  const within = picture.heads.filter((y) => y + top >= from && y + top < to);
  return sheet(picture, from, height, style, [
    `<g transform="translate(0,${px(top)})">`,
    lifelines(picture),
    ...layers.slice(0, inGutter).flatMap(group),
    gutters(picture),
    ...layers.slice(inGutter).flatMap(group),
    divergence(picture),
    ...within.map((y) => heads(picture, y)),
    '</g>',
    ...(from === 0 ? [titleLines(picture), heads(picture, top - geometry.head)] : []),
    ...(to >= picture.height ? [closing(picture)] : []),
    ...more,
  ]).join('\n');
}

/** What reaches into each page; heads of lanes stand at the top of all but the first. */
function spread(pieces: readonly Piece[], starts: readonly number[]): Piece[][] {
  const pages = starts.map((): Piece[] => []);
  for (const piece of pieces) {
    for (let page = pageOf(starts, piece.fromY); page < pages.length; page++) {
      if (page > 0 && piece.toY < starts[page]!) break;
      pages[page]!.push(piece);
    }
  }
  return pages;
}

/** The page on which a height is: the last that begins at or above it. */
function pageOf(starts: readonly number[], y: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

function pageNumber({ width, geometry }: Picture, from: number, page: number, pages: number): string {
  const y = from === 0 ? 33 : from + geometry.head - 48;
  return `<text class="told" x="${px(width - 12)}" y="${px(y)}" text-anchor="end">${page} of ${pages}</text>`;
}
