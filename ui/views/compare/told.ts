// What two runs were told differently: their parameters, path by path.
import type { Json, TraceRecord } from '../../../sim/trace/records.ts';

export interface ToldDifference {
  /** `network.links.default.loss`. */
  readonly path: string;
  /** Undefined where a run was not told of it. */
  readonly a: Json | undefined;
  readonly b: Json | undefined;
}

/** The seed, and every parameter that differs, in the order in which they stand. */
export function toldDifferently(a: readonly TraceRecord[], b: readonly TraceRecord[]): ToldDifference[] {
  const [one, other] = [a[0], b[0]];
  const found: ToldDifference[] = [];
  if (one?.type !== 'run' || other?.type !== 'run') return found;
  if (one.seed !== other.seed) found.push({ path: 'seed', a: one.seed, b: other.seed });
  differ('', one.parameters, other.parameters, found);
  return found.filter(({ path }, index) => path !== 'seed' || index === 0);
}

function differ(path: string, a: Json | undefined, b: Json | undefined, found: ToldDifference[]): void {
  if (isGroup(a) && isGroup(b) && Array.isArray(a) === Array.isArray(b)) {
    const [one, other] = [a as { readonly [key: string]: Json }, b as { readonly [key: string]: Json }];
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
      differ(joined(path, key, Array.isArray(a)), one[key], other[key], found);
  } else if (a !== b && JSON.stringify(a) !== JSON.stringify(b)) found.push({ path, a, b });
}

function isGroup(value: Json | undefined): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

function joined(path: string, key: string, index: boolean): string {
  if (index) return `${path}[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}
