// A drawing before it is one: whoever finds that it would look as what is there leaves that in its place.
import { hundredths } from '../../views/markup.ts';
import type { Pen } from './pen.ts';

const svg = 'http://www.w3.org/2000/svg';

export class Sketch implements Pen {
  readonly name: string;
  readonly attributes: (readonly [name: string, value: string])[] = [];
  readonly inside: Sketch[] = [];
  words = '';

  constructor(name: string) {
    this.name = name;
  }

  append(name: string): Sketch {
    const child = new Sketch(name);
    this.inside.push(child);
    return child;
  }

  attr(name: string, value: string | number): this {
    this.attributes.push([name, typeof value === 'number' ? hundredths(value) : value]);
    return this;
  }

  text(value: string): this {
    this.words = value;
    return this;
  }

  /** The same of two that look the same. */
  get look(): string {
    return JSON.stringify(this);
  }

  drawn(): SVGElement {
    const element = document.createElementNS(svg, this.name);
    for (const [name, value] of this.attributes) element.setAttribute(name, value);
    if (this.words !== '') element.textContent = this.words;
    for (const child of this.inside) element.append(child.drawn());
    return element;
  }
}
