// How much memory a process that this one started holds, where the system tells (Linux).
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The most that a child of ours of this `--type` holds, in MB; undefined where that isn't told. */
export function residentMB(type: string): number | undefined {
  if (!existsSync('/proc/self/status')) return undefined;
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isOurs(name) && read(name, 'cmdline').includes(`--type=${type}`))
    .map((name) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(name, 'status'))?.[1] ?? 0) / 1024);
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}

function isOurs(name: string): boolean {
  for (let id = name; Number(id) > 1; ) {
    if (Number(id) === process.pid) return true;
    id = /^PPid:\s+(\d+)$/m.exec(read(id, 'status'))?.[1] ?? '0';
  }
  return false;
}

/** Empty for one that has ended meanwhile. */
function read(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
