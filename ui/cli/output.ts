import { once } from 'node:events';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { Complaint } from './command.ts';

/** A reader that has seen enough (`siplab … | head`) is no error: the program ends without a word, as it stands. */
export function quietOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? 0 : 2);
    });
  }
}

/** Writes to standard output and waits while it is full. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Lines, handed over in pieces of a fair size, however many there are. */
export async function printLines(lines: Iterable<string>): Promise<void> {
  for (const piece of pieces(lines)) await print(piece);
}

/** Writes a file of lines; complains when it can't. */
export function writeLines(path: string, lines: Iterable<string>): void {
  writing(path, () => {
    const file = openSync(path, 'w');
    try {
      for (const piece of pieces(lines)) writeSync(file, piece);
    } finally {
      closeSync(file);
    }
  });
}

/** Writes a file; complains when it can't. */
export function writeFile(path: string, content: string | Uint8Array): void {
  writing(path, () => writeFileSync(path, content));
}

function writing(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new Complaint(`${path}: can't be written (${reasonOf(error)})`);
  }
}

/** `ENOENT`, `EACCES`: what the system says, in a word. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}

function* pieces(lines: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let length = 0;
  for (const line of lines) {
    piece.push(line, '\n');
    length += line.length;
    if (length < 65_536) continue;
    yield piece.join('');
    piece = [];
    length = 0;
  }
  if (piece.length > 0) yield piece.join('');
}
