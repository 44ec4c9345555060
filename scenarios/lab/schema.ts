// The JSON Schema (draft 2020-12) of a scenario file, for editors. It says what load.ts accepts, but for what only the whole file can tell.
import { z } from 'zod';
import { stateNames, timerNames } from './machine-names.ts';
import { scenarioFile } from './schema/scenario.ts';

/** The first line of a scenario, for editors that speak to yaml-language-server; the path is the schema's from the scenario. */
export const EDITOR_HINT = '# yaml-language-server: $schema=scenario.schema.json';

/** Makes the schema from the same description that the loader checks with. */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioFile, {
    target: 'draft-2020-12',
    io: 'input',
  });
  const { $schema, $defs = {}, ...rest } = schema;
  return {
    $schema,
    title: 'siplab scenario',
    description: 'A scenario of siplab: hosts, links, timeline, faults and what is expected of the run.',
    ...rest,
    $defs: { ...$defs, ...withMachines($defs) },
  };
}

type Definitions = NonNullable<z.core.JSONSchema.JSONSchema['$defs']>;

/** Machines, timers and states by their names, which the loader has from the machines; a timer may go by its letter alone. */
function withMachines({ machine, timer, machineState }: Definitions): Definitions {
  return {
    machine: { ...machine, enum: [...stateNames.keys()] },
    timer: { ...timer, anyOf: [{ enum: [...timerNames] }, { type: 'string' }] },
    machineState: {
      ...machineState,
      allOf: [...stateNames].map(([name, states]) => {
        const known = { enum: [...states] };
        return Object.fromEntries([
          ['if', { properties: { machine: { const: name } }, required: ['machine'] }],
          ['then', { properties: { is: known, reached: known } }],
        ]);
      }),
    },
  };
}
