// What stands beside the arrows: timers, states, times, breaks and notes.
import { duration, seconds } from '../../views/words.ts';
import type { TimeScale } from '../model/time-modes.ts';
import { type Box, uprightBox } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { Pen } from './pen.ts';
import type { BreakPlace, NotePlace, PillPlace, TimePlace, TimerPlace } from './scene.ts';
import { pillBox, pillText } from './state-pill.ts';
import { type TimerTag, timerX } from './timer-tags.ts';

/** A bar beside the lifeline: solid will fire, dashed is cleared; it ends in a diamond, a crossed circle, or openly. */
export function drawTimer(pen: Pen, place: TimerPlace, geometry: Geometry): void {
  const group = pen.attr('class', `timer ${place.timer.outcome}`);
  const lane = geometry.x(place.lane);
  const x = timerX(place, geometry);
  const side = place.lane === 0 ? -1 : 1;
  const { fromY, toY } = place;
  group
    .append('line')
    .attr('class', 'tick')
    .attr('x1', lane + side * 4)
    .attr('x2', x)
    .attr('y1', fromY)
    .attr('y2', fromY);
  group.append('line').attr('class', 'bar').attr('x1', x).attr('x2', x).attr('y1', fromY).attr('y2', toY);
  drawTimerEnd(group, place, lane + side * 4, x);
}

/** The letters of timers lie over all bars and ticks. */
export function drawTimerTag(pen: Pen, tag: TimerTag): void {
  const { text, upright, box } = tag;
  drawRounded(pen.attr('class', 'timer-tag'), box, 4);
  const words = pen.append('text');
  if (upright) words.attr('transform', `translate(${box.x + 3.7},${box.y}) rotate(-90)`);
  else words.attr('x', box.x).attr('y', box.y + 3.7);
  words.text(text);
}

function drawTimerEnd(group: Pen, { toY, timer }: TimerPlace, lane: number, x: number): void {
  if (timer.outcome === 'fired') {
    group.append('line').attr('class', 'tick').attr('x1', lane).attr('x2', x).attr('y1', toY).attr('y2', toY);
    group
      .append('path')
      .attr('class', 'fire')
      .attr('d', `M${x},${toY - 6}l5.5,6l-5.5,6l-5.5,-6z`);
  } else if (timer.outcome === 'cleared') {
    group.append('circle').attr('class', 'clear').attr('cx', x).attr('cy', toY).attr('r', 4);
    group
      .append('line')
      .attr('class', 'clear')
      .attr('x1', x - 2.6)
      .attr('x2', x + 2.6)
      .attr('y1', toY + 2.6)
      .attr('y2', toY - 2.6);
  }
}

export function drawPill(pen: Pen, place: PillPlace, geometry: Geometry): void {
  const box = pillBox(place, geometry);
  drawRounded(pen.attr('class', `pill ${place.pill.look}`), box, box.halfHeight);
  pen
    .append('text')
    .attr('x', box.x)
    .attr('y', box.y + 3.3)
    .text(pillText(place));
}

export function drawTime(pen: Pen, place: TimePlace, geometry: Geometry, scale: TimeScale): void {
  const y = place.fromY + 6;
  const group = pen.attr('class', 'time');
  group
    .append('text')
    .attr('x', geometry.times - 9)
    .attr('y', y + 3.4)
    .text(timeText(place, scale));
  group
    .append('line')
    .attr('x1', geometry.times - 5)
    .attr('x2', geometry.times)
    .attr('y1', y)
    .attr('y2', y);
}

/** What a time says. */
export function timeText({ atUs, beforeUs }: TimePlace, { mode, zeroUs }: TimeScale): string {
  if (mode === 'absolute') return seconds(atUs);
  const us = mode === 'relative' ? atUs - (beforeUs ?? atUs) : atUs - zeroUs;
  return `${us < 0 ? '−' : '+'}${seconds(Math.abs(us))}`;
}

/** The chip of a break stands in the gutter, which doesn't move sideways. */
export function drawBreakChip(pen: Pen, place: BreakPlace, geometry: Geometry): void {
  const [x, y] = [geometry.times / 2, place.fromY + 9];
  drawRounded(pen.attr('class', 'break-chip'), uprightBox(x, y, Math.min(74, geometry.times - 6), 16), 8);
  pen
    .append('text')
    .attr('x', x)
    .attr('y', y + 3.6)
    .text(`⋯ ${duration(place.lengthUs)}`);
}

/** A badge in the gutter; where that is narrow, a sign. */
export function drawNote(pen: Pen, place: NotePlace, geometry: Geometry): void {
  const { title, look } = place;
  const text = geometry.notes < 100 ? noteSign(place) : place.text;
  const left = geometry.width - geometry.notes + (geometry.notes < 100 ? 4 : 7);
  const width = text.length * 6.02 + 13;
  const y = place.fromY + 9;
  const group = pen.attr('class', `note ${look}`);
  group.append('title').text(title);
  drawRounded(group, uprightBox(left + width / 2, y, width, 17), 8.5);
  group
    .append('text')
    .attr('x', left + 6.5)
    .attr('y', y + 3.6)
    .text(text);
}

/** What words stand on. Like all of the ladder, it is drawn where it stands, not moved there (`pointsFrom`). */
function drawRounded(group: Pen, { x, y, halfWidth, halfHeight }: Box, corner: number): void {
  group
    .append('rect')
    .attr('x', x - halfWidth)
    .attr('y', y - halfHeight)
    .attr('width', 2 * halfWidth)
    .attr('height', 2 * halfHeight)
    .attr('rx', corner);
}

function noteSign({ text, look }: NotePlace): string {
  if (look === 'clause') return '§';
  return look === 'bad' ? (/F\d+/.exec(text)?.[0] ?? '✕') : '•';
}
