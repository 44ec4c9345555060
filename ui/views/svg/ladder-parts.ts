// What a drawing of a ladder consists of; `svg-ladder.ts` puts it on one sheet, `svg-pages.ts` on several.
import type { Ladder, Row } from '../ladder-model.ts';
import type { Verdict } from '../text/closing.ts';
import { count, duration, seconds, shorten } from '../words.ts';
import { copyArrow, messageArrow } from './arrow.ts';
import { type Axis, compressedAxis } from './axis.ts';
import { px, style, xml } from './markup.ts';

const firstLane = 130;
/** The title and the first heads stand above it. */
const top = 116;

export interface Drawing {
  readonly ladder: Ladder;
  readonly axis: Axis;
  readonly xs: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** Where everything stands. */
export function layOut(ladder: Ladder): Drawing {
  const longest = ladder.rows.reduce(
    (most, row) => Math.max(most, row.kind === 'message' ? row.summary.length : 0),
    0,
  );
  const gap = Math.max(170, Math.min(300, longest * 8 + 60));
  const axis = compressedAxis(ladder, top);
  const xs = ladder.lanes.map((_, index) => firstLane + index * gap);
  return { ladder, axis, xs, width: (xs.at(-1) ?? firstLane) + 260, height: axis.bottom + 110 };
}

/** A file of its own around a part of the drawing, `top` its upper edge there. */
export function sheet(
  { ladder, width }: Drawing,
  top: number,
  height: number,
  lines: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 ${px(top)} ${px(width)} ${px(height)}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${xml(ladder.title)}</title>`,
    `<desc id="desc">${xml(description(ladder))}</desc>`,
    `<style>${style}</style>`,
    `<rect y="${px(top)}" width="100%" height="100%" fill="#fff"/>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

export function titleLine({ ladder }: Drawing): string {
  return `<text class="title" x="24" y="36">${xml(ladder.title)}</text>`;
}

function description({ lanes, counts, seed }: Ladder): string {
  const lost = counts.lost > 0 ? `, ${counts.lost} of them lost` : '';
  return `A ladder diagram of ${count(counts.messages, 'message')}${lost} between ${lanes.join(', ')}. Seed ${seed}.`;
}

export function lifelines({ axis, xs }: Drawing): string[] {
  return xs.map((x) => `<path class="lane" d="M${px(x)} 86V${px(axis.bottom + 24)}"/>`);
}

/** The names of the lanes, their upper edge at a height. */
export function heads({ ladder, xs }: Drawing, y: number): string[] {
  return ladder.lanes.flatMap((name, index) => {
    const x = xs[index] ?? firstLane;
    const text = shorten(name, 20);
    const wide = Math.max(70, text.length * 8 + 20);
    return [
      `<rect class="plate" x="${px(x - wide / 2)}" y="${px(y)}" width="${px(wide)}" height="26" rx="5"/>`,
      `<text class="name" x="${px(x)}" y="${px(y + 17)}">${xml(text)}</text>`,
    ];
  });
}

/** Something drawn, and how far it reaches. */
export interface Piece {
  readonly fromY: number;
  readonly toY: number;
  readonly text: string;
}

/** All that happened, in the order in which it is drawn. */
export function piecesOf(drawing: Drawing): Piece[] {
  return [
    ...silences(drawing),
    ...times(drawing),
    ...drawing.ladder.rows.map((row) => rowPiece(drawing, row)),
  ];
}

/** Labels stand so far above what they name. */
const above = 16;

function around(y: number, text: string): Piece {
  return { fromY: y - 10, toY: y + 10, text };
}

function rowPiece(drawing: Drawing, row: Row): Piece {
  const { axis } = drawing;
  const text = drawRow(drawing, row);
  if (row.kind === 'gap') return { fromY: 0, toY: 0, text };
  const ys = [axis.y(row.seq)];
  if (row.kind === 'message') ys.push(row.arrivedSeq === undefined ? ys[0]! + 26 : axis.y(row.arrivedSeq));
  if (row.kind === 'arrival') ys.push(axis.y(row.message.seq));
  return { fromY: Math.min(...ys) - above, toY: Math.max(...ys) + above, text };
}

function silences({ axis, xs }: Drawing): Piece[] {
  return axis.silences.flatMap(({ y, lengthUs }) =>
    [
      `<text class="silence" x="${firstLane - 56}" y="${px(y + 4)}">⋯ ${xml(duration(lengthUs))}</text>`,
      ...xs.flatMap((x) => [
        `<rect class="break" x="${px(x - 4)}" y="${px(y - 9)}" width="8" height="18"/>`,
        `<path class="lane" fill="none" d="M${px(x)} ${px(y - 9)}q5 4.5 0 9t0 9"/>`,
      ]),
    ].map((text) => around(y, text)),
  );
}

/** Each new instant of something sent, fired or done, once. */
function times({ ladder, axis }: Drawing): Piece[] {
  let beforeUs = -1;
  let beforeY = 0;
  return ladder.rows.flatMap((row) => {
    if (row.kind === 'gap' || row.atUs === beforeUs) return [];
    const y = axis.y(row.seq);
    if (y - beforeY < 11) return [];
    beforeUs = row.atUs;
    beforeY = y;
    return [
      around(y, `<text class="time" x="${firstLane - 56}" y="${px(y + 4)}">${seconds(row.atUs)}</text>`),
    ];
  });
}

function drawRow({ ladder, axis, xs }: Drawing, row: Row): string {
  const x = (lane: number): number => xs[lane] ?? firstLane;
  switch (row.kind) {
    case 'message': {
      const start = { x: x(row.from), y: axis.y(row.seq) };
      const goalY = row.arrivedSeq === undefined ? start.y + 26 : axis.y(row.arrivedSeq);
      return messageArrow(row, start, { x: x(row.to), y: goalY }, ladder.lanes);
    }
    case 'arrival': {
      if (!row.copy) return '';
      const start = { x: x(row.message.from), y: axis.y(row.message.seq) };
      return copyArrow(row, start, { x: x(row.message.to), y: axis.y(row.seq) }, ladder.lanes);
    }
    case 'timer': {
      const change = row.change === 'fired' ? 'fires' : row.change;
      return sign('timer', x(row.lane), axis.y(row.seq), `${row.name} ${change}`, row.owner);
    }
    case 'mark':
      return sign(`mark ${row.mark}`, x(Math.max(0, row.lane)), axis.y(row.seq), row.text, row.detail);
    case 'gap':
      return '';
  }
}

/** A diamond for a timer, a dot for anything else, and its text on the right. */
function sign(classes: string, x: number, y: number, text: string, detail: string): string {
  const shape = classes.startsWith('timer')
    ? `<path class="sign" d="M${px(x)} ${px(y - 6)}l6 6l-6 6l-6 -6z"/>`
    : `<circle class="sign" cx="${px(x)}" cy="${px(y)}" r="4"/>`;
  const title = detail === '' ? text : `${text}: ${detail}`;
  const label = `<text class="note" x="${px(x + 11)}" y="${px(y + 4)}">${xml(shorten(text, 44))}</text>`;
  return `<g class="${classes}"><title>${xml(title)}</title>${shape}${label}</g>`;
}

export function closing({ ladder, axis }: Drawing, verdict: Verdict | undefined): string[] {
  const y = axis.bottom + 58;
  const judged = verdict?.lines.filter((line) => line.judged !== false) ?? [];
  const met = judged.filter(({ ok }) => ok).length;
  const words = `${verdict?.ok ? '✔' : '✘'} ${met} of ${count(judged.length, 'expectation')} met`;
  const state = verdict?.ok ? 'good' : 'failure';
  const fingerprint = ladder.end === undefined ? '' : ` · fingerprint ${ladder.end.fingerprint}`;
  return [
    verdict === undefined ? '' : `<text class="verdict ${state}" x="24" y="${px(y)}">${xml(words)}</text>`,
    `<text class="note" x="24" y="${px(y + 22)}">${xml(`${count(ladder.counts.messages, 'message')} · seed ${ladder.seed}${fingerprint}`)}</text>`,
  ];
}
