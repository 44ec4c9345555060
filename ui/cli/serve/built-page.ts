import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Complaint } from '../command.ts';
import { packageRoot } from '../package-root.ts';

/** What the page is made of. */
const sources = ['sim', 'core', 'agents', 'scenarios', 'ui', 'vite.config.ts', 'package.json'];

/** The folder of the built page. A package has it; a checkout builds it when it is missing or older than what it is made of. */
export function builtPage(): string {
  const root = packageRoot();
  const built = join(root, 'dist', 'web');
  const page = join(built, 'index.html');
  const isCheckout = existsSync(join(root, 'ui', 'web', 'index.html'));
  if (existsSync(page) && (!isCheckout || statSync(page).mtimeMs >= newest(root))) return built;
  if (!isCheckout) throw new Complaint(`${page}: the page is not there; this package is not whole`);
  build(root, built);
  return built;
}

/** Builds beside and then swaps, so that another process that serves or builds the page meets a whole one. */
function build(root: string, built: string): void {
  const [fresh, old] = [`${built}-${process.pid}`, `${built}-${process.pid}-old`];
  const startedS = Date.now() / 1000;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--outDir', fresh, '--logLevel', 'error'],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the page can't be built:\n${stderr}`);
  // What changed while it was being built is newer than the page.
  utimesSync(join(fresh, 'index.html'), startedS, startedS);
  try {
    if (existsSync(built)) renameSync(built, old);
    renameSync(fresh, built);
  } catch (error) {
    // Another process has put its own there in the same moment, made of the same.
    if (!existsSync(built)) throw error;
  }
  for (const left of [old, fresh]) rmSync(left, { recursive: true, force: true });
}

/** When the last change was made, in ms since 1970. */
function newest(root: string): number {
  return Math.max(...sources.map((name) => newestIn(join(root, name))));
}

function newestIn(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newestIn(join(path, name))),
    entry.mtimeMs,
  );
}
