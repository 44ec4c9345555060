// A document as plain values, in one pass.
import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { shown } from '../units.ts';
import { errorAtNode, keyText, type ScenarioDocument, type ScenarioError } from './document.ts';

const MAX_DEPTH = 32;
const MAX_ALIASES = 1000;
const MAX_NODES = 1_000_000;

/**
 * The document's value, or the first thing in it that no scenario needs: a key twice, a key that is no text, a tag, nesting without end,
 * aliases that unfold to more than anybody wrote.
 */
export function plainValue(document: ScenarioDocument): { readonly value: unknown } | ScenarioError {
  const walk = new Walk(document);
  const value = walk.plain(document.yaml.contents, 0, undefined);
  return walk.problem ?? { value };
}

/** The aliases that are being unfolded, innermost first. */
interface Unfolding {
  readonly target: Node;
  readonly outer: Unfolding | undefined;
}

class Walk {
  problem: ScenarioError | undefined;
  readonly #document: ScenarioDocument;
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;
  #aliases = 0;

  constructor(document: ScenarioDocument) {
    this.#document = document;
  }

  plain(node: unknown, depth: number, unfolding: Unfolding | undefined): unknown {
    if (this.problem !== undefined || node === null) return null;
    if (!isNode(node)) return this.#stop(node, 'expected a value');
    if (++this.#nodes > MAX_NODES) return this.#stop(node, `more than ${MAX_NODES} values`);
    if (depth > MAX_DEPTH) return this.#stop(node, `nested more than ${MAX_DEPTH} levels deep`);
    if (isAlias(node)) return this.#unfold(node, depth, unfolding);
    if (!isPlainTag(node.tag))
      return this.#stop(node, `expected no tag, not ${shown(node.tag?.replace(CORE, '!!'))}`);
    // "An alias … refers to the most recent preceding node having the same anchor" (YAML 1.2 §7.1): preceding in the text.
    if (node.anchor !== undefined && unfolding === undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item) => this.plain(item, depth + 1, unfolding));
    return isMap(node) ? this.#mapping(node, depth, unfolding) : this.#stop(node, 'expected a value');
  }

  #mapping(map: YAMLMap, depth: number, unfolding: Unfolding | undefined): unknown {
    const entries = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      const name = keyText(key);
      if (name === undefined) return this.#stop(key ?? map, 'expected a key that is a plain text');
      if (entries.has(name)) return this.#stop(key, `the key ${shown(name)} stands here a second time`);
      entries.set(name, this.plain(value, depth + 1, unfolding));
    }
    return Object.fromEntries(entries);
  }

  #unfold(alias: Alias, depth: number, unfolding: Unfolding | undefined): unknown {
    if (++this.#aliases > MAX_ALIASES) {
      return this.#stop(alias, `an alias bomb: more than ${MAX_ALIASES} aliases when all are unfolded`);
    }
    const target = this.#document.targets.get(alias) ?? this.#anchors.get(alias.source);
    if (target === undefined) return this.#stop(alias, `an alias ${shown(alias.source)} without its anchor`);
    this.#document.targets.set(alias, target);
    for (let around = unfolding; around !== undefined; around = around.outer) {
      if (around.target === target)
        return this.#stop(alias, `the alias ${shown(alias.source)} contains itself`);
    }
    return this.plain(target, depth + 1, { target, outer: unfolding });
  }

  #stop(node: unknown, message: string): undefined {
    this.problem ??= errorAtNode(this.#document, node, message);
    return undefined;
  }
}

/** What `!!` stands for (YAML 1.2 §6.8.2). */
const CORE = 'tag:yaml.org,2002:';
const PLAIN = ['str', 'int', 'float', 'bool', 'null', 'seq', 'map'];
const PLAIN_TAGS = new Set(PLAIN.map((name) => CORE + name));

function isPlainTag(tag: string | undefined): boolean {
  return tag === undefined || tag === '!' || PLAIN_TAGS.has(tag);
}
