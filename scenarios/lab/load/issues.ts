// From what zod finds to what a person reads: one line an error, at its place.
import type { z } from 'zod';
import { errorAtPath, type Path, type ScenarioDocument, type ScenarioError } from './document.ts';

type Issue = z.core.$ZodIssue;

/** Nobody reads more; and a hostile file may have a million. */
export const MOST_ERRORS = 50;

/** The errors behind zod's issues: the first ones. */
export function errorsOf(
  issues: readonly Issue[],
  value: unknown,
  document: ScenarioDocument,
): ScenarioError[] {
  const errors: ScenarioError[] = [];
  for (const issue of issues) {
    if (errors.length >= MOST_ERRORS) break;
    errors.push(...explain(issue, [], value, document));
  }
  return errors;
}

function explain(
  issue: Issue,
  base: Path,
  value: unknown,
  document: ScenarioDocument,
): readonly ScenarioError[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return messages.map((message, i) =>
      errorAtPath(document, [...path, issue.keys[i] ?? ''], message, 'key'),
    );
  }
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors, valueAt(value, path));
    if (branch !== undefined) return branch.flatMap((inner) => explain(inner, path, value, document));
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return issue.issues.flatMap((inner) => explain(inner, path, value, document));
  }
  if (path.length > 0 && valueAt(value, path) === undefined) {
    const message = `missing key "${String(path.at(-1))}": ${issue.message}`;
    return [errorAtPath(document, path, message)];
  }
  return [errorAtPath(document, path, issue.message)];
}

/**
 * Of several forms, the one that was meant: the one with the fewest mistakes. When even that one would need another type, or other keys
 * throughout, nobody can tell, and the union's own message says what there is.
 */
function nearestBranch(
  branches: readonly (readonly Issue[])[],
  value: unknown,
): readonly Issue[] | undefined {
  let best: readonly Issue[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const branch of branches) {
    const mistakes = branch.reduce((sum, issue) => sum + weight(issue), 0);
    if (mistakes < least && !isForeign(branch, value)) {
      best = branch;
      least = mistakes;
    }
  }
  return best;
}

function weight(issue: Issue): number {
  return issue.code === 'unrecognized_keys' ? issue.keys.length : 1;
}

/** The value isn't of this form at all. */
function isForeign(branch: readonly Issue[], value: unknown): boolean {
  const isNested = typeof value === 'object' && value !== null;
  const keys = isNested && !Array.isArray(value) ? Object.keys(value) : undefined;
  return branch.some(
    (issue) =>
      keys?.length === 0 ||
      (issue.path.length === 0 && issue.code === 'invalid_value' && isNested) ||
      (issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_union')) ||
      (issue.path.length === 0 && issue.code === 'unrecognized_keys' && issue.keys.length === keys?.length),
  );
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
