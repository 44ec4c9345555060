import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './sources.ts';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls the program as a user does, in a process of its own, without a terminal and without colours. */
export function siplab(args: readonly string[], { input = '', env = {} }: CallOptions = {}): Outcome {
  const { NO_COLOR, FORCE_COLOR, COLUMNS, ...inherited } = process.env;
  const program = ['--import', 'tsx', join(root, 'ui/cli/main.ts')];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

interface CallOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}
