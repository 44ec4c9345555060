// The JSON Schema of a scenario, asked what may stand at a place: of several forms, those that what is written there already fits.
import type { Outline } from './outline.ts';
import type { Path } from './place.ts';

/** As much of JSON Schema as the scenario's own makes use of. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: boolean | Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
}

/** A key that a mapping may have. */
export interface KeyOffer {
  readonly key: string;
  readonly description: string;
  readonly required: boolean;
  /** Its value is a mapping or a list, and nothing shorter. */
  readonly nested: boolean;
}

export interface ValueOffer {
  readonly value: string;
  readonly description: string;
}

export interface SchemaWalk {
  /** The keys of the mapping at a path, without those that it has. */
  keysAt(root: Outline | undefined, path: Path, except?: string): readonly KeyOffer[];
  /** The words that a value may be, where it is one of a few. */
  valuesAt(root: Outline | undefined, path: Path): readonly ValueOffer[];
  /** What the key or the value at a path means; empty where nothing is known of it. */
  describe(root: Outline | undefined, path: Path): string;
}

export function createSchemaWalk(schema: Schema): SchemaWalk {
  const defs = schema.$defs ?? {};

  /** The forms that a schema stands for, each with the description that is nearest to where it is used. */
  function forms(one: Schema, description = one.description): readonly Schema[] {
    const named =
      one.$ref === undefined
        ? undefined
        : one.$ref === '#'
          ? schema
          : defs[one.$ref.slice('#/$defs/'.length)];
    if (named !== undefined) return forms(named, description ?? named.description);
    const union = one.anyOf ?? one.oneOf;
    if (union === undefined) return [description === undefined ? one : { ...one, description }];
    return union.flatMap((branch) => forms(branch, branch.description ?? description));
  }

  /** The forms at a path; at each step those that fit what is written, or, where none does, all of them. */
  function at(root: Outline | undefined, path: Path): readonly Schema[] {
    let found = narrowed(forms(schema), root, path[0]);
    let node = root;
    for (const [depth, step] of path.entries()) {
      node = childOf(node, step);
      found = narrowed(
        unique(found.flatMap((one) => children(one, step)).flatMap((one) => forms(one))),
        node,
        path[depth + 1],
      );
    }
    return found;
  }

  function narrowed(
    all: readonly Schema[],
    node: Outline | undefined,
    except?: string | number,
  ): readonly Schema[] {
    const fitting = all.filter((one) => fits(one, node, except));
    return fitting.length > 0 ? fitting : all;
  }

  /** `except`: the key that is being written says nothing yet. */
  function fits(one: Schema, node: Outline | undefined, except?: string | number): boolean {
    if (node === undefined) return true;
    if (node.kind === 'list') return isA(one, 'array');
    if (node.kind === 'scalar') return node.text === '' || fitsWord(one, node.text);
    if (!isA(one, 'object')) return false;
    return node.entries.every(({ key, value, colon }) => {
      if (key === except || colon === undefined) return true;
      const [child] = children(one, key);
      if (child === undefined) return false;
      return (
        value?.kind !== 'scalar' ||
        value.text === '' ||
        forms(child).some((form) => fitsWord(form, value.text))
      );
    });
  }

  return {
    keysAt(root, path, except) {
      const node = path.reduce<Outline | undefined>(childOf, root);
      const has = new Set(node?.kind === 'map' ? node.entries.map(({ key }) => key) : []);
      const offers = new Map<string, KeyOffer>();
      for (const form of at(root, path).length === 0 ? [] : narrowed(at(root, path), node, except))
        for (const [key, child] of Object.entries(form.properties ?? {})) {
          if (offers.has(key) || (has.has(key) && key !== except)) continue;
          const inner = forms(child);
          offers.set(key, {
            key,
            description: describeForms(inner),
            required: form.required?.includes(key) ?? false,
            nested: inner.every((one) => isA(one, 'object') || isA(one, 'array')),
          });
        }
      return [...offers.values()];
    },
    valuesAt(root, path) {
      const last = path.at(-1);
      const parent = at(root, path.slice(0, -1));
      const node = path.slice(0, -1).reduce<Outline | undefined>(childOf, root);
      const around = narrowed(parent, node, last);
      const own =
        last === undefined
          ? forms(schema)
          : around.flatMap((one) => children(one, last)).flatMap((one) => forms(one));
      const offers = new Map<string, ValueOffer>();
      for (const form of own)
        for (const value of wordsOf(form))
          if (!offers.has(value)) offers.set(value, { value, description: form.description ?? '' });
      return [...offers.values()];
    },
    describe: (root, path) => describeForms(at(root, path)),
  };
}

/** A constant of a union is described by itself: `push`: pushes files. */
function describeForms(all: readonly Schema[]): string {
  return [...new Set(all.map(({ description }) => description).filter((text) => text !== undefined))]
    .slice(0, 3)
    .join('\n');
}

function children(one: Schema, step: string | number): readonly Schema[] {
  if (typeof step === 'number') {
    const item = one.prefixItems?.[step] ?? one.items;
    return typeof item === 'object' ? [item] : [];
  }
  const own = one.properties;
  if (own !== undefined && Object.hasOwn(own, step)) return [own[step]!];
  return typeof one.additionalProperties === 'object' ? [one.additionalProperties] : [];
}

function childOf(node: Outline | undefined, step: string | number): Outline | undefined {
  if (node?.kind === 'map') return node.entries.findLast(({ key }) => key === step)?.value;
  return node?.kind === 'list' ? node.items[Number(step)]?.value : undefined;
}

function isA({ type }: Schema, wanted: string): boolean {
  return type === wanted || (Array.isArray(type) && type.includes(wanted));
}

function fitsWord(one: Schema, word: string): boolean {
  if (isA(one, 'object') || isA(one, 'array')) return false;
  const words = wordsOf(one);
  if (words.length > 0) return words.includes(word);
  return one.pattern === undefined || new RegExp(one.pattern, 'u').test(word) || !isA(one, 'string');
}

function wordsOf(one: Schema): readonly string[] {
  if (one.const !== undefined) return [String(one.const)];
  if (one.enum !== undefined) return one.enum.map(String);
  return isA(one, 'boolean') ? ['true', 'false'] : [];
}

function unique(all: readonly Schema[]): readonly Schema[] {
  return [...new Set(all)];
}
