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

/**
 * The same for numbers, in their order: `below` and `above` are wrong ones on either side of the right one, the nearest first. How many of
 * either are taken depends on the question, so that its place among them tells nothing.
 */
export function inOrder(
  right: string,
  { below, above }: { readonly below: readonly Wrong[]; readonly above: readonly Wrong[] },
  question: string,
): Choice[] {
  const under = Math.min(below.length, hash(question) % (mostWrong + 1));
  const wrong = [...below.slice(0, under).reverse(), ...above.slice(0, mostWrong - under)];
  const choices = together(right, wrong);
  return [...choices.slice(1, under + 1), ...choices.slice(0, 1), ...choices.slice(under + 1)];
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
