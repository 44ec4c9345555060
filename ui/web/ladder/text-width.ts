// How wide a text is, known without a page: the widths of Inter at weight 600, in hundredths of its size, digits of one width.

const widths = [
  25, 32, 52, 64, 65, 100, 66, 33, 37, 37, 54, 67, 32, 47, 32, 38, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 32,
  33, 67, 67, 67, 54, 100, 73, 66, 74, 72, 61, 59, 75, 75, 28, 58, 70, 57, 92, 76, 77, 65, 77, 65, 65, 66, 74,
  73, 102, 72, 71, 65, 37, 38, 37, 48, 47, 35, 57, 62, 58, 62, 59, 39, 63, 61, 26, 26, 57, 26, 90, 61, 61, 62,
  62, 40, 55, 35, 61, 59, 84, 57, 59, 57, 45, 36, 45, 67,
];
const others: Readonly<Record<string, number>> = { '–': 66, '·': 32, '…': 96 };
/** Signs and other scripts: no letter is much wider. */
const widest = 100;

/** In px, for letters of `size` px. */
export function textWidth(text: string, size: number): number {
  let sum = 0;
  for (const letter of text) sum += widths[letter.charCodeAt(0) - 32] ?? others[letter] ?? widest;
  return (sum * size) / 100;
}
