// Templates of the page: those of lit-html, in which text that turns the direction of writing is seen instead of obeyed, wherever it is put.
import { html as plainHtml, svg as plainSvg, type SVGTemplateResult, type TemplateResult } from 'lit-html';
import { visible } from './visible.ts';

export { nothing, render, type SVGTemplateResult, type TemplateResult } from 'lit-html';

export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult<1> {
  return plainHtml(strings, ...shown(strings, values));
}

export function svg(strings: TemplateStringsArray, ...values: unknown[]): SVGTemplateResult {
  return plainSvg(strings, ...shown(strings, values));
}

/** Attributes that are read; what others hold stands for things, and stays as it is. */
const readAttribute = /\s(?:title|placeholder|aria-(?:label|description|valuetext))=["']?[^"'>]*$/;
const places = new WeakMap<TemplateStringsArray, readonly boolean[]>();

function shown(strings: TemplateStringsArray, values: unknown[]): unknown[] {
  let read = places.get(strings);
  if (read === undefined) {
    read = readPlaces(strings);
    places.set(strings, read);
  }
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!read[index]) continue;
    if (typeof value === 'string') values[index] = visible(value);
    else if (Array.isArray(value) && value.some((one) => typeof one === 'string'))
      values[index] = value.map((one: unknown) => (typeof one === 'string' ? visible(one) : one));
  }
  return values;
}

/** Of each value of a template, whether it is read: as text, or in an attribute that is. */
function readPlaces(strings: TemplateStringsArray): boolean[] {
  let before = '';
  return strings.slice(0, -1).map((part) => {
    before += part;
    const tag = before.lastIndexOf('<');
    return tag < before.lastIndexOf('>') || tag < 0 || readAttribute.test(before.slice(tag));
  });
}
