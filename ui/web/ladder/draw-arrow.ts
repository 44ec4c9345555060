// One message: shape first, colour second. A request has a filled head, a response an open one; MSRP is a double line.
import { backFrom, type Line, lineOf, loop, pointAt, pointsFrom, reached } from './arrow-line.ts';
import type { Point } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { Labels, Spot } from './labels.ts';
import { forkAt } from './obstacles.ts';
import type { Pen } from './pen.ts';
import { type ArrowPlace, isGhost } from './scene.ts';

/** Fills an empty group with the drawing of a message. */
export function drawArrow(group: Pen, place: ArrowPlace, geometry: Geometry): void {
  const { arrow } = place;
  const line = lineOf(place, geometry);
  const { message, look } = arrow;
  const classes = [
    'arrow',
    `look-${look}`,
    arrow.provisional && 'provisional',
    arrow.ack && 'ack',
    message.lost && 'lost',
    arrow.lateUs && 'late',
    message.corrupted && 'corrupted',
    isGhost(place) && 'ghost',
  ];
  group.attr('class', classes.filter(Boolean).join(' '));
  if (place.from === place.to) {
    drawLoop(group, line, arrow.response, look === 'failure');
    return;
  }
  const stop = message.lost === undefined ? line.b : pointAt(line, reached(place));
  if (message.protocol === 'msrp') doubleShaft(group, line, stop, place, geometry);
  else if (message.corrupted && message.lost === undefined) corruptedShaft(group, line);
  else shaft(group, line.a, message.lost === undefined ? backFrom(line, 5) : stop, 'shaft');
  if (arrow.passed !== undefined) passedMark(group, line);
  if (message.lost !== undefined) lostMark(group, line, stop);
  else if (arrow.absorbed) absorbedEnd(group, line);
  else heads(group, line, arrow.response, message.transmission > 0);
  if (place.copyY !== undefined) copyFork(group, line, place.copyY, arrow.response);
  if (arrow.lateUs !== undefined && message.lost === undefined)
    group.append('circle').attr('class', 'late-dot').attr('cx', line.b.x).attr('cy', line.b.y).attr('r', 3.6);
  tail(group, line.a, look === 'failure' && message.lost === undefined);
  if (isOther(place)) rhombus(group, line.a);
}

function drawLoop(group: Pen, { a, b, angle }: Line, open: boolean, failure: boolean): void {
  const round = loop.height / 2;
  const out = loop.width - round;
  group
    .append('path')
    .attr('class', 'shaft')
    .attr('d', `M${a.x},${a.y}h${out}a${round},${round} 0 0 1 0,${loop.height}h${5 - out}`);
  head(group, b, angle, open);
  tail(group, a, failure);
}

function shaft(group: Pen, a: Point, b: Point, name: string): void {
  group.append('line').attr('class', name).attr('x1', a.x).attr('y1', a.y).attr('x2', b.x).attr('y2', b.y);
}

/** Two lines, with a gap where they pass over a lifeline that has no part in it. */
function doubleShaft(group: Pen, line: Line, stop: Point, place: ArrowPlace, geometry: Geometry): void {
  const [low, high] = [Math.min(place.from, place.to), Math.max(place.from, place.to)];
  const slope = Math.tan(line.angle);
  for (let lane = low + 1; lane < high; lane++) {
    const x = geometry.x(lane);
    const y = line.a.y + (x - line.a.x) * slope;
    shaft(group, { x: x - 8, y: y - 8 * slope }, { x: x + 8, y: y + 8 * slope }, 'bridge');
  }
  const end = stop === line.b ? backFrom(line, 9) : stop;
  const [nx, ny] = [-Math.sin(line.angle) * 1.5, Math.cos(line.angle) * 1.5];
  for (const side of [1, -1]) {
    const shift = (p: Point): Point => ({ x: p.x + nx * side, y: p.y + ny * side });
    shaft(group, shift(line.a), shift(end), 'shaft');
  }
}

function heads(group: Pen, line: Line, open: boolean, twice: boolean): void {
  head(group, line.b, line.angle, open);
  if (twice) head(group, backFrom(line, 7.5), line.angle, open);
}

function head(group: Pen, at: Point, angle: number, open: boolean, size = 7.5): void {
  const point = pointsFrom(at, angle);
  const end = point(0, 0);
  const path = open
    ? `M${point(-size * 1.1, -size * 0.62)}L${end}L${point(-size * 1.1, size * 0.62)}`
    : `M${end}L${point(-size * 1.25, -size * 0.58)}L${point(-size * 1.25, size * 0.58)}z`;
  group
    .append('path')
    .attr('class', open ? 'head open' : 'head')
    .attr('d', path);
}

/** Straight, and then it breaks up. */
function corruptedShaft(group: Pen, line: Line): void {
  shaft(group, line.a, pointAt(line, 0.66), 'shaft');
  group
    .append('path')
    .attr('class', 'shaft')
    .attr('d', zigzag(line, 0.66, backFrom(line, 8), 9));
  const { x, y } = pointAt(line, 0.66);
  group
    .append('text')
    .attr('class', 'broken')
    .attr('x', x)
    .attr('y', y + 13)
    .text('!');
}

/** It was passed on by lanes that are not shown. */
function passedMark(group: Pen, line: Line): void {
  const end = pointAt(line, 0.5 + 14 / line.length);
  group
    .append('path')
    .attr('class', 'bridge')
    .attr('d', zigzag(line, 0.5 - 14 / line.length, end, 5));
  group
    .append('path')
    .attr('class', 'shaft')
    .attr('d', zigzag(line, 0.5 - 14 / line.length, end, 5));
}

function zigzag(line: Line, from: number, to: Point, teeth: number): string {
  const a = pointAt(line, from);
  const [nx, ny] = [-Math.sin(line.angle) * 3.4, Math.cos(line.angle) * 3.4];
  let path = `M${a.x},${a.y}`;
  for (let tooth = 1; tooth < teeth; tooth++) {
    const share = tooth / teeth;
    const side = tooth % 2 === 0 ? -1 : 1;
    path += `L${a.x + (to.x - a.x) * share + nx * side},${a.y + (to.y - a.y) * share + ny * side}`;
  }
  return `${path}L${to.x},${to.y}`;
}

/** The transaction layer kept it: a bar instead of a head. */
function absorbedEnd(group: Pen, line: Line): void {
  const { x, y } = backFrom(line, 3);
  const [nx, ny] = [-Math.sin(line.angle) * 6, Math.cos(line.angle) * 6];
  shaft(group, { x: x - nx, y: y - ny }, { x: x + nx, y: y + ny }, 'absorbed');
}

/** A cross where it died, and dots to where it would have arrived. */
function lostMark(group: Pen, line: Line, stop: Point): void {
  shaft(group, { x: stop.x + 9 * line.side, y: stop.y }, line.b, 'never');
  group.append('circle').attr('class', 'cross').attr('cx', stop.x).attr('cy', stop.y).attr('r', 7);
  group
    .append('path')
    .attr('class', 'cross')
    .attr('d', `M${stop.x - 3},${stop.y - 3}l6,6m0,-6l-6,6`);
}

/** A copy forks off, dashed, with a badge. */
function copyFork(group: Pen, line: Line, copyY: number, open: boolean): void {
  const fork = pointAt(line, forkAt);
  const end = { x: line.b.x, y: copyY };
  const bend = line.side * 40;
  group
    .append('path')
    .attr('class', 'copy')
    .attr(
      'd',
      `M${fork.x},${fork.y}C${fork.x + bend},${fork.y + 4} ${end.x - bend},${end.y - 6} ${end.x - line.side * 8},${end.y - 1}`,
    );
  head(group, end, Math.atan2(5, line.side * 32), open, 6.5);
  group.append('circle').attr('class', 'badge').attr('cx', fork.x).attr('cy', fork.y).attr('r', 6.5);
  group
    .append('text')
    .attr('class', 'badge-text')
    .attr('x', fork.x)
    .attr('y', fork.y + 3.2)
    .text('2');
}

/** A dot where it leaves; a square for a failure, so that it shows without colour. */
function tail(group: Pen, { x, y }: Point, failure: boolean): void {
  if (failure)
    group
      .append('rect')
      .attr('class', 'tail')
      .attr('x', x - 3.4)
      .attr('y', y - 3.4)
      .attr('width', 6.8)
      .attr('height', 6.8);
  else group.append('circle').attr('class', 'tail').attr('cx', x).attr('cy', y).attr('r', 2.5);
}

/** In both runs, and not the same. */
function isOther({ difference }: ArrowPlace): boolean {
  return difference !== undefined && !difference.startsWith('only');
}

function rhombus(group: Pen, { x, y }: Point): void {
  group
    .append('path')
    .attr('class', 'rhombus')
    .attr('d', `M${x - 5},${y}l5,-5l5,5l-5,5z`);
}

/** Labels lie over all arrows, where `createLabels` found room. */
export function drawLabel(group: Pen, place: ArrowPlace, labels: Labels): void {
  const { arrow } = place;
  const light = arrow.provisional || arrow.ack ? ' light' : '';
  const ghost = isGhost(place) ? ' ghost' : '';
  group.attr('class', `label look-${arrow.look}${light}${ghost}`);
  drawSpot(group, labels.of(place));
  drawSpot(group, labels.reasonOf(place), 'reason');
}

function drawSpot(group: Pen, spot: Spot | undefined, name = ''): void {
  if (spot === undefined) return;
  const turn = spot.angle === 0 ? '' : ` rotate(${((spot.angle * 180) / Math.PI).toFixed(2)})`;
  group
    .append('text')
    .attr('class', name)
    .attr('transform', `translate(${spot.at.x.toFixed(2)},${spot.at.y.toFixed(2)})${turn}`)
    .text(spot.text);
}
