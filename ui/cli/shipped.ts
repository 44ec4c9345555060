import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { packageRoot } from './package-root.ts';

/** A scenario that ships with the lab. */
export interface Shipped {
  /** `figure-1`: the file's name without `.yaml`. */
  readonly name: string;
  /** The folder beneath `scenarios/`, with slashes; empty for those that stand at its top. */
  readonly folder: string;
  readonly path: string;
}

export function scenariosFolder(): string {
  return join(packageRoot(), 'scenarios');
}

/** All of them, by folder and name. `lab/` is the language, `files/` what scenarios push. */
export function shippedScenarios(): Shipped[] {
  const root = scenariosFolder();
  return yamlFiles(root)
    .filter((path) => !/^(?:lab|files)$/.test(relative(root, path).split(sep)[0] ?? ''))
    .map((path) => ({
      name: basename(path, '.yaml'),
      folder: relative(root, dirname(path)).split(sep).join('/'),
      path,
    }))
    .sort((a, b) => compare(a.folder, b.folder) || compare(a.name, b.name));
}

/** The shipped scenario of a name: `figure-1`, or `negative/double-register` where one name stands in several folders. */
export function shippedNamed(name: string): Shipped | undefined {
  const wanted = name.replace(/\.yaml$/, '');
  return shippedScenarios().find((one) => one.name === wanted || `${one.folder}/${one.name}` === wanted);
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return yamlFiles(path);
    return entry.name.endsWith('.yaml') ? [path] : [];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
