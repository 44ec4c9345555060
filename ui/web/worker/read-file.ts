// A trace from a file, read where it does not hold up the page.
import {
  readTrace,
  readTraceDocument,
  type TraceRead,
} from '../../../scenarios/lab/conformance/read-trace.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';

export type FileRead = { readonly records: readonly TraceRecord[] } | { readonly error: string };

/** A browser holds no more text in one piece. */
const mostBytes = 256 << 20;

/** What is wrong with a file is a sentence, with its line. Never throws. */
export async function readFile(file: File): Promise<FileRead> {
  if (file.size > mostBytes)
    return {
      error: `${file.name} is larger than ${mostBytes >> 20} MiB: nobody can look at that much of a trace at once.`,
    };
  const text = await textOf(file);
  if (text === undefined) return { error: `${file.name} is not text: neither a trace nor a scenario.` };
  const read = readRecords(text);
  return 'records' in read ? read : { error: `${file.name}, line ${read.line}: ${read.error}.` };
}

function readRecords(text: string): TraceRead {
  // A document's first line alone is no JSON; a trace's is a record.
  const read = /^\s*\{\s*"(?:verdict|records)"/.test(text) ? readTraceDocument(text) : readTrace(text);
  if ('error' in read) return read;
  const last = read.records.at(-1);
  return last?.type === 'end'
    ? read
    : {
        error: 'the trace is cut off: its last record is not of type "end"',
        line: text.trimEnd().split('\n').length,
      };
}

async function textOf(file: Blob): Promise<string | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
