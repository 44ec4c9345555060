// What stands around the things of a picture: title, heads, lifelines, gutters, the line where two runs part, the closing lines.

import { px } from '../../views/markup.ts';
import { count } from '../../views/words.ts';
import { divergenceChip, divergenceY } from '../ladder/divergence.ts';
import { captionsOf, drawPlate, platesOf } from '../ladder/plate.ts';
import type { Picture } from './lay-out.ts';
import { MarkupPen } from './markup-pen.ts';

const theEnd = { atUs: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

/** Above the first heads, in the sheet's heights. */
export function titleLines({ content: { title, subtitle } }: Picture): string {
  const pen = new MarkupPen('g');
  pen.append('text').attr('class', 'title').attr('x', 24).attr('y', 33).text(title);
  if (subtitle !== undefined)
    pen.append('text').attr('class', 'subtitle').attr('x', 24).attr('y', 54).text(subtitle);
  return String(pen);
}

/** The heads of the lanes, their upper edge at a height; nothing of what lies behind them is seen. */
export function heads({ scene, geometry, width }: Picture, y: number): string {
  const pen = new MarkupPen('g').attr('class', 'heads').attr('transform', `translate(0,${y})`);
  pen.append('rect').attr('class', 'head-back').attr('width', width).attr('height', geometry.head);
  pen
    .append('line')
    .attr('class', 'head-rule')
    .attr('x2', width)
    .attr('y1', geometry.head)
    .attr('y2', geometry.head);
  for (const plate of platesOf(scene.model, geometry, theEnd))
    drawPlate(pen.append('g').attr('transform', `translate(${plate.x},12)`), plate, geometry);
  for (const { x, text, anchor } of captionsOf(geometry, 'sent, s'))
    pen
      .append('text')
      .attr('class', 'caption')
      .attr('x', x)
      .attr('y', 40)
      .attr('text-anchor', anchor)
      .text(text);
  return String(pen);
}

/** Behind everything. */
export function lifelines({ scene, geometry, bottom }: Picture): string {
  const pen = new MarkupPen('g').attr('class', 'lifelines');
  scene.model.lanes.forEach((_, lane) => {
    const x = geometry.x(lane);
    pen.append('line').attr('x1', x).attr('x2', x).attr('y1', 0).attr('y2', bottom);
  });
  return String(pen);
}

/** Before the lanes and behind what stands in the gutters. */
export function gutters({ geometry: { times, notes, width }, bottom }: Picture): string {
  const pen = new MarkupPen('g').attr('class', 'gutter-back');
  for (const [x, wide, edge] of [
    [0, times, times],
    [width - notes, notes, width - notes],
  ] as const) {
    pen.append('rect').attr('x', x).attr('width', wide).attr('height', bottom);
    pen.append('line').attr('x1', edge).attr('x2', edge).attr('y1', 0).attr('y2', bottom);
  }
  return String(pen);
}

/** A rule where the run parts from the one that it is compared with. */
export function divergence({ scene, geometry, width, content: { diverges } }: Picture): string {
  if (diverges === undefined) return '';
  const y = divergenceY(diverges, scene);
  const pen = new MarkupPen('g').attr('class', 'divergence');
  pen.append('line').attr('x2', width).attr('y1', y).attr('y2', y);
  const chip = divergenceChip(geometry, y);
  pen
    .append('rect')
    .attr('x', chip.x)
    .attr('y', chip.y)
    .attr('width', chip.width)
    .attr('height', chip.height)
    .attr('rx', chip.height / 2);
  pen
    .append('text')
    .attr('x', chip.x + chip.width / 2)
    .attr('y', y + 3.8)
    .text(chip.text);
  return String(pen);
}

/** Beneath it all: how it was judged, how much it is, how to have it again. In the sheet's heights. */
export function closing({ content: { verdict, model }, scene, height }: Picture): string {
  const y = height - 46;
  const pen = new MarkupPen('g');
  const judged = verdict?.lines.filter((line) => line.judged !== false) ?? [];
  const met = judged.filter(({ ok }) => ok).length;
  if (verdict !== undefined)
    pen
      .append('text')
      .attr('class', `verdict ${verdict.ok ? 'good' : 'failed'}`)
      .attr('x', 24)
      .attr('y', y)
      .text(`${verdict.ok ? '✔' : '✘'} ${met} of ${count(judged.length, 'expectation')} met`);
  const { seed, fingerprint } = model.data;
  pen
    .append('text')
    .attr('class', 'told')
    .attr('x', 24)
    .attr('y', y + 22)
    .text(`${count(scene.arrowList.length, 'message')} · seed ${seed} · fingerprint ${fingerprint}`);
  return String(pen);
}

/** A file of its own around a part of a sheet that begins at a height and is so high. */
export function sheet(
  { content: { title }, scene: { arrowList, model }, width }: Picture,
  from: number,
  height: number,
  style: string,
  lines: readonly string[],
): string[] {
  const lost = arrowList.filter(({ arrow }) => arrow.message.lost !== undefined).length;
  const told = `A ladder diagram of ${count(arrowList.length, 'message')}${lost > 0 ? `, ${lost} of them lost` : ''} between ${model.lanes.map((lane) => lane.title).join(', ')}. Seed ${model.data.seed}.`;
  const size = `width="${px(width)}" height="${px(height)}" viewBox="0 ${px(from)} ${px(width)} ${px(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="ladder" ${size} role="img" aria-labelledby="title desc">`,
    String(new MarkupPen('title').attr('id', 'title').text(title)),
    String(new MarkupPen('desc').attr('id', 'desc').text(told)),
    `<style>${style}</style>`,
    `<rect class="paper" y="${px(from)}" width="${px(width)}" height="${px(height)}"/>`,
    ...lines,
    '</svg>',
    '',
  ];
}
