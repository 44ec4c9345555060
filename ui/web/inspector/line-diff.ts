// Two texts line by line: what both have, what only one has (the longest common subsequence; Myers 1986 has the idea, tables are enough here).

export interface DiffLine {
  readonly kind: 'both' | 'one' | 'other';
  readonly text: string;
}

/** Lines between the common beginning and the common end that are compared; of more, all count as changed. */
const most = 600;

export function lineDiff(one: string, other: string): DiffLine[] {
  const [a, b] = [linesOf(one), linesOf(other)];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const both = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'both', text }));
  return [
    ...both(a.slice(0, start)),
    ...between(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...both(a.slice(a.length - end)),
  ];
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/\r$/, ''));
}

function between(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length > most || b.length > most)
    return [
      ...a.map((text) => ({ kind: 'one', text }) as const),
      ...b.map((text) => ({ kind: 'other', text }) as const),
    ];
  const width = b.length + 1;
  // The length of the longest common subsequence of what begins at each pair of lines.
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'both', text: a[i]! });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push({ kind: 'one', text: a[i++]! });
    else lines.push({ kind: 'other', text: b[j++]! });
  }
  return lines;
}
