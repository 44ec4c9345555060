// YAML 1.2 as strangers may write it: a scenario's text as a tree of nodes, each of which knows its place.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import type { Place } from '../scenario.ts';
import { tooDeep } from './nesting.ts';

/** Where something stands in the document: keys and indices from the top. */
export type Path = readonly PropertyKey[];

/** What is wrong with a scenario, on one line with its place. */
export interface ScenarioError {
  /** The file's name, or `--set path=value` where a change brought it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what was expected, without the place. */
  readonly message: string;
  /** `file:line:column: message`. */
  readonly text: string;
}

/** A scenario's text as a tree of nodes. */
export interface ScenarioDocument {
  readonly file: string;
  readonly yaml: Document.Parsed;
  readonly lines: LineCounter;
  /** Nodes that `--set` wrote: the argument that they came from, and where its value begins there. */
  readonly set: WeakMap<object, { readonly argument: string; readonly column: number }>;
  /** What each alias stands for; known once the document was made plain. */
  readonly targets: WeakMap<Alias, Node>;
  /** The pairs of a mapping by key; made when a place in it is first asked for. */
  readonly pairs: WeakMap<object, ReadonlyMap<string, Pair>>;
}

/** Some five thousand lines; larger crowds are groups. The library needs seconds for each MiB of mistakes. */
const MAX_CHARACTERS = 512 << 10;
const FIRST: Place = { line: 1, column: 1 };

/** Reads a document. What YAML forbids is an error, the first one; so is what can be no scenario at all. */
export function readDocument(text: string, file: string): ScenarioDocument | ScenarioError {
  if (text.length > MAX_CHARACTERS) return errorAt(file, FIRST, 'expected at most 512 KiB of text');
  const deep = tooDeep(text);
  if (deep !== undefined) return errorAt(file, deep, 'nested deeper than any scenario');
  const lines = new LineCounter();
  const yaml = parse(text, lines);
  const broken = yaml.errors[0];
  if (broken !== undefined) {
    return errorAt(file, placeOfOffset(lines, broken.pos[0]), yamlMessage(broken.code, broken.message));
  }
  if (yaml.contents === null || (isScalar(yaml.contents) && yaml.contents.value === null)) {
    return errorAt(file, FIRST, 'expected a scenario: the file is empty');
  }
  if (!isMap(yaml.contents)) {
    const place = placeOfNode(lines, yaml.contents) ?? FIRST;
    return errorAt(file, place, 'expected a scenario: a mapping with title, core, agents and timeline');
  }
  return { file, yaml, lines, set: new WeakMap(), targets: new WeakMap(), pairs: new WeakMap() };
}

/** Whether keys are unique is checked by plain.ts: the library compares each key with all before it. */
export function parse(text: string, lines: LineCounter): Document.Parsed {
  return parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
}

function yamlMessage(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab: YAML is indented with blanks';
  if (code === 'MULTIPLE_DOCS') return 'expected one scenario a file: here a second document begins';
  return `not YAML: ${message.split('\n', 1)[0]}`;
}

export function errorAt(file: string, place: Place, message: string): ScenarioError {
  const { line, column } = place;
  return { file, line, column, message, text: `${file}:${line}:${column}: ${message}` };
}

/** The error at a node, in the file or in the argument of `--set` that wrote it. */
export function errorAtNode(document: ScenarioDocument, node: unknown, message: string): ScenarioError {
  const { file, place } = whereIs(document, node) ?? { file: document.file, place: FIRST };
  return errorAt(file, place, message);
}

/** The error at a path: at the value there, at its key, or, where there is nothing, at what it is missing from. */
export function errorAtPath(
  document: ScenarioDocument,
  path: Path,
  message: string,
  end: 'key' | 'value' = 'value',
): ScenarioError {
  const { file, place } = locate(document, path, end);
  return errorAt(file, place, message);
}

/** The place of the value at a path, in the file or in the argument of `--set` that wrote it. */
export function placeAt(document: ScenarioDocument, path: Path): Place {
  return locate(document, path, 'value').place;
}

interface Where {
  readonly file: string;
  readonly place: Place;
}

function locate(document: ScenarioDocument, path: Path, end: 'key' | 'value'): Where {
  let node: unknown = document.yaml.contents;
  let found = whereIs(document, node) ?? { file: document.file, place: FIRST };
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = document.targets.get(node);
    const [key, value] = childOf(document, node, step);
    if (value === undefined) break;
    // An empty value has no characters of its own, and what `--set` wrote has no key: then the other one is the place.
    const here = end === 'key' && depth === path.length - 1 ? [value, key] : [key, value];
    for (const seen of here) if (!isEmpty(seen)) found = whereIs(document, seen) ?? found;
    node = value;
  }
  return found;
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

/** The key and the value that a step leads to. */
function childOf(document: ScenarioDocument, node: unknown, step: PropertyKey): readonly [unknown, unknown] {
  if (isMap(node)) {
    let pairs = document.pairs.get(node);
    if (pairs === undefined) {
      pairs = new Map(node.items.map((pair) => [keyText(pair.key) ?? '', pair]));
      document.pairs.set(node, pairs);
    }
    const pair = pairs.get(String(step));
    return [pair?.key, pair?.value];
  }
  const items = node !== null && typeof node === 'object' && 'items' in node ? node.items : undefined;
  return [undefined, Array.isArray(items) ? items[Number(step)] : undefined];
}

function whereIs(document: ScenarioDocument, node: unknown): Where | undefined {
  const set = typeof node === 'object' && node !== null ? document.set.get(node) : undefined;
  if (set !== undefined) return { file: `--set ${set.argument}`, place: { line: 1, column: set.column } };
  const place = placeOfNode(document.lines, node);
  return place === undefined ? undefined : { file: document.file, place };
}

function placeOfNode(lines: LineCounter, node: unknown): Place | undefined {
  const offset = (node as Node | null | undefined)?.range?.[0];
  return offset === undefined ? undefined : placeOfOffset(lines, offset);
}

function placeOfOffset(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return line === 0 ? FIRST : { line, column: col };
}

/** A key as text; undefined for keys that are lists or mappings. */
export function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : typeof key === 'string' ? key : undefined;
}
