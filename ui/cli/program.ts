import { inspect, parseArgs } from 'node:util';
import { Call, type Command, Complaint, parseArgsOptions, status } from './command.ts';
import { commandHelp, programHelp } from './help.ts';
import { print, quietOnBrokenPipe } from './output.ts';
import { version } from './package-root.ts';

/** Every command is loaded when it is called. */
const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  start: () => import('./commands/start.ts'),
  run: () => import('./commands/run.ts'),
  check: () => import('./commands/check.ts'),
  parse: () => import('./commands/parse.ts'),
  match: () => import('./commands/match.ts'),
  list: () => import('./commands/list.ts'),
  diff: () => import('./commands/diff.ts'),
  schema: () => import('./commands/schema.ts'),
  serve: () => import('./commands/serve.ts'),
};

/** Named in the usage, and honest about it: they come with later parts of the lab. */
const notBuiltYet = ['explore', 'sweep', 'shrink', 'replay'];

/** Runs one call of the program and answers its exit status. Never throws. */
export async function program(args: readonly string[]): Promise<number> {
  quietOnBrokenPipe();
  const [name = '--help', ...rest] = args;
  try {
    if (name === '--version' || name === '-V') return await said(`${version()}\n`);
    if (name === '--help' || name === '-h' || name === 'help') return await help(rest[0]);
    return await dispatch(name, rest);
  } catch (error) {
    return failed(name, args, error);
  }
}

async function dispatch(name: string, rest: readonly string[]): Promise<number> {
  if (notBuiltYet.includes(name)) throw new Complaint('this command is not built yet');
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) throw new Complaint('no such command; siplab --help lists them');
  const { command } = await load();
  const help = { type: 'boolean', short: 'h', help: 'this text' } as const;
  const { positionals, values } = parseArgs({
    args: [...rest],
    options: parseArgsOptions({ ...command.flags, help }),
    allowPositionals: true,
    strict: true,
  });
  if (values.help === true) return said(commandHelp(name, command));
  return command.run(new Call(positionals, values));
}

async function help(name: string | undefined): Promise<number> {
  return name === undefined ? said(programHelp()) : dispatch(name, ['--help']);
}

async function said(text: string): Promise<number> {
  await print(text);
  return status.held;
}

/** One line for what the caller can mend; for a defect of ours everything that helps to find it. */
function failed(name: string, args: readonly string[], error: unknown): number {
  if (error instanceof Complaint || isArgumentError(error)) {
    const line = error.message.replace(/\s*\n\s*/g, ' ').replace(/\. To specify a positional.*$/, '');
    const located = /^[^\s:]+:\d+:\d+: /.test(line);
    process.stderr.write(
      located ? `${line}\n` : `siplab${name.startsWith('-') ? '' : ` ${name}`}: ${line}\n`,
    );
    return status.wrongCall;
  }
  const told = inspect(error, { depth: 4 });
  process.stderr.write(
    `siplab: a defect of the lab itself\n${told}\nagain: siplab ${args.map(quoted).join(' ')}\n`,
  );
  return status.defect;
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
