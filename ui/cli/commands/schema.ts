import { EDITOR_HINT, jsonSchema } from '../../../scenarios/lab/schema.ts';
import { type Command, Complaint, status } from '../command.ts';
import { print } from '../output.ts';

export const command: Command = {
  usage: '',
  help: `Prints the JSON Schema of a scenario. Editors take it from a scenario's first line:\n${EDITOR_HINT}`,
  flags: {},
  async run(call) {
    if (call.positionals.length > 0) throw new Complaint(`unexpected ${call.positionals[0]}`);
    await print(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
    return status.held;
  },
};
