// A pen that writes markup: what the page draws into a document is drawn into text, which needs none.
import { hundredths, xml } from '../../views/markup.ts';
import type { Pen } from '../ladder/pen.ts';

/** Numbers that are longer than pictures need. */
const longNumber = /-?\d+(?:\.\d+)?e[-+]?\d+|-?\d+\.\d{3,}/g;

export class MarkupPen implements Pen {
  readonly #name: string;
  readonly #attributes = new Map<string, string>();
  readonly #inside: MarkupPen[] = [];
  #text = '';

  constructor(name: string) {
    this.#name = name;
  }

  append(name: string): MarkupPen {
    const child = new MarkupPen(name);
    this.#inside.push(child);
    return child;
  }

  attr(name: string, value: string | number): this {
    this.#attributes.set(name, typeof value === 'number' ? hundredths(value) : withShortNumbers(value));
    return this;
  }

  /** One class more. */
  also(name: string): this {
    this.#attributes.set('class', `${this.#attributes.get('class') ?? ''} ${name}`.trim());
    return this;
  }

  text(value: string): this {
    this.#text = value;
    return this;
  }

  toString(): string {
    let attributes = '';
    for (const [name, value] of this.#attributes) if (value !== '') attributes += ` ${name}="${xml(value)}"`;
    const inside = xml(this.#text) + this.#inside.join('');
    return inside === ''
      ? `<${this.#name}${attributes}/>`
      : `<${this.#name}${attributes}>${inside}</${this.#name}>`;
  }
}

function withShortNumbers(text: string): string {
  return text.replace(longNumber, (number) => hundredths(Number(number)));
}
