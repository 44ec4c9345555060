// Choices of a question: the right one among wrong ones that sound as if they could be.

export interface Choice {
  readonly text: string;
  readonly right: boolean;
  /** What there is to say to who chose it. */
  readonly remark: string;
}

export interface Wrong {
  readonly text: string;
  readonly remark: string;
}

const mostWrong = 3;

/** The first few wrong ones that differ from the right one and from each other, all of them in an order that tells nothing. */
export function mixed(right: string, wrong: readonly Wrong[]): Choice[] {
  return together(right, wrong).sort((a, b) => hash(a.text) - hash(b.text) || (a.text < b.text ? -1 : 1));
}

/** The same for what has an order of its own. */
export function inOrder(right: string, wrong: readonly Wrong[], value: (text: string) => number): Choice[] {
  return together(right, wrong).sort((a, b) => value(a.text) - value(b.text));
}

function together(right: string, wrong: readonly Wrong[]): Choice[] {
  const different = new Map<string, Choice>();
  for (const { text, remark } of wrong)
    if (text !== right && !different.has(text)) different.set(text, { text, remark, right: false });
  return [{ text: right, right: true, remark: '' }, ...[...different.values()].slice(0, mostWrong)];
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
