import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtPage } from '../../ui/cli/serve/built-page.ts';

/** All that the worker may ever fetch but for scenarios, zipped, in octets. */
export function wholeWorker(): number {
  const assets = join(builtPage(), 'assets');
  const worker = readdirSync(assets).find((name) => /^run\.worker-.*\.js$/.test(name));
  if (worker === undefined) throw new Error(`no page in ${assets}`);
  return [...imported(assets, worker)]
    .map((name) => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length)
    .reduce((sum, size) => sum + size, 0);
}

/** A script and those that it imports, at once or ever. */
function imported(assets: string, entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(join(assets, name), 'utf8');
    for (const [, next] of text.matchAll(/\b(?:from|import)\s*\(?\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
      visit(next!);
  };
  visit(entry);
  return found;
}
