import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Token, tokens } from './tokens.ts';

/** A source file of the project. */
export interface Source {
  /** From the root, with slashes: `sim/kernel/kernel.ts`. */
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly Token[];
}

export const root = join(import.meta.dirname, '..', '..');

/** The paths of all files beneath a folder of the project, from the root. */
export function filesBeneath(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Every TypeScript file beneath some folders. */
export function sourcesBeneath(...folders: readonly string[]): Source[] {
  return folders
    .flatMap(filesBeneath)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, tokens: tokens(text) };
    });
}
