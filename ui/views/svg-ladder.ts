import type { Ladder, Row } from './ladder-model.ts';
import { copyArrow, messageArrow } from './svg/arrow.ts';
import { type Axis, compressedAxis } from './svg/axis.ts';
import { px, style, xml } from './svg/markup.ts';
import type { Verdict } from './text/closing.ts';
import { count, duration, seconds, shorten } from './words.ts';

const firstLane = 130;
const headerEvery = 2_000;

/** The ladder as one SVG file that needs nothing else: arrows slanted by the time they took, on a compressed axis, in light colours. */
export function svgLadder(ladder: Ladder, verdict?: Verdict): string {
  const longest = ladder.rows.reduce(
    (most, row) => Math.max(most, row.kind === 'message' ? row.summary.length : 0),
    0,
  );
  const gap = Math.max(170, Math.min(300, longest * 8 + 60));
  const axis = compressedAxis(ladder, 116);
  const xs = ladder.lanes.map((_, index) => firstLane + index * gap);
  const width = (xs.at(-1) ?? firstLane) + 260;
  const height = axis.bottom + 110;
  const drawing = { ladder, axis, xs };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${xml(ladder.title)}</title>`,
    `<desc id="desc">${xml(description(ladder))}</desc>`,
    `<style>${style}</style>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text class="title" x="24" y="36">${xml(ladder.title)}</text>`,
    ...lifelines(drawing),
    ...silences(drawing),
    ...times(drawing),
    ...ladder.rows.map((row) => drawRow(drawing, row)),
    ...headers(drawing),
    ...closing(drawing, verdict),
    '</svg>',
    '',
  ].join('\n');
}

interface Drawing {
  readonly ladder: Ladder;
  readonly axis: Axis;
  readonly xs: readonly number[];
}

function description({ lanes, counts, seed }: Ladder): string {
  const lost = counts.lost > 0 ? `, ${counts.lost} of them lost` : '';
  return `A ladder diagram of ${count(counts.messages, 'message')}${lost} between ${lanes.join(', ')}. Seed ${seed}.`;
}

function lifelines({ axis, xs }: Drawing): string[] {
  return xs.map((x) => `<path class="lane" d="M${px(x)} 86V${px(axis.bottom + 24)}"/>`);
}

/** The names of the lanes, again every 2,000 px. */
function headers({ ladder, axis, xs }: Drawing): string[] {
  const lines: string[] = [];
  for (let y = 60; y === 60 || y < axis.bottom; y += headerEvery) {
    ladder.lanes.forEach((name, index) => {
      const x = xs[index] ?? firstLane;
      const text = shorten(name, 20);
      const wide = Math.max(70, text.length * 8 + 20);
      lines.push(
        `<rect class="plate" x="${px(x - wide / 2)}" y="${y}" width="${px(wide)}" height="26" rx="5"/>`,
      );
      lines.push(`<text class="name" x="${px(x)}" y="${y + 17}">${xml(text)}</text>`);
    });
  }
  return lines;
}

function silences({ axis, xs }: Drawing): string[] {
  return axis.silences.flatMap(({ y, lengthUs }) => [
    `<text class="silence" x="${firstLane - 56}" y="${px(y + 4)}">⋯ ${xml(duration(lengthUs))}</text>`,
    ...xs.flatMap((x) => [
      `<rect class="break" x="${px(x - 4)}" y="${px(y - 9)}" width="8" height="18"/>`,
      `<path class="lane" fill="none" d="M${px(x)} ${px(y - 9)}q5 4.5 0 9t0 9"/>`,
    ]),
  ]);
}

/** Each new instant of something sent, fired or done, once. */
function times({ ladder, axis }: Drawing): string[] {
  let beforeUs = -1;
  let beforeY = 0;
  return ladder.rows.flatMap((row) => {
    if (row.kind === 'gap' || row.atUs === beforeUs) return [];
    const y = axis.y(row.seq);
    if (y - beforeY < 11) return [];
    beforeUs = row.atUs;
    beforeY = y;
    return [`<text class="time" x="${firstLane - 56}" y="${px(y + 4)}">${seconds(row.atUs)}</text>`];
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

function closing({ ladder, axis }: Drawing, verdict: Verdict | undefined): string[] {
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
