// RFC 3261 §7.3.1, §25.1 generic-param: parameters of header values and of URIs, as lists that are never changed in place.
import { unquote } from './grammar.ts';

export interface Param {
  readonly name: string;
  /** As written, quotes kept; absent for a flag. */
  readonly value?: string;
}

export type Params = readonly Param[];

/** The value of a parameter without its quotes; `''` for a flag; `undefined` when it is not there. Names compare case-insensitively. */
export function param(params: Params, name: string): string | undefined {
  const found = find(params, name);
  return found && unquote(found.value ?? '');
}

export function hasParam(params: Params, name: string): boolean {
  return find(params, name) !== undefined;
}

/** Sets a parameter, in its place or at the end. `value` is as it is to be written: quote what is no token with `quote`. */
export function withParam(params: Params, name: string, value?: string): Params {
  const wanted = name.toLowerCase();
  const set: Param = value === undefined ? { name } : { name, value };
  const at = params.findIndex((each) => each.name.toLowerCase() === wanted);
  return at < 0 ? [...params, set] : params.with(at, set);
}

export function withoutParam(params: Params, name: string): Params {
  const wanted = name.toLowerCase();
  return params.filter((each) => each.name.toLowerCase() !== wanted);
}

/** `;name=value` for each. */
export function formatParams(params: Params): string {
  let text = '';
  for (const { name, value } of params) text += value === undefined ? `;${name}` : `;${name}=${value}`;
  return text;
}

/** The first name that stands there a second time, in lower case. */
export function firstDuplicate(params: Params): string | undefined {
  if (params.length > FEW) return firstDuplicateOfMany(params);
  for (let at = 1; at < params.length; at++) {
    const { name } = params[at]!;
    for (let before = 0; before < at; before++) {
      const other = params[before]!.name;
      const isSame = other.length === name.length && other.toLowerCase() === name.toLowerCase();
      if (isSame) return name.toLowerCase();
    }
  }
  return undefined;
}

/** Up to this many are compared each with each, which is quicker than a set. */
const FEW = 8;

function firstDuplicateOfMany(params: Params): string | undefined {
  const seen = new Set<string>();
  for (const { name } of params) {
    const lower = name.toLowerCase();
    if (seen.has(lower)) return lower;
    seen.add(lower);
  }
  return undefined;
}

function find(params: Params, name: string): Param | undefined {
  const wanted = name.toLowerCase();
  return params.find((each) => each.name === name || each.name.toLowerCase() === wanted);
}
