// Messages as columns of numbers, written as they are told: what is asked of every message of a long run is asked of these, since each object
// that is looked at lies somewhere else in memory.

import { atOnce, each, type Steps, stretches } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import { type Arrow, arrowLooks } from './arrows.ts';
import { copying, countUnder, twiceAsLong } from './growing.ts';

/** By their place in the list that they belong to. */
export interface MessageColumns {
  readonly count: number;
  readonly atUs: Float64Array;
  readonly seq: Float64Array;
  /** Where each ends, NaN where it doesn't: it arrives or is lost. */
  readonly endUs: Float64Array;
  readonly endSeq: Float64Array;
  /** Places among `nodes`. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly nodes: readonly string[];
  /** Of `arrowLooks`, and what it is and what became of it, as bits. */
  readonly looks: Uint8Array;
  /** Places among `names`: what each says in one line. */
  readonly name: Uint32Array;
  readonly names: readonly string[];
  /** Who speaks to whom, in the order in which they first did. */
  readonly hops: readonly Hop[];
}

export interface Hop {
  readonly from: string;
  readonly to: string;
}

/** Bits beside the look. */
export const lookBits = 3;
export const wasAgain = 4;
export const wasLost = 8;
export const wasCopied = 16;
export const isMsrp = 32;

type Told = Pick<Arrow['message'], 'atUs' | 'seq' | 'fromNode' | 'toNode' | 'transmission'>;

/** No run has as many nodes: so the numbers of two are one. */
const mostNodes = 2 ** 26;

/** Columns that grow. */
export class GrowingColumns implements MessageColumns {
  count = 0;
  atUs = new Float64Array(64);
  seq = new Float64Array(64);
  endUs = new Float64Array(64);
  endSeq = new Float64Array(64);
  /** The number of the last record that told of it. */
  told = new Float64Array(64);
  from = new Uint32Array(64);
  to = new Uint32Array(64);
  looks = new Uint8Array(64);
  name = new Uint32Array(64);
  readonly nodes: string[] = [];
  readonly names: string[] = [];
  readonly hops: Hop[] = [];
  readonly #placeOf = new Map<string, number>();
  /** What a message of a name looks like, and the names of each protocol. */
  readonly #lookOf: number[] = [];
  readonly #sip = new Map<string, number>();
  readonly #msrp = new Map<string, number>();
  readonly #known = new Set<number>();
  /** The first message of each. */
  readonly #firsts: Record<'nodes' | 'names' | 'hops', number[]> = { nodes: [], names: [], hops: [] };

  add(message: Told, arrow: Arrow): void {
    const index = this.count++;
    if (index === this.looks.length) this.#grow();
    this.atUs[index] = message.atUs;
    this.seq[index] = message.seq;
    this.told[index] = message.seq;
    this.endUs[index] = Number.NaN;
    const [from, to] = [this.#place(message.fromNode, index), this.#place(message.toNode, index)];
    this.from[index] = from;
    this.to[index] = to;
    this.#hop(from, to, index);
    const name = this.#name(arrow, index);
    this.name[index] = name;
    this.looks[index] = this.#lookOf[name]! | (message.transmission > 0 ? wasAgain : 0);
  }

  end(index: number, atUs: Us, seq: number): void {
    this.endUs[index] = atUs;
    this.endSeq[index] = seq;
  }

  mark(index: number, bit: number): void {
    this.looks[index]! |= bit;
  }

  #place(node: string, index: number): number {
    return this.#placeOf.get(node) ?? this.#addNode(node, index);
  }

  #addNode(node: string, index: number): number {
    this.#placeOf.set(node, this.nodes.length);
    this.#firsts.nodes.push(index);
    return this.nodes.push(node) - 1;
  }

  #hop(from: number, to: number, index: number): void {
    const hop = from * mostNodes + to;
    if (this.#known.has(hop)) return;
    this.#known.add(hop);
    this.#firsts.hops.push(index);
    this.hops.push({ from: this.nodes[from]!, to: this.nodes[to]! });
  }

  /** What messages of one name look like is found once. */
  #name(arrow: Arrow, index: number): number {
    const { summary, protocol } = arrow.message;
    const isOfMsrp = protocol === 'msrp';
    const known = (isOfMsrp ? this.#msrp : this.#sip).get(summary);
    return known ?? this.#addName(summary, arrowLooks.indexOf(arrow.look) | (isOfMsrp ? isMsrp : 0), index);
  }

  #addName(name: string, look: number, index: number): number {
    ((look & isMsrp) === 0 ? this.#sip : this.#msrp).set(name, this.names.length);
    this.#lookOf.push(look);
    this.#firsts.names.push(index);
    return this.names.push(name) - 1;
  }

  #grow(): void {
    for (const column of columnNames) this[column] = twiceAsLong(this[column]) as never;
  }

  /** As the first of another's are: what is told from here on has a place of its own. */
  *beginningAs(other: GrowingColumns, count: number): Steps<void> {
    yield* copying(columnNames, other, this as Record<ColumnName, never>);
    this.count = count;
    const { nodes, names, hops } = other.#firsts;
    for (let place = 0; place < countUnder(nodes, count); place++)
      this.#addNode(other.nodes[place]!, nodes[place]!);
    for (let name = 0; name < countUnder(names, count); name++)
      this.#addName(other.names[name]!, other.#lookOf[name]!, names[name]!);
    for (const { from, to } of other.hops.slice(0, countUnder(hops, count)))
      this.#hop(this.#placeOf.get(from)!, this.#placeOf.get(to)!, hops[this.hops.length]!);
  }
}

const columnNames = ['atUs', 'seq', 'endUs', 'endSeq', 'told', 'from', 'to', 'looks', 'name'] as const;
type ColumnName = (typeof columnNames)[number];

const known = new WeakMap<readonly Arrow[], MessageColumns>();

/** Whoever tells a list tells its columns. */
export function keepColumns(arrows: readonly Arrow[], columns: MessageColumns): void {
  known.set(arrows, columns);
}

/** Those that were told with the list, or else made of it: of a part of a run, of lanes in another arrangement. */
export function* findingColumns(arrows: readonly Arrow[]): Steps<MessageColumns> {
  const told = known.get(arrows);
  if (told !== undefined) return told;
  const columns = new GrowingColumns();
  yield* each(arrows, (arrow, index) => {
    const { message, end } = arrow;
    const { atUs, seq } = arrow.sent;
    const { fromNode, toNode, transmission } = message;
    columns.add({ atUs, seq, fromNode, toNode, transmission }, arrow);
    if (end !== undefined) columns.end(index, end.atUs, end.seq);
    if (message.lost !== undefined) columns.mark(index, wasLost);
    if (arrow.copy !== undefined) columns.mark(index, wasCopied);
  });
  return columns;
}

/** The same at one go: who speaks to whom, and by which names. Of a list that was told with its columns nothing is looked at. */
export function columnsOf(arrows: readonly Arrow[]): MessageColumns {
  return atOnce(findingColumns(arrows));
}

/** When the last of them was sent, arrived or was lost. */
export function* lastMoment(arrows: readonly Arrow[]): Steps<Us> {
  const { atUs, endUs, looks } = yield* findingColumns(arrows);
  let last = 0;
  yield* stretches(arrows.length, (from, until) => {
    for (let index = from; index < until; index++) {
      if (atUs[index]! > last) last = atUs[index]!;
      if (endUs[index]! > last) last = endUs[index]!;
      if ((looks[index]! & wasCopied) !== 0) last = Math.max(last, arrows[index]!.copy?.atUs ?? 0);
    }
  });
  return last;
}
