// Messages as columns of numbers, written as they are told: what is asked of every message of a long run is asked of these, since each object
// that is looked at lies somewhere else in memory.

import { atOnce, each, type Steps, stretches } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import { type Arrow, arrowLooks } from './arrows.ts';

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

  add(message: Told, arrow: Arrow): void {
    const index = this.count++;
    if (index === this.looks.length) this.#grow();
    this.atUs[index] = message.atUs;
    this.seq[index] = message.seq;
    this.endUs[index] = Number.NaN;
    const [from, to] = [this.#place(message.fromNode), this.#place(message.toNode)];
    this.from[index] = from;
    this.to[index] = to;
    this.#hop(from, to);
    const name = this.#name(arrow);
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

  #place(node: string): number {
    let place = this.#placeOf.get(node);
    if (place === undefined) {
      place = this.nodes.push(node) - 1;
      this.#placeOf.set(node, place);
    }
    return place;
  }

  #hop(from: number, to: number): void {
    const hop = from * mostNodes + to;
    if (this.#known.has(hop)) return;
    this.#known.add(hop);
    this.hops.push({ from: this.nodes[from]!, to: this.nodes[to]! });
  }

  /** What messages of one name look like is found once. */
  #name(arrow: Arrow): number {
    const { summary, protocol } = arrow.message;
    const known = protocol === 'msrp' ? this.#msrp : this.#sip;
    let name = known.get(summary);
    if (name === undefined) {
      name = this.names.push(summary) - 1;
      known.set(summary, name);
      this.#lookOf.push(arrowLooks.indexOf(arrow.look) | (protocol === 'msrp' ? isMsrp : 0));
    }
    return name;
  }

  #grow(): void {
    const length = 2 * this.looks.length;
    const floats = (from: Float64Array<ArrayBuffer>) => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    const places = (from: Uint32Array<ArrayBuffer>) => {
      const to = new Uint32Array(length);
      to.set(from);
      return to;
    };
    this.atUs = floats(this.atUs);
    this.seq = floats(this.seq);
    this.endUs = floats(this.endUs);
    this.endSeq = floats(this.endSeq);
    this.from = places(this.from);
    this.to = places(this.to);
    this.name = places(this.name);
    const looks = new Uint8Array(length);
    looks.set(this.looks);
    this.looks = looks;
  }
}

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
