import type { ParseArgsConfig } from 'node:util';

/** Exit statuses, the same for every command. */
export const status = { held: 0, violated: 1, wrongCall: 2, defect: 3 } as const;

/** A flag of a command, as `parseArgs` of `node:util` wants it, and what `--help` says of it. */
export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value in the usage: `S` in `--seed S`. */
  readonly value?: string;
  /** Not for people. */
  readonly hidden?: boolean;
  readonly help: string;
}

/** A command of the program; one a file in `commands/`. */
export interface Command {
  /** What follows the command's name: `FILE|NAME [options]`. */
  readonly usage: string;
  /** A few sentences. */
  readonly help: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Does it and answers the exit status. */
  run(call: Call): Promise<number>;
}

/** A call of a command, its flags read. */
export class Call {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, FlagValue>>;

  constructor(positionals: readonly string[], values: Readonly<Record<string, FlagValue>>) {
    this.positionals = positionals;
    this.#values = values;
  }

  /** The same call with other values. */
  with(values: Readonly<Record<string, FlagValue>>): Call {
    return new Call(this.positionals, { ...this.#values, ...values });
  }

  has(flag: string): boolean {
    return this.#values[flag] === true;
  }

  text(flag: string): string | undefined {
    const value = this.#values[flag];
    return typeof value === 'string' ? value : undefined;
  }

  texts(flag: string): readonly string[] {
    const value = this.#values[flag];
    if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
    return typeof value === 'string' ? [value] : [];
  }
}

type FlagValue = string | boolean | readonly (string | boolean)[] | undefined;

/** The flags as `parseArgs` takes them. */
export function parseArgsOptions(flags: Command['flags']): NonNullable<ParseArgsConfig['options']> {
  const entries = Object.entries(flags).map(([name, { type, short, multiple = false }]) => {
    return [name, short === undefined ? { type, multiple } : { type, multiple, short }] as const;
  });
  return Object.fromEntries(entries);
}

/** The input or the call is wrong: one line on standard error and exit 2. */
export class Complaint extends Error {}
