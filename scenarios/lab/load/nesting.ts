// How deeply a text is nested, before YAML's reader sees it: the library calls itself for each level, and some hundred thousand of them
// take it minutes, or all the memory there is.
import type { Place } from '../scenario.ts';

/** Far above what a scenario needs, so that brackets and staircases in prose are let through; far below what hurts. */
const MAX_LEVELS = 100;

/** The first place that is nested deeper than any scenario; linear in the text. */
export function tooDeep(text: string): Place | undefined {
  const indents: number[] = [];
  let brackets = 0;
  let line = 1;
  for (let begin = 0; begin <= text.length; line++) {
    const found = text.indexOf('\n', begin);
    const end = found < 0 ? text.length : found;
    const { indent, markers } = lead(text, begin, end);
    // An empty line says nothing about nesting.
    if (begin + indent < end) {
      while (indents.length > 0 && indents.at(-1)! >= indent) indents.pop();
      indents.push(indent);
    }
    if (indents.length > MAX_LEVELS || markers > MAX_LEVELS) return { line, column: 1 };
    for (let i = begin; i < end; i++) {
      brackets = Math.max(0, brackets + bracket(text.charCodeAt(i)));
      if (brackets > MAX_LEVELS) return { line, column: i - begin + 1 };
    }
    begin = end + 1;
  }
  return undefined;
}

/** A line's blanks, and the `-`, `?`, `:`, anchors and tags that stand before its first value, each of which may open a level. */
function lead(
  text: string,
  begin: number,
  end: number,
): { readonly indent: number; readonly markers: number } {
  let i = begin;
  while (i < end && text[i] === ' ') i++;
  const indent = i - begin;
  let markers = 0;
  while (i < end && '-?: \t'.includes(text[i]!)) if (text[i++] !== ' ') markers++;
  return { indent, markers };
}

function bracket(code: number): -1 | 0 | 1 {
  if (code === 0x5b || code === 0x7b) return 1;
  return code === 0x5d || code === 0x7d ? -1 : 0;
}
