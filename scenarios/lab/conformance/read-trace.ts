// A trace from a file: NDJSON, one record a line (CONTRACT.md, "The trace"), or one JSON document that holds the records. What monitors look
// at is checked; the rest is taken as it is.
import { z } from 'zod';
import type { TraceRecord } from '../../../sim/trace/records.ts';

const text = z.union([z.string(), z.looseObject({ base64: z.string() })]);
const raw = z.union([text, z.looseObject({ head: text, bytes: z.number(), sha1: z.string() })]);
const place = { seq: z.number(), at: z.number(), cause: z.number().optional() };
const strings = <const K extends string>(...keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, z.string()])) as Record<K, z.ZodString>;

const message = z.looseObject({
  ...place,
  ...strings('key', 'transaction', 'node', 'from', 'to', 'protocol', 'summary'),
  id: z.number(),
  transmission: z.number(),
  transport: z.enum(['udp', 'tcp']),
  raw,
});
const fate = z.looseObject({
  ...place,
  ...strings('key', 'link', 'reason'),
  id: z.number(),
  byUs: z.number().optional(),
});
const timer = z.looseObject({ ...place, ...strings('node', 'owner', 'name'), due: z.number() });

/** The shapes of the records that are read; any other needs only its place in the trace. */
const shapes: Readonly<Record<string, z.ZodType>> = {
  'message.sent': message,
  'message.received': message,
  'message.dropped': fate,
  'message.delayed': fate,
  'message.duplicated': fate,
  'timer.set': timer,
  'timer.fired': timer,
  'timer.cleared': timer,
  run: z.looseObject({ ...place, parameters: z.json() }),
  end: z.looseObject({ ...place, reason: z.string() }),
  verdict: z.looseObject({ ...place, ...strings('requirement', 'outcome') }),
  note: z.looseObject({ ...place, ...strings('node', 'text') }),
  state: z.looseObject({ ...place, ...strings('node', 'machine', 'id', 'from', 'to', 'on') }),
  act: z.looseObject({ ...place, ...strings('node', 'act'), detail: z.json() }),
  store: z.looseObject({ ...place, ...strings('node', 'what'), value: z.json() }),
  fault: z.looseObject({ ...place, ...strings('fault', 'on') }),
  binding: z.looseObject({
    ...place,
    ...strings('node', 'aor', 'change', 'contact'),
    features: z.array(z.string()),
  }),
  score: z.looseObject({ ...place, ...strings('node', 'contact', 'score', 'outcome'), rank: z.number() }),
};
const anything = z.looseObject(place);

export type TraceRead =
  | { readonly records: readonly TraceRecord[] }
  | { readonly error: string; readonly line: number };

/** Reads a trace; what is wrong with it is said with its line, from 1. Never throws. */
export function readTrace(ndjson: string): TraceRead {
  const records: TraceRecord[] = [];
  const lines = ndjson.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line === '' && index === lines.length - 1) break;
    const read = readLine(line, index === 0);
    if (typeof read === 'string') return { error: read, line: index + 1 };
    records.push(read);
  }
  return records.length === 0 ? { error: 'no records', line: 1 } : { records };
}

/** Reads the document that `--format json` writes: `{"verdict":…,"records":[…]}`, a record a line. Never throws. */
export function readTraceDocument(text: string): TraceRead {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { error: 'not JSON', line: lineOfSyntaxError(error, text) };
  }
  const all =
    typeof document === 'object' && document !== null && 'records' in document ? document.records : undefined;
  if (!Array.isArray(all)) return { error: 'not a trace: it has no list of records', line: 1 };
  const lineBefore = text.slice(0, text.indexOf('"records"')).split('\n').length;
  const records: TraceRecord[] = [];
  for (const [index, value] of all.entries()) {
    const read = readRecord(value, index === 0);
    if (typeof read === 'string') return { error: read, line: lineBefore + index + 1 };
    records.push(read);
  }
  return records.length === 0 ? { error: 'no records', line: 1 } : { records };
}

/** V8 tells the position in its message; where an engine doesn't, the text is taken to be cut off at its end. */
function lineOfSyntaxError(error: unknown, text: string): number {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return text.slice(0, position === undefined ? undefined : Number(position)).split('\n').length;
}

function readLine(line: string, isFirst: boolean): TraceRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not JSON';
  }
  return readRecord(value, isFirst);
}

function readRecord(value: unknown, isFirst: boolean): TraceRecord | string {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return 'a record has a type';
  if (isFirst && type !== 'run') return 'a trace begins with a record of type "run"';
  const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  const { success, error } = (shape ?? anything).safeParse(value);
  if (success) return value as TraceRecord;
  const issue = error.issues[0];
  return `a record of type "${type}" without a fitting ${issue?.path.join('.') || 'shape'}`;
}
