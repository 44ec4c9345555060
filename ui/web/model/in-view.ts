// What of a long list of spans is in view: also those that begin far above and end below.
import { countBefore } from '../../views/bisect.ts';

export interface Span {
  readonly fromY: number;
  readonly toY: number;
}

/** Asks for spans that touch a window; two binary searches and the hits themselves. */
export interface SpanIndex<T extends Span> {
  between(top: number, bottom: number): T[];
}

export function spanIndex<T extends Span>(spans: readonly T[]): SpanIndex<T> {
  const sorted = [...spans].sort((a, b) => a.fromY - b.fromY);
  // The largest end so far never decreases, so the first span that may reach into a window is found by bisection.
  const reach = new Float64Array(sorted.length);
  let furthest = Number.NEGATIVE_INFINITY;
  sorted.forEach((span, index) => {
    furthest = Math.max(furthest, span.toY);
    reach[index] = furthest;
  });
  return {
    between(top, bottom) {
      const hits: T[] = [];
      for (let index = firstAtLeast(reach, top); index < sorted.length; index++) {
        const span = sorted[index]!;
        if (span.fromY > bottom) break;
        if (span.toY >= top) hits.push(span);
      }
      return hits;
    },
  };
}

/** Where values that never decrease begin to be at least as large. */
export function firstAtLeast(values: Float64Array, wanted: number): number {
  return countBefore(values.length, (place) => values[place]! < wanted);
}
