import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Call, status } from './command.ts';

/**
 * Runs the same call in two processes of their own, the second in another time zone and language, and compares their traces line by
 * line. Undefined when they are equal; otherwise the exit status, after the first difference was told.
 */
export async function checkTwice(call: Call, name: string): Promise<number | undefined> {
  const args = ['run', name, '--format', 'ndjson', ...repeated(call)];
  const first = startRun(args, { TZ: 'UTC', LC_ALL: 'C' });
  const second = startRun(args, { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' });
  const difference = await firstDifference(first.lines, second.lines);
  if (difference !== undefined) {
    first.stop();
    second.stop();
  }
  const codes = await Promise.all([first.code, second.code]);
  const failed = codes.find((code) => code === status.wrongCall || code === status.defect);
  if (failed !== undefined) {
    process.stderr.write(`${[...new Set([first.errors(), second.errors()])].join('')}`);
    return failed;
  }
  if (difference === undefined) {
    process.stderr.write('checked: two processes wrote the same trace\n');
    return undefined;
  }
  process.stderr.write(
    `${told(difference)}\nagain: siplab run ${name} ${[...repeated(call), '--check'].join(' ')}\n`,
  );
  return status.defect;
}

/** The flags that say which run is meant. */
function repeated(call: Call): string[] {
  const one = (flag: string): string[] => {
    const value = call.text(flag);
    return value === undefined ? [] : [`--${flag}`, value];
  };
  const sets = call.texts('set').flatMap((set) => ['--set', set]);
  return [...one('seed'), ...one('until'), ...one('runner'), ...sets];
}

interface Run {
  readonly lines: AsyncIterator<string>;
  readonly code: Promise<number>;
  errors(): string;
  stop(): void;
}

function startRun(args: readonly string[], env: Readonly<Record<string, string>>): Run {
  const program = process.argv[1] ?? '';
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const code = once(child, 'close').then(([exit]) => (typeof exit === 'number' ? exit : status.held));
  const lines = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  return { lines, code, errors: () => errors, stop: () => child.kill() };
}

interface Difference {
  readonly line: number;
  readonly first: string | undefined;
  readonly second: string | undefined;
}

async function firstDifference(
  a: AsyncIterator<string>,
  b: AsyncIterator<string>,
): Promise<Difference | undefined> {
  for (let line = 1; ; line++) {
    const [first, second] = await Promise.all([a.next(), b.next()]);
    if (first.done && second.done) return undefined;
    const texts = {
      first: first.done ? undefined : first.value,
      second: second.done ? undefined : second.value,
    };
    if (texts.first !== texts.second) return { line, ...texts };
  }
}

function told({ line, first, second }: Difference): string {
  const where = /"seq":(\d+),"at":(\d+)/.exec(first ?? second ?? '');
  const record = where === null ? `line ${line}` : `record ${where[1]} at ${Number(where[2]) / 1_000_000} s`;
  return [
    `siplab run: two processes differ, first in ${record}`,
    `  one:   ${first ?? 'nothing more'}`,
    `  other: ${second ?? 'nothing more'}`,
  ].join('\n');
}
