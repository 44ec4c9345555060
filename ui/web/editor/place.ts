// Where in a scenario something is typed: the path of keys to it, and whether a key or a value belongs there.
import type { Entry, ListOutline, MapOutline, Outline } from './outline.ts';

export type Path = readonly (string | number)[];

export interface Place {
  /** Of `key`: the path to the mapping that it is a key of. Of `value`: the path to the value. */
  readonly path: Path;
  /** `either`: a value that may still become the first key of a mapping. */
  readonly what: 'key' | 'value' | 'either';
  /** What has been typed of it, up to its end. */
  readonly from: number;
  readonly to: number;
  /** The key that stands here is followed by its colon. */
  readonly hasColon: boolean;
  /** Within braces or brackets. */
  readonly flow: boolean;
}

/** The place at an offset; undefined within a comment or a text of several lines. */
export function placeAt(text: string, root: Outline | undefined, offset: number): Place | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (/(?:^|\s)#/.test(withoutQuoted(text.slice(lineStart, offset)))) return undefined;
  if (root === undefined) return bare([], offset, false);
  return within(root, [], { text, offset, lineStart });
}

interface Spot {
  readonly text: string;
  readonly offset: number;
  readonly lineStart: number;
}

function within(node: Outline, path: Path, spot: Spot): Place | undefined {
  if (node.kind === 'scalar') {
    if (node.block) return undefined;
    const { from, to } = node;
    if (spot.offset < from || spot.offset > to) return undefined;
    return { path, what: 'value', from, to, hasColon: false, flow: false };
  }
  if (node.flow) return inFlow(node, path, spot);
  return node.kind === 'map' ? inMap(node, path, spot) : inList(node, path, spot);
}

function inFlow(node: MapOutline | ListOutline, path: Path, spot: Spot): Place | undefined {
  const { offset } = spot;
  if (offset <= node.from || offset >= node.to) return undefined;
  if (node.kind === 'list') {
    const index = node.items.findIndex((item) => offset >= item.from && offset <= (item.until ?? item.from));
    const item = node.items[index];
    if (item?.value === undefined) return bare([...path, node.items.length], offset, true, 'either');
    const found = inFlowValue(item.value, [...path, index], spot);
    return item.value.kind === 'scalar' && found !== undefined ? { ...found, what: 'either' } : found;
  }
  const entry = node.entries.find((one) => offset >= one.from && offset <= (one.until ?? one.to));
  if (entry === undefined) return bare(path, offset, true);
  if (entry.colon === undefined || offset <= entry.to) return atKey(entry, path, true);
  if (offset < entry.colon) return undefined;
  return inFlowValue(entry.value, [...path, entry.key], spot);
}

function inFlowValue(value: Outline | undefined, path: Path, spot: Spot): Place | undefined {
  const found = value && within(value, path, spot);
  if (found !== undefined) return { ...found, flow: true };
  const { offset } = spot;
  if (value !== undefined && (value.kind !== 'scalar' || offset > value.to)) return undefined;
  return bare(path, offset, true, 'value');
}

function inMap(node: MapOutline, path: Path, spot: Spot): Place | undefined {
  const { offset } = spot;
  const entry = node.entries.findLast(({ from }) => from <= offset);
  if (entry === undefined) return onNewLine(path, spot);
  const here = [...path, entry.key];
  if (offset <= entry.to) return atKey(entry, path, false);
  if (entry.colon !== undefined && offset < entry.colon) return undefined;
  if (entry.colon !== undefined && onSameLine(entry.from, spot)) {
    if (entry.value !== undefined)
      return within(entry.value, here, spot) ?? afterColon(entry.value, here, spot);
    return bare(here, offset, false, 'value');
  }
  return beneath(node, entry, path, spot);
}

/** Between the colon and what stands there. */
function afterColon(value: Outline, path: Path, { offset }: Spot): Place | undefined {
  return offset < value.from ? bare(path, offset, false, 'value') : undefined;
}

function inList(node: ListOutline, path: Path, spot: Spot): Place | undefined {
  const { offset } = spot;
  const index = node.items.findLastIndex(({ from }) => from < offset);
  const item = node.items[index];
  if (item === undefined) return undefined;
  const here = [...path, index];
  if (item.value === undefined) {
    if (!onSameLine(item.from, spot) && columnOf(spot) <= node.column) return undefined;
    return bare(here, offset, false, 'either');
  }
  if (onSameLine(item.from, spot)) {
    const found = within(item.value, here, spot);
    return item.value.kind === 'scalar' && found !== undefined ? { ...found, what: 'either' } : found;
  }
  return columnOf(spot) > node.column ? within(item.value, here, spot) : undefined;
}

/** On a line below a key: in what belongs to it, or, where the line stands no further right, in the mapping itself. */
function beneath(node: MapOutline, { key, colon, value }: Entry, path: Path, spot: Spot): Place | undefined {
  const here = [...path, key];
  const found = value && within(value, here, spot);
  if (found !== undefined) return value?.kind === 'scalar' ? { ...found, what: 'either' } : found;
  if (!isBlankBefore(spot)) return undefined;
  const column = columnOf(spot);
  if (column > node.column && value?.kind === 'scalar' && value.block) return undefined;
  if (column > node.column && value === undefined && colon !== undefined)
    return bare(here, spot.offset, false, 'either');
  return column >= node.column || path.length === 0 ? bare(path, spot.offset, false) : undefined;
}

function onNewLine(path: Path, spot: Spot): Place | undefined {
  return isBlankBefore(spot) ? bare(path, spot.offset, false) : undefined;
}

function atKey({ from, to, colon }: Entry, path: Path, flow: boolean): Place {
  return { path, what: 'key', from, to, hasColon: colon !== undefined, flow };
}

/** Nothing stands here yet. */
function bare(path: Path, offset: number, flow: boolean, what: Place['what'] = 'key'): Place {
  return { path, what, from: offset, to: offset, hasColon: false, flow };
}

function onSameLine(from: number, { lineStart }: Spot): boolean {
  return from >= lineStart;
}

function columnOf({ text, offset, lineStart }: Spot): number {
  return /^[ \t-]*/.exec(text.slice(lineStart, offset))?.[0].length ?? 0;
}

function isBlankBefore({ text, offset, lineStart }: Spot): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart, offset));
}

function withoutQuoted(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, '""');
}
