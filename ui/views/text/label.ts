import type { ArrivalRow, MessageRow } from '../ladder-model.ts';
import { shorten } from '../words.ts';
import type { Glyphs } from './glyphs.ts';

/** What stands on an arrow: a name that may be cut short, between marks that must not be. */
export class Label {
  readonly #before: string;
  readonly #name: string;
  readonly #after: string;
  readonly #ellipsis: string;

  constructor(before: string, name: string, after: string, ellipsis: string) {
    this.#before = before;
    this.#name = name;
    this.#after = after;
    this.#ellipsis = ellipsis;
  }

  get length(): number {
    return this.#before.length + this.#name.length + this.#after.length;
  }

  /** The label in at most `room` columns. */
  within(room: number): string {
    const left = room - this.#before.length - this.#after.length;
    const text = this.#before + shorten(this.#name, Math.max(0, left), this.#ellipsis) + this.#after;
    return shorten(text, Math.max(0, room), '');
  }
}

/** `INVITE`, `↻1 INVITE`; `BYE ①` for one whose arrival is a row of its own. */
export function messageLabel(message: MessageRow, glyphs: Glyphs): Label {
  const again = message.transmission > 0 ? `${glyphs.again}${message.transmission} ` : '';
  return new Label(again, message.summary, apartMark(message, glyphs), glyphs.ellipsis);
}

/** `INVITE ①`; `② BYE` for a copy. */
export function arrivalLabel({ message, copy }: ArrivalRow, glyphs: Glyphs): Label {
  if (!copy) return messageLabel(message, glyphs);
  return new Label(`${glyphs.copy} `, message.summary, apartMark(message, glyphs), glyphs.ellipsis);
}

function apartMark({ apart }: MessageRow, glyphs: Glyphs): string {
  return apart === undefined ? '' : ` ${glyphs.apart(apart)}`;
}
