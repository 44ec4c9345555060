import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Complaint, status } from '../command.ts';
import { print } from '../output.ts';
import { scenariosFolder } from '../shipped.ts';

export const command: Command = {
  usage: '',
  help: 'Prints the JSON Schema of a scenario. A scenario names it on its first line: # yaml-language-server: $schema=…',
  flags: {},
  async run(call) {
    if (call.positionals.length > 0) throw new Complaint(`unexpected ${call.positionals[0]}`);
    await print(readFileSync(join(scenariosFolder(), 'scenario.schema.json'), 'utf8'));
    return status.held;
  },
};
