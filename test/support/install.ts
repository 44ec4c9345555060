import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What installs packages on Debian. Test files run beside one another: who comes second waits for the first, and then finds it done. */
export function installing(...packages: readonly string[]): string {
  return `apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
}

/** Runs it, as root on Debian; elsewhere it does nothing. */
export function install(...packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  const lock = join(tmpdir(), 'siplab-installing');
  spawnSync('flock', [lock, 'sh', '-c', installing(...packages)], { stdio: 'inherit' });
}
