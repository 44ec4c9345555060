// Records on their way from the worker to the page: numbers in one array that is handed over, each word once, the messages' texts as one
// text. So a hundred thousand messages cross in a few copies, and stand in the page's memory once.
import type { TraceRecord } from '../../../sim/trace/records.ts';

/** How a field is written: a number; a word of the table; two offsets into the text; a place among the other values. */
type CellKind = 'number' | 'word' | 'text' | 'value';

/** The keys of a record in their order, and how each is written. Records of one kind share theirs. */
type Shape = readonly (readonly [key: string, kind: CellKind])[];

/** Some records that follow one another. Shapes and words are those that no earlier pack had. */
export interface RecordPack {
  readonly count: number;
  readonly shapes: readonly Shape[];
  readonly words: readonly string[];
  readonly text: string;
  readonly values: readonly unknown[];
  /** For each record the number of its shape, then its cells. */
  readonly cells: Float64Array<ArrayBuffer>;
}

/** Packs a run's records, in order; a packer serves one run. */
export function createPacker(): (records: readonly TraceRecord[]) => RecordPack {
  const shapes = new Map<string, { readonly number: number; readonly shape: Shape }>();
  const words = new Map<string, number>();
  return (records) => {
    const fresh = { shapes: [] as Shape[], words: [] as string[] };
    const cells: number[] = [];
    const values: unknown[] = [];
    const texts = createTexts();
    const wordAt = (word: string): number => {
      const known = words.get(word);
      if (known !== undefined) return known;
      words.set(word, words.size);
      fresh.words.push(word);
      return words.size - 1;
    };
    for (const record of records) {
      const { number, shape } = shapeOf(record, shapes, fresh.shapes);
      cells.push(number);
      const fields = record as unknown as Readonly<Record<string, unknown>>;
      for (const [key, kind] of shape) {
        const value = fields[key];
        if (kind === 'number') cells.push(value as number);
        else if (kind === 'word') cells.push(wordAt(value as string));
        else if (kind === 'text') cells.push(...texts.place(value as string));
        else cells.push(values.push(value) - 1);
      }
    }
    return { count: records.length, ...fresh, text: texts.all(), values, cells: Float64Array.from(cells) };
  };
}

function shapeOf(
  record: TraceRecord,
  shapes: Map<string, { readonly number: number; readonly shape: Shape }>,
  fresh: Shape[],
): { readonly number: number; readonly shape: Shape } {
  const fields = record as unknown as Readonly<Record<string, unknown>>;
  let name = '';
  for (const key in fields) name += `${key} ${kindOf(key, fields[key])} `;
  let known = shapes.get(name);
  if (known === undefined) {
    const shape = Object.keys(fields).map((key) => [key, kindOf(key, fields[key])] as const);
    known = { number: shapes.size, shape };
    shapes.set(name, known);
    fresh.push(shape);
  }
  return known;
}

function kindOf(key: string, value: unknown): CellKind {
  if (typeof value === 'number') return 'number';
  if (typeof value !== 'string') return 'value';
  return key === 'raw' ? 'text' : 'word';
}

/** Texts end to end; one that is there already, a message that arrives as it was sent, is not written again. */
function createTexts() {
  const parts: string[] = [];
  const places = new Map<string, readonly [from: number, to: number]>();
  let length = 0;
  return {
    place(text: string): readonly [from: number, to: number] {
      const known = places.get(text);
      if (known !== undefined) return known;
      const place = [length, length + text.length] as const;
      places.set(text, place);
      parts.push(text);
      length += text.length;
      return place;
    },
    all: () => parts.join(''),
  };
}

/** Unpacks what one packer packed, in the same order. */
export function createUnpacker(): (pack: RecordPack) => TraceRecord[] {
  const open = createOpener();
  return (pack) => open(pack)(pack.count);
}

/** Opens packs in the same order; what it returns hands out so many records more, until there are none. */
export function createOpener(): (pack: RecordPack) => (most: number) => TraceRecord[] {
  const shapes: { readonly shape: Shape; readonly blank: object }[] = [];
  const words: string[] = [];
  return ({ count, shapes: newShapes, words: newWords, text, values, cells }) => {
    for (const shape of newShapes) shapes.push({ shape, blank: blankOf(shape) });
    for (const word of newWords) words.push(word);
    let [at, left] = [0, count];
    const nextRecord = (): TraceRecord => {
      const { shape, blank } = shapes[cells[at++]!]!;
      const record = { ...blank } as Record<string, unknown>;
      for (const [key, kind] of shape) {
        const cell = cells[at++]!;
        if (kind === 'number') record[key] = small(cell);
        else if (kind === 'word') record[key] = words[cell];
        else if (kind === 'text') record[key] = text.slice(cell, cells[at++]!);
        else record[key] = values[cell];
      }
      return record as unknown as TraceRecord;
    };
    return (most) => {
      const records: TraceRecord[] = [];
      for (; left > 0 && records.length < most; left--) records.push(nextRecord());
      return records;
    };
  };
}

/** With all keys of the shape: a copy has room for just these, where one that is given key after key takes half as much again. */
function blankOf(shape: Shape): object {
  return JSON.parse(JSON.stringify(Object.fromEntries(shape.map(([key]) => [key, 0])))) as object;
}

/** The same number: one that fits 31 bits takes no room of its own. */
function small(cell: number): number {
  const whole = cell | 0;
  return whole === cell ? whole : cell;
}
