import { readFileSync } from 'node:fs';
import { type Command, Complaint, status } from '../command.ts';
import { print, reasonOf } from '../output.ts';
import { readFile } from '../reading/sequence.ts';
import { readingText } from '../reading/text.ts';
import { terminal } from '../terminal.ts';

export const command: Command = {
  usage: 'FILE… [--json]',
  help: 'Reads SIP, MSRP, SDP or message/cpim text (-: standard input), says which it is, prints its structure, and each error with its\noffset in bytes and the rule that it breaks. A file may hold several SIP or MSRP messages, one after the other. Exit status 0: all valid; 1: not.',
  flags: {
    json: {
      type: 'boolean',
      help: 'as JSON: an array, one element a file; `messages` in it where there are several',
    },
  },
  async run(call) {
    if (call.positionals.length === 0)
      throw new Complaint('expected at least one file, or - for standard input');
    const files = call.positionals.map((name) => ({ name, bytes: bytesOf(name) }));
    const readings = files.map(({ name, bytes }) => ({ name, bytes, reading: readFile(bytes) }));
    await print(call.has('json') ? json(readings.map(({ reading }) => reading)) : texts(readings));
    return readings.every(({ reading }) => reading.valid) ? status.held : status.violated;
  },
};

function json(readings: readonly unknown[]): string {
  return `${JSON.stringify(readings, null, 1)}\n`;
}

function texts(readings: readonly Parameters<typeof readingText>[0][]): string {
  const { color } = terminal(undefined);
  return readings.map((one) => readingText(one, color)).join('\n');
}

function bytesOf(name: string): Uint8Array {
  try {
    return readFileSync(name === '-' ? 0 : name);
  } catch (error) {
    throw new Complaint(`${name}:1:1: can't be read (${reasonOf(error)})`);
  }
}
