// The JSON Schema that ships, as data: it is fetched with the editor.
import written from '../../../scenarios/scenario.schema.json' with { type: 'json' };
import { createSchemaWalk, type Schema } from './schema-walk.ts';

export const scenarioSchema = createSchemaWalk(written as unknown as Schema);
