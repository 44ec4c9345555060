// The faults of a run as flags over its histogram, `F1` and what it stands for.
import type { Selection } from 'd3';
import type { Note } from '../model/notes.ts';

export interface Flag {
  readonly us: number;
  readonly text: string;
}

/** The middle of the flags, from the top. */
export const flagsAt = 24;
const halfWidth = 11;

/** Where each fault rule first did something; where flags would overlap, the later one is left out. */
export function flagsOf(notes: readonly Note[], x: (us: number) => number): Flag[] {
  const flags: Flag[] = [];
  const seen = new Set<string>();
  for (const { text, atUs } of notes) {
    const name = /^fault (F\d+)$/.exec(text)?.[1];
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    if (flags.every(({ us }) => Math.abs(x(us) - x(atUs)) > 2 * halfWidth + 2))
      flags.push({ us: atUs, text: name });
  }
  return flags;
}

export function drawFlags(
  host: Selection<SVGGElement, unknown, null, undefined>,
  flags: readonly Flag[],
  x: (us: number) => number,
  base: number,
): void {
  const groups = host
    .selectAll<SVGGElement, Flag>('.flag')
    .data(flags)
    .join((enter) => {
      const flag = enter.append('g').attr('class', 'flag');
      flag.append('path');
      flag
        .append('rect')
        .attr('x', -halfWidth)
        .attr('y', -7)
        .attr('width', 2 * halfWidth)
        .attr('height', 14);
      flag.append('text').attr('y', 3.6);
      return flag;
    })
    .attr('transform', ({ us }) => `translate(${x(us)},${flagsAt})`);
  groups.select('path').attr('d', `M0,7V${base - flagsAt}`);
  groups.select('rect').attr('rx', 4);
  groups.select('text').text(({ text }) => text);
}
