import type { ArrivalRow, MessageRow } from '../ladder-model.ts';
import { kindOf, statusOf } from '../message-names.ts';
import type { Glyphs } from './glyphs.ts';
import { arrivalLabel, type Label, messageLabel } from './label.ts';
import type { Layout } from './layout.ts';
import type { Line } from './line.ts';
import type { Style } from './palette.ts';

// How a message is drawn: one row at the time when it was sent; the row of its arrival where that is told apart.

/** Draws the row of a sending. Answers whether a lost message's reason found room beside its cross. */
export function drawMessage(line: Line, message: MessageRow, layout: Layout, glyphs: Glyphs): boolean {
  const span = spanOf(message, layout);
  const style = kindOf(message);
  const label = messageLabel(message, glyphs);
  if (span === undefined) {
    drawToItself(line, message, label, layout, style);
    return false;
  }
  if (message.lost !== undefined) return drawLost(line, label, message.lost.reason, span, glyphs);
  if (message.apart !== undefined || message.arrivedUs === undefined) {
    drawStart(line, label, lineOf(message, glyphs), span, style, glyphs);
    return false;
  }
  drawShaft(line, lineOf(message, glyphs), span, layout, style);
  drawHead(line, span, glyphs, style);
  drawLabel(line, label, span, layout, style);
  return false;
}

/** Draws the row of an arrival that is told apart from its sending, or of a copy's. */
export function drawArrival(line: Line, row: ArrivalRow, layout: Layout, glyphs: Glyphs): void {
  const span = spanOf(row.message, layout);
  if (span === undefined) return;
  const style = kindOf(row.message);
  const label = arrivalLabel(row, glyphs);
  drawShaft(line, glyphs.line.lost, span, layout, 'dim');
  drawHead(line, span, glyphs, style);
  drawLabel(line, label, nearHead(span, label), layout, style);
}

interface Span {
  /** The first and last column between the lifelines. */
  readonly from: number;
  readonly to: number;
  readonly rightward: boolean;
}

function spanOf(message: MessageRow, layout: Layout): Span | undefined {
  const a = layout.lanes[message.from];
  const b = layout.lanes[message.to];
  if (a === undefined || b === undefined || a === b) return undefined;
  return { from: Math.min(a, b) + 1, to: Math.max(a, b) - 1, rightward: a < b };
}

function lineOf({ protocol, summary }: MessageRow, glyphs: Glyphs): string {
  if (protocol === 'msrp') return glyphs.line.msrp;
  return (statusOf(summary) ?? 200) < 200 ? glyphs.line.provisional : glyphs.line.sip;
}

/** The shaft passes behind the lifelines that it doesn't touch: they are left standing. */
function drawShaft(line: Line, shaft: string, { from, to }: Span, layout: Layout, style: Style): void {
  let start = from;
  for (const lane of layout.lanes) {
    if (lane <= from || lane >= to) continue;
    line.fill(start, lane, shaft, style);
    start = lane + 1;
  }
  line.fill(start, to + 1, shaft, style);
}

function drawHead(line: Line, { from, to, rightward }: Span, glyphs: Glyphs, style: Style): void {
  if (rightward) line.put(to, glyphs.right, style);
  else line.put(from, glyphs.left, style);
}

/** In the gap next to the receiver where it fits there, else across the whole arrow. */
function drawLabel(line: Line, label: Label, span: Span, layout: Layout, style: Style): void {
  const inner = layout.lanes.filter((lane) => lane > span.from && lane < span.to);
  const last = span.rightward ? inner.at(-1) : inner[0];
  const gap =
    last === undefined ? span : span.rightward ? { ...span, from: last + 1 } : { ...span, to: last - 1 };
  const fits = label.length + 3 <= gap.to - gap.from + 1;
  const { from, to } = fits ? gap : span;
  const room = to - from + 1;
  const text = label.within(room - 2);
  const shift = span.rightward ? 0 : 1;
  line.put(from + Math.max(shift, Math.floor((room - text.length - 1) / 2) + shift), text, style);
}

/** `──INVITE──✕ loss ┄┄┄`: solid as far as it came, then a cross and why, then dots to where it was bound. */
function drawLost(line: Line, label: Label, reason: string, span: Span, glyphs: Glyphs): boolean {
  const room = span.to - span.from + 1;
  const text = label.within(room - 4);
  const told = text.length + reason.length + 5 <= room;
  const stem = told ? Math.max(1, Math.floor((room - text.length - reason.length - 4) / 3)) : 1;
  const at = (offset: number, length: number): number =>
    span.rightward ? span.from + offset : span.to - offset - length + 1;
  line.fill(span.from, span.to + 1, glyphs.line.lost, 'dim');
  const crossAt = 2 * stem + text.length;
  line.fill(at(0, crossAt), at(0, crossAt) + crossAt, glyphs.line.sip, 'failure');
  line.put(at(stem, text.length), text, 'failure');
  line.put(at(crossAt, 1), glyphs.lost, 'failure');
  if (told) line.put(at(crossAt + 1, reason.length + 2), ` ${reason} `, 'failure');
  return told;
}

/** A shaft that runs out into dots: its head is on the row of its arrival. */
function drawStart(line: Line, label: Label, shaft: string, span: Span, style: Style, glyphs: Glyphs): void {
  const room = span.to - span.from + 1;
  const text = label.within(room - 5);
  const solid = Math.min(room - 2, text.length + 4);
  line.fill(span.from, span.to + 1, glyphs.line.lost, 'dim');
  const from = span.rightward ? span.from : span.to - solid + 1;
  line.fill(from, from + solid, shaft, style);
  line.put(span.rightward ? from + 2 : span.to - 1 - text.length, text, style);
}

function drawToItself(line: Line, message: MessageRow, label: Label, layout: Layout, style: Style): void {
  const at = layout.lanes[message.from] ?? layout.lanes[0] ?? 0;
  line.put(at + 2, label.within(layout.width - at - 3), style);
}

function nearHead(span: Span, label: Label): Span {
  const room = Math.min(span.to - span.from + 1, label.length + 6);
  return span.rightward ? { ...span, from: span.to - room + 1 } : { ...span, to: span.from + room - 1 };
}
