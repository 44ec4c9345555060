import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { readTrace } from '../../scenarios/lab/conformance/read-trace.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { Complaint } from './command.ts';
import { reasonOf } from './output.ts';

/** Whether a file is a trace rather than a scenario: by its name, or by how it begins. */
export function isTrace(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  return file.endsWith('.ndjson') || /^\s*\{\s*"type"\s*:/.test(beginning(file));
}

/** Reads a trace; complains with file and line of what is wrong with it. */
export function recordsIn(file: string): readonly TraceRecord[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Complaint(`${file}:1:1: can't be read (${reasonOf(error)})`);
  }
  const read = readTrace(text);
  if ('error' in read) throw new Complaint(`${file}:${read.line}:1: ${read.error}`);
  return read.records;
}

function beginning(file: string): string {
  try {
    const open = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(64);
      return bytes.toString('latin1', 0, readSync(open, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(open);
    }
  } catch {
    // Whoever reads it says why it can't be read.
    return '';
  }
}
