// YAML 1.2 as strangers may write it: read in linear time, with the place of everything, and without surprises.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type Scalar,
} from 'yaml';
import type { Place } from '../scenario.ts';
import { shown } from '../units.ts';

/** Where something stands in the document: keys and indices from the top. */
export type Path = readonly PropertyKey[];

/** What is wrong with a scenario, on one line with its place. */
export interface ScenarioError {
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
  readonly yaml: Document.Parsed<ParsedNode, true>;
  readonly lines: LineCounter;
  /** Nodes that `--set` wrote: the argument that they came from, and where its value begins there. */
  readonly set: WeakMap<object, { readonly argument: string; readonly column: number }>;
}

const MAX_CHARACTERS = 4 << 20;
const MAX_DEPTH = 32;
const MAX_ALIASES = 1000;
const MAX_NODES = 1_000_000;

/** Reads a document. What YAML forbids is an error; so is what could only be an attack or a mistake here. */
export function readDocument(text: string, file: string): ScenarioDocument | ScenarioError {
  const lines = new LineCounter();
  const first: Place = { line: 1, column: 1 };
  if (text.length > MAX_CHARACTERS) return errorAt(file, first, 'expected at most 4 MiB of text');
  const deep = depthLimit(text);
  if (deep !== undefined) {
    return errorAt(file, deep, `nested more than ${MAX_DEPTH} levels deep`);
  }
  const yaml = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: false,
    // The library compares each key with all before it; plain.ts does it in linear time.
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const broken = yaml.errors[0];
  if (broken !== undefined) {
    return errorAt(file, placeOfOffset(lines, broken.pos[0]), yamlMessage(broken.code, broken.message));
  }
  if (yaml.contents === null || (isScalar(yaml.contents) && yaml.contents.value === null)) {
    return errorAt(file, first, 'expected a scenario: the file is empty');
  }
  if (!isMap(yaml.contents) && !isAlias(yaml.contents)) {
    return errorAt(
      file,
      placeOfNode(lines, yaml.contents) ?? first,
      'expected a scenario: a mapping with title, core, agents and timeline',
    );
  }
  return { file, yaml: yaml as Document.Parsed<ParsedNode, true>, lines, set: new WeakMap() };
}

/**
 * YAML's reader calls itself for each level. Brackets deeper than any scenario are refused before it sees them; a bracket in a text or a
 * comment counts too, which only matters to somebody who writes 32 of them without closing one.
 */
function depthLimit(text: string): Place | undefined {
  let depth = 0;
  let line = 1;
  let begin = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a) {
      line++;
      begin = i + 1;
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > MAX_DEPTH) return { line, column: i - begin + 1 };
    } else if ((code === 0x5d || code === 0x7d) && depth > 0) depth--;
  }
  return undefined;
}

function yamlMessage(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab: YAML is indented with blanks';
  if (code === 'MULTIPLE_DOCS') return 'expected one scenario a file: here a second document begins';
  const line = message.split('\n', 1)[0] ?? message;
  return `not YAML: ${line}`;
}

export function errorAt(file: string, place: Place, message: string): ScenarioError {
  const { line, column } = place;
  return { file, line, column, message, text: `${file}:${line}:${column}: ${message}` };
}

function placeOfOffset(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return line === 0 ? { line: 1, column: 1 } : { line, column: col };
}

function placeOfNode(lines: LineCounter, node: unknown): Place | undefined {
  const offset = (node as Node | null)?.range?.[0];
  return offset === undefined ? undefined : placeOfOffset(lines, offset);
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

function locate(
  document: ScenarioDocument,
  path: Path,
  end: 'key' | 'value',
): { file: string; place: Place } {
  let node: unknown = document.yaml.contents;
  let found: { file: string; place: Place } = { file: document.file, place: { line: 1, column: 1 } };
  const see = (seen: unknown) => {
    const set = document.set.get(seen as object);
    const place = placeOfNode(document.lines, seen);
    if (set !== undefined) found = { file: `--set ${set.argument}`, place: { line: 1, column: set.column } };
    else if (place !== undefined) found = { file: document.file, place };
  };
  see(node);
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document.yaml);
    if (isMap(node)) {
      const pair = node.items.findLast((item) => keyText(item.key) === String(step));
      if (pair === undefined) break;
      if (end === 'key' && depth === path.length - 1) {
        see(pair.value);
        if (placeOfNode(document.lines, pair.key) !== undefined) see(pair.key);
        break;
      }
      // An empty value has no characters of its own: then the key is the place.
      see(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
    } else break;
    if (!(isScalar(node) && node.value === null)) see(node);
  }
  return found;
}

function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String((key as Scalar).value) : typeof key === 'string' ? key : undefined;
}

/**
 * The document as plain values, or the first thing in it that no scenario needs: a key twice, a key that is no text, a tag, aliases that
 * unfold without end.
 */
export function plainValue(document: ScenarioDocument): { readonly value: unknown } | ScenarioError {
  let nodes = 0;
  let aliases = 0;
  let problem: ScenarioError | undefined;
  const stop = (node: unknown, message: string): undefined => {
    const place = placeOfNode(document.lines, node) ?? { line: 1, column: 1 };
    const set = document.set.get(node as object);
    problem ??=
      set === undefined
        ? errorAt(document.file, place, message)
        : errorAt(`--set ${set.argument}`, { line: 1, column: set.column }, message);
    return undefined;
  };

  function plain(node: unknown, depth: number, anchors: readonly unknown[]): unknown {
    if (problem !== undefined) return undefined;
    if (++nodes > MAX_NODES) return stop(document.yaml.contents, `more than ${MAX_NODES} values`);
    if (depth > MAX_DEPTH) return stop(node, `nested more than ${MAX_DEPTH} levels deep`);
    if (isAlias(node)) {
      if (++aliases > MAX_ALIASES) return stop(node, `more than ${MAX_ALIASES} aliases when unfolded`);
      const target = node.resolve(document.yaml);
      if (target === undefined) return stop(node, `an alias ${shown(node.source)} without its anchor`);
      if (anchors.includes(target)) return stop(node, `the alias ${shown(node.source)} contains itself`);
      return plain(target, depth + 1, [...anchors, target]);
    }
    if (isScalar(node)) return isPlainTag(node.tag) ? node.value : stop(node, `a tag: ${shown(node.tag)}`);
    if (isSeq(node)) {
      if (!isPlainTag(node.tag)) return stop(node, `a tag: ${shown(node.tag)}`);
      return node.items.map((item) => plain(item, depth + 1, anchors));
    }
    if (!isMap(node)) return node === null ? null : stop(node, 'not a value');
    if (!isPlainTag(node.tag)) return stop(node, `a tag: ${shown(node.tag)}`);
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const name = keyText(key);
      if (name === undefined) return stop(key ?? node, 'expected a key that is a plain text');
      if (entries.has(name)) return stop(key, `the key ${shown(name)} stands here a second time`);
      entries.set(name, plain(value, depth + 1, anchors));
    }
    return Object.fromEntries(entries);
  }

  const value = plain(document.yaml.contents, 0, []);
  return problem ?? { value };
}

function isPlainTag(tag: string | undefined): boolean {
  return tag === undefined || tag.startsWith('tag:yaml.org,2002:') || tag === '!';
}
