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
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly items?: boolean | Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** Of these, what holds under a condition: `if` a key has a constant, `then` others are known better. */
  readonly allOf?: readonly { readonly if?: Schema; readonly then?: Schema }[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  /** Under which name the schema has it, where it has one: the kind of thing that a text names. */
  readonly kind?: string;
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

/** Of which kind the things are that keys name. */
export interface KeyKind {
  readonly kind: string;
  readonly nested: boolean;
}

export interface SchemaWalk {
  /** The keys of the mapping at a path, without those that it has. */
  keysAt(root: Outline | undefined, path: Path, except?: string): readonly KeyOffer[];
  /** The words that a value may be, where it is one of a few. */
  valuesAt(root: Outline | undefined, path: Path): readonly ValueOffer[];
  /** Of which kinds the things are that a value may name, by the schema's own names for them. */
  kindsAt(root: Outline | undefined, path: Path): readonly string[];
  /** The same of the keys of the mapping at a path. */
  keyKindsAt(root: Outline | undefined, path: Path, except?: string): readonly KeyKind[];
  /** What the key or the value at a path means; empty where nothing is known of it. */
  describe(root: Outline | undefined, path: Path): string;
}

export function createSchemaWalk(schema: Schema): SchemaWalk {
  const defs = schema.$defs ?? {};

  /** The forms that a schema stands for, each with the description that is nearest to where it is used, and the name that it goes by. */
  function forms(one: Schema, description = one.description): readonly Schema[] {
    const name = one.$ref === '#' ? undefined : one.$ref?.slice('#/$defs/'.length);
    const named = name === undefined ? (one.$ref === undefined ? undefined : schema) : defs[name];
    if (named !== undefined)
      return forms(named, description ?? named.description).map((form) =>
        name === undefined || form.kind !== undefined ? form : { ...form, kind: name },
      );
    const union = one.anyOf ?? one.oneOf;
    if (union === undefined) return [description === undefined ? one : { ...one, description }];
    return union.flatMap((branch) => forms(branch, branch.description ?? description));
  }

  /** The forms at a path; at each step those that fit what is written, or, where none does, all of them. */
  function at(root: Outline | undefined, path: Path): readonly Schema[] {
    let found = narrowed(forms(schema), root, path[0]);
    let node = root;
    for (const [depth, step] of path.entries()) {
      const parent = node;
      node = childOf(node, step);
      found = narrowed(
        unique(found.flatMap((one) => children(one, step, parent)).flatMap((one) => forms(one))),
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

  /** What the value at a path may be, whatever stands there now. */
  function formsOfValue(root: Outline | undefined, path: Path): readonly Schema[] {
    const last = path.at(-1);
    if (last === undefined) return forms(schema);
    const above = path.slice(0, -1);
    const node = above.reduce<Outline | undefined>(childOf, root);
    return narrowed(at(root, above), node, last)
      .flatMap((one) => children(one, last, node))
      .flatMap((one) => forms(one));
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
            nested: isNested(inner),
          });
        }
      return [...offers.values()];
    },
    keyKindsAt(root, path, except) {
      const node = path.reduce<Outline | undefined>(childOf, root);
      return narrowed(at(root, path), node, except).flatMap(({ propertyNames, additionalProperties }) => {
        if (propertyNames === undefined || typeof additionalProperties !== 'object') return [];
        const nested = isNested(forms(additionalProperties));
        return kindsOf(forms(propertyNames)).map((kind) => ({ kind, nested }));
      });
    },
    valuesAt(root, path) {
      const offers = new Map<string, ValueOffer>();
      for (const form of formsOfValue(root, path))
        for (const value of wordsOf(form))
          if (!offers.has(value)) offers.set(value, { value, description: form.description ?? '' });
      return [...offers.values()];
    },
    kindsAt: (root, path) => kindsOf(formsOfValue(root, path)),
    describe: (root, path) => describeForms(at(root, path)),
  };
}

function isNested(all: readonly Schema[]): boolean {
  return all.every((one) => isA(one, 'object') || isA(one, 'array'));
}

/** A constant of a union is described by itself: `push`: pushes files. */
function describeForms(all: readonly Schema[]): string {
  return [...new Set(all.map(({ description }) => description).filter((text) => text !== undefined))]
    .slice(0, 3)
    .join('\n');
}

/** What may stand beneath a form; first what always does, then what does beside what is written. */
function children(one: Schema, step: string | number, node?: Outline): readonly Schema[] {
  if (typeof step === 'number') {
    const item = one.prefixItems?.[step] ?? one.items;
    return typeof item === 'object' ? [item] : [];
  }
  const own = one.properties;
  if (own !== undefined && Object.hasOwn(own, step)) {
    const further = (one.allOf ?? []).flatMap(({ if: condition, then }) =>
      condition !== undefined && holds(condition, node) ? (then?.properties?.[step] ?? []) : [],
    );
    return [own[step]!, ...further];
  }
  return typeof one.additionalProperties === 'object' ? [one.additionalProperties] : [];
}

/** Each key that the condition has a constant for is written so. */
function holds({ properties = {} }: Schema, node: Outline | undefined): boolean {
  return Object.entries(properties).every(([key, { const: wanted }]) => {
    const child = childOf(node, key);
    return child?.kind === 'scalar' && child.text === wanted;
  });
}

function kindsOf(all: readonly Schema[]): readonly string[] {
  return [...new Set(all.flatMap(({ kind }) => kind ?? []))];
}

/** What stands at a key, or at a place of a list. */
export function childOf(node: Outline | undefined, step: string | number): Outline | undefined {
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
