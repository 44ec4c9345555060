/**
 * As much of JSON Schema (draft 2020-12) as the scenario's schema uses; any other keyword is an error, so that nothing goes unchecked.
 * Returns what is wrong, with its place.
 */
export function violations(schema: Schema, value: unknown): string[] {
  return check(schema, value, '', schema);
}

export type Schema = { readonly [keyword: string]: unknown };

type Check = (is: never, value: unknown, path: string, schema: Schema, root: Schema) => string[];

const fail = (ok: boolean, path: string, what: string): string[] => (ok ? [] : [`${path || '/'}: ${what}`]);
const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function check(schema: Schema, value: unknown, path: string, root: Schema): string[] {
  return Object.entries(schema).flatMap(([keyword, is]) => {
    // `if` sees to it.
    if (keyword === 'then') return [];
    const keywordCheck = KEYWORDS[keyword];
    if (keywordCheck === undefined) throw new Error(`unknown keyword ${keyword} at ${path}`);
    return keywordCheck(is as never, value, path, schema, root);
  });
}

const nothing: Check = () => [];

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  object: isMapping,
  array: Array.isArray,
};

const KEYWORDS: Readonly<Record<string, Check>> = {
  $schema: nothing,
  $defs: nothing,
  id: nothing,
  title: nothing,
  description: nothing,
  default: nothing,
  $ref: (ref: string, value, path, _, root) => {
    const name = ref.replace('#/$defs/', '');
    return check((root.$defs as Record<string, Schema>)[name]!, value, path, root);
  },
  type: (type: string | string[], value, path) =>
    fail(
      [type].flat().some((name) => TYPES[name]!(value)),
      path,
      `not of type ${type}`,
    ),
  const: (wanted: unknown, value, path) => fail(value === wanted, path, `not ${wanted}`),
  enum: (words: unknown[], value, path) => fail(words.includes(value), path, `none of ${words}`),
  pattern: (pattern: string, value, path) =>
    fail(typeof value !== 'string' || new RegExp(pattern, 'u').test(value), path, `not like ${pattern}`),
  minLength: (min: number, value, path) =>
    fail(typeof value !== 'string' || value.length >= min, path, 'too short'),
  maxLength: (max: number, value, path) =>
    fail(typeof value !== 'string' || value.length <= max, path, 'too long'),
  minimum: (min: number, value, path) =>
    fail(typeof value !== 'number' || value >= min, path, `below ${min}`),
  maximum: (max: number, value, path) =>
    fail(typeof value !== 'number' || value <= max, path, `above ${max}`),
  exclusiveMinimum: (min: number, value, path) =>
    fail(typeof value !== 'number' || value > min, path, `not above ${min}`),
  multipleOf: (of: number, value, path) =>
    fail(typeof value !== 'number' || value % of === 0, path, `no multiple of ${of}`),
  not: (schema: Schema, value, path, _, root) =>
    fail(check(schema, value, path, root).length > 0, path, 'not allowed'),
  anyOf: (schemas: Schema[], value, path, _, root) =>
    fail(
      schemas.some((schema) => check(schema, value, path, root).length === 0),
      path,
      'fits none',
    ),
  if: (condition: Schema, value, path, own, root) =>
    check(condition, value, path, root).length === 0 ? check(own.then as Schema, value, path, root) : [],
  allOf: (schemas: Schema[], value, path, _, root) =>
    schemas.flatMap((schema) => check(schema, value, path, root)),
  oneOf: (schemas: Schema[], value, path, _, root) =>
    fail(
      schemas.filter((schema) => check(schema, value, path, root).length === 0).length === 1,
      path,
      'fits not just one',
    ),
  items: (schema: Schema | false, value, path, own, root) => {
    if (!Array.isArray(value)) return [];
    const before = (own.prefixItems as Schema[] | undefined)?.length ?? 0;
    const rest = value.slice(before);
    if (schema === false) return fail(rest.length === 0, path, 'too many items');
    return rest.flatMap((item, i) => check(schema, item, `${path}/${before + i}`, root));
  },
  prefixItems: (schemas: Schema[], value, path, _, root) =>
    Array.isArray(value) ? schemas.flatMap((schema, i) => check(schema, value[i], `${path}/${i}`, root)) : [],
  minItems: (min: number, value, path) =>
    fail(!Array.isArray(value) || value.length >= min, path, 'too few items'),
  maxItems: (max: number, value, path) =>
    fail(!Array.isArray(value) || value.length <= max, path, 'too many items'),
  required: (keys: string[], value, path) =>
    isMapping(value) ? keys.flatMap((key) => fail(key in value, path, `without ${key}`)) : [],
  properties: (schemas: Record<string, Schema>, value, path, _, root) =>
    isMapping(value)
      ? Object.entries(schemas).flatMap(([key, schema]) =>
          key in value ? check(schema, value[key], `${path}/${key}`, root) : [],
        )
      : [],
  additionalProperties: (schema: Schema | false, value, path, own, root) => {
    if (!isMapping(value)) return [];
    const known = Object.keys((own.properties as object | undefined) ?? {});
    const others = Object.entries(value).filter(([key]) => !known.includes(key));
    return others.flatMap(([key, item]) =>
      schema === false ? [`${path}/${key}: unknown`] : check(schema, item, `${path}/${key}`, root),
    );
  },
  propertyNames: (schema: Schema, value, path, _, root) =>
    isMapping(value) ? Object.keys(value).flatMap((key) => check(schema, key, `${path}/${key}`, root)) : [],
  minProperties: (min: number, value, path) =>
    fail(!isMapping(value) || Object.keys(value).length >= min, path, 'too few keys'),
  maxProperties: (max: number, value, path) =>
    fail(!isMapping(value) || Object.keys(value).length <= max, path, 'too many keys'),
};
