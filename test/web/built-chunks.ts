import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtPage } from '../../ui/cli/serve/built-page.ts';

/** What the built page is made of, in octets: scripts and styles zipped, fonts as they are. */
export interface ChunkSizes {
  /** What runs before anything is seen: the page's script with all that it imports at once, but for the scenarios' texts. */
  readonly first: number;
  /** The scenarios that ship, as text: data that the first script imports. */
  readonly texts: number;
  /** What the worker imports at once, and what it fetches to run figure 1. */
  readonly worker: number;
  /** All that a worker may ever fetch, but for other scenarios. */
  readonly wholeWorker: number;
  /** What the first sight of the page needs; the editor brings its own. */
  readonly styles: number;
  readonly fonts: number;
}

export function chunkSizes(): ChunkSizes {
  const assets = join(builtPage(), 'assets');
  const names = readdirSync(assets);
  const find = (pattern: RegExp): string[] => names.filter((name) => pattern.test(name));
  const sum = (paths: Iterable<string>, size: (path: string) => number): number =>
    [...paths].reduce((total, path) => total + size(join(assets, path)), 0);
  const [entry] = find(/^index-.*\.js$/);
  const [worker] = find(/^run\.worker-.*\.js$/);
  const [folder] = find(/^scenarios-/);
  if (entry === undefined || worker === undefined || folder === undefined)
    throw new Error(`no page in ${assets}`);
  const first = imported(assets, entry, false);
  const texts = [...first].filter((name) => name.startsWith('library-'));
  for (const name of texts) first.delete(name);
  return {
    first: sum(first, zipped),
    texts: sum(texts, zipped),
    worker: sum([...imported(assets, worker, false), `${folder}/figure-1.json`], zipped),
    wholeWorker: sum(imported(assets, worker, true), zipped),
    styles: sum(find(/^index-.*\.css$/), zipped),
    fonts: sum(find(/\.woff2$/), (path) => statSync(path).size),
  };
}

function zipped(path: string): number {
  return gzipSync(readFileSync(path), { level: 9 }).length;
}

/** A script and those that it imports, at once or, where `later` says so, ever. */
function imported(assets: string, entry: string, later: boolean): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(join(assets, name), 'utf8');
    const names = [...text.matchAll(/\b(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)];
    if (later) names.push(...text.matchAll(/\bimport\(\s*["'`]\.\/([\w.-]+\.js)["'`]/g));
    for (const [, next] of names) visit(next!);
  };
  visit(entry);
  return found;
}
