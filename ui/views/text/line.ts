import { plain } from '../words.ts';
import { begin, end, type Style } from './palette.ts';

/** One line of a terminal, written at any column; later writing covers earlier. A character is a column. */
export class Line {
  readonly #width: number;
  readonly #letters: string[] = [];
  readonly #styles: Style[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  /** Writes text from a column on; what would lie outside the line is cut off. */
  put(column: number, text: string, style: Style = 'plain'): this {
    let at = column;
    for (const letter of plain(text)) {
      if (at >= 0 && at < this.#width) this.#set(at, letter, style);
      at++;
    }
    return this;
  }

  /** Fills columns `from` up to but not including `to`. */
  fill(from: number, to: number, letter: string, style: Style): this {
    for (let at = Math.max(0, from); at < Math.min(to, this.#width); at++) this.#set(at, letter, style);
    return this;
  }

  #set(at: number, letter: string, style: Style): void {
    while (this.#letters.length < at) {
      this.#letters.push(' ');
      this.#styles.push('plain');
    }
    this.#letters[at] = letter;
    this.#styles[at] = style;
  }

  /** The line without blanks at its end, with colours where they are wanted. */
  text(color: boolean): string {
    if (!color) return this.#letters.join('').trimEnd();
    let length = this.#letters.length;
    while (length > 0 && this.#letters[length - 1] === ' ') length--;
    let text = '';
    let current: Style = 'plain';
    for (let at = 0; at < length; at++) {
      const style: Style = this.#letters[at] === ' ' ? current : this.#styles[at]!;
      if (style !== current) {
        if (begin(current) !== '') text += end;
        text += begin(style);
        current = style;
      }
      text += this.#letters[at];
    }
    return begin(current) === '' ? text : text + end;
  }
}
