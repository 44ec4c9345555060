import type { ArrivalRow, MessageRow } from '../ladder-model.ts';
import { kindOf, statusOf } from '../message-names.ts';
import { duration, seconds } from '../words.ts';
import { px, xml } from './markup.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A message from where and when it was sent to where and when it arrived; a lost one ends halfway in a cross. */
export function messageArrow(row: MessageRow, start: Point, goal: Point, lanes: readonly string[]): string {
  const response = statusOf(row.summary);
  const classes = [kindOf(row)];
  const marks: string[] = [];
  if (response !== undefined && response < 200) marks.push('provisional');
  if (row.lost !== undefined) marks.push('lost');
  if (row.protocol === 'msrp') marks.push('msrp');
  const end = row.lost === undefined ? goal : between(start, goal, 0.55);
  const again = row.transmission > 0 ? `↻${row.transmission} ` : '';
  const tip = row.lost === undefined ? head(start, end, response !== undefined) : cross(end);
  const rest = row.lost === undefined ? '' : dots(end, goal) + why(end, goal, row.lost.reason);
  return group([...new Set([...classes, ...marks])].join(' '), named(row, lanes), told(row), [
    shaft(start, end),
    row.protocol === 'msrp' ? shaft(start, end, 'core') : '',
    rest,
    tip,
    label(start, end, `${again}${row.summary}`),
  ]);
}

/** The second arrival of a duplicated message. */
export function copyArrow(row: ArrivalRow, start: Point, end: Point, lanes: readonly string[]): string {
  const { message } = row;
  const parts = [
    shaft(start, end),
    head(start, end, statusOf(message.summary) !== undefined),
    label(start, end, `② ${message.summary}`),
  ];
  return group(`${kindOf(message)} copy`, `A copy of ${named(message, lanes)}`, told(message), parts);
}

/** What it is and between whom. */
function named(row: MessageRow, lanes: readonly string[]): string {
  return `${row.summary}, ${lanes[row.from] ?? ''} → ${lanes[row.to] ?? ''}`;
}

/** By what transport, from when to when, and its key. */
function told(row: MessageRow): string {
  return `${row.transport}, sent at ${seconds(row.atUs)} s, ${fate(row)}; ${row.key}`;
}

function fate({ lost, atUs, arrivedUs }: MessageRow): string {
  if (lost !== undefined) return `lost: ${lost.reason}`;
  if (arrivedUs === undefined) return 'under way at the end';
  return `arrived at ${seconds(arrivedUs)} s (+${duration(arrivedUs - atUs)})`;
}

function group(classes: string, title: string, desc: string, parts: readonly string[]): string {
  return `<g class="${classes}"><title>${xml(title)}</title><desc>${xml(desc)}</desc>${parts.join('')}</g>`;
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function shaft(a: Point, b: Point, name = 'arrow'): string {
  return `<path class="${name}" d="M${px(a.x)} ${px(a.y)}L${px(b.x)} ${px(b.y)}"/>`;
}

function dots(a: Point, b: Point): string {
  return `<path d="M${px(a.x)} ${px(a.y)}L${px(b.x)} ${px(b.y)}" stroke="#aeb8c7" stroke-dasharray="1 5" fill="none"/>`;
}

/** Why it was lost, beside the cross on the way that it didn't go. */
function why({ x, y }: Point, goal: Point, reason: string): string {
  const rightward = goal.x >= x;
  const at = `x="${px(x + (rightward ? 12 : -12))}" y="${px(y + 4)}"`;
  return `<text class="note" ${at} text-anchor="${rightward ? 'start' : 'end'}">${xml(reason)}</text>`;
}

/** Filled for a request, open for a response. */
function head(from: Point, to: Point, open: boolean): string {
  const turn = px((Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI);
  const at = `transform="translate(${px(to.x)} ${px(to.y)}) rotate(${turn})"`;
  return open
    ? `<path class="head open" ${at} d="M-9 -5L-0.5 0L-9 5"/>`
    : `<path class="head" ${at} d="M-10 -4.6L0 0L-10 4.6Z"/>`;
}

function cross({ x, y }: Point): string {
  const [left, top] = [x - 3.5, y - 3.5];
  return `<circle class="cross" cx="${px(x)}" cy="${px(y)}" r="6.5"/><path class="cross" d="M${px(left)} ${px(top)}l7 7m0 -7l-7 7"/>`;
}

/** Along the arrow, nearer to the receiver, where it keeps clear of an answer that starts there. */
function label(from: Point, to: Point, text: string): string {
  const at = between(from, to, 0.6);
  const rightward = to.x >= from.x;
  const slope = Math.atan2(rightward ? to.y - from.y : from.y - to.y, Math.abs(to.x - from.x));
  const turn = px((slope * 180) / Math.PI);
  return `<text class="label" transform="translate(${px(at.x)} ${px(at.y)}) rotate(${turn})" y="-4">${xml(text)}</text>`;
}
