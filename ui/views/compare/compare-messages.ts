// Two runs, message by message. Chance is keyed by the message's name, so what was not touched is equal to the microsecond, and what differs
// is a consequence.

import { atOnce, each, type Steps, sorted } from '../../../sim/steps.ts';
import { sameRaw } from '../../../sim/trace/raw.ts';
import type { MessageRow } from '../ladder-model.ts';
import {
  type Comparison,
  type Difference,
  type DifferenceCounts,
  type DifferenceKind,
  shown,
} from './difference.ts';
import { fatesOf } from './fates.ts';

/** Compares the messages of two runs, each in the order in which they were sent. Takes time in proportion to them. */
export function compareMessages(a: readonly MessageRow[], b: readonly MessageRow[]): Comparison {
  return atOnce(comparing(a, b));
}

/** The same step by step. */
export function* comparing(a: readonly MessageRow[], b: readonly MessageRow[]): Steps<Comparison> {
  const twinOfA = new Map<string, MessageRow>();
  const twinOfB = new Map<string, MessageRow>();
  const found: Difference[] = [];
  const pair = (one: MessageRow, other: MessageRow): void => {
    twinOfA.set(one.key, other);
    twinOfB.set(other.key, one);
    const difference = differenceOf(one, other);
    if (difference !== undefined) found.push(difference);
  };
  const rest = yield* pairByKey(a, b, pair);
  const left = yield* pairByPlace(rest.a, rest.b, pair);
  for (const one of left.a) found.push({ kind: 'only a', a: one, movedUs: 0, changed: false });
  for (const other of left.b) found.push({ kind: 'only b', b: other, movedUs: 0, changed: false });
  const differences = yield* sorted(found, inTime);
  const counts = countsOf(differences);
  return {
    differences,
    counts,
    same: b.length - (counts.total - counts.onlyA),
    twinOfA,
    twinOfB,
    atA: yield* placesBy(differences, 'a'),
    atB: yield* placesBy(differences, 'b'),
  };
}

function inTime(one: Difference, other: Difference): number {
  return shown(one).atUs - shown(other).atUs || shown(one).seq - shown(other).seq;
}

interface Both {
  readonly a: readonly MessageRow[];
  readonly b: readonly MessageRow[];
}

type Pair = (a: MessageRow, b: MessageRow) => void;

/** A key is a message of a run. Where a trace has one twice, the first goes with the first. */
function pairByKey(a: readonly MessageRow[], b: readonly MessageRow[], pair: Pair): Steps<Both> {
  return pairBy(a, b, ({ key }) => key, pair);
}

/** What has no twin by its key has one by its place: the same link, name and transmission, in order. */
function pairByPlace(a: readonly MessageRow[], b: readonly MessageRow[], pair: Pair): Steps<Both> {
  return pairBy(a, b, placeOf, pair);
}

function* pairBy(
  a: readonly MessageRow[],
  b: readonly MessageRow[],
  nameOf: (message: MessageRow) => string,
  pair: Pair,
): Steps<Both> {
  // By name, the place of the first that waits; and from each the place of the next of its name. No lists: most names are there once.
  const waiting = new Map<string, number>();
  const next = new Int32Array(a.length).fill(a.length);
  yield* each(a, (_, before) => {
    const at = a.length - 1 - before;
    const name = nameOf(a[at]!);
    next[at] = waiting.get(name) ?? a.length;
    waiting.set(name, at);
  });
  const paired = new Uint8Array(a.length);
  const left: MessageRow[] = [];
  yield* each(b, (other) => {
    const name = nameOf(other);
    const at = waiting.get(name) ?? a.length;
    const one = a[at];
    if (one === undefined) {
      left.push(other);
      return;
    }
    waiting.set(name, next[at]!);
    paired[at] = 1;
    pair(one, other);
  });
  return { a: a.filter((_, at) => paired[at] === 0), b: left };
}

/** `core>bob/200 INVITE/0`; of a chunk its range doesn't count. */
function placeOf({ fromNode, toNode, summary, transmission }: MessageRow): string {
  return `${fromNode}>${toNode}/${summary.replace(/^(SEND|REPORT) .*/, '$1')}/${transmission}`;
}

function differenceOf(a: MessageRow, b: MessageRow): Difference | undefined {
  const sentUs = b.atUs - a.atUs;
  const arrivedUs = (b.arrivedUs ?? 0) - (a.arrivedUs ?? 0);
  const bothArrived = a.arrivedUs !== undefined && b.arrivedUs !== undefined;
  const movedUs = sentUs !== 0 || !bothArrived ? sentUs : arrivedUs;
  const changed = !sameRaw(a.raw, b.raw);
  if (!sameFate(a, b)) return { kind: 'fate', a, b, movedUs, changed };
  if (movedUs !== 0) return { kind: 'moved', a, b, movedUs, changed };
  return changed ? { kind: 'changed', a, b, movedUs, changed } : undefined;
}

function sameFate(a: MessageRow, b: MessageRow): boolean {
  const [one, other] = [fatesOf(a), fatesOf(b)];
  const same = one.length === other.length && one.every((fate, index) => fate === other[index]);
  return same && a.lost?.reason === b.lost?.reason;
}

function countsOf(differences: readonly Difference[]): DifferenceCounts {
  const having = (kind: DifferenceKind): number => differences.filter((one) => one.kind === kind).length;
  return {
    total: differences.length,
    onlyA: having('only a'),
    onlyB: having('only b'),
    moved: having('moved'),
    changed: having('changed'),
    fate: having('fate'),
  };
}

function* placesBy(differences: readonly Difference[], run: 'a' | 'b'): Steps<Map<string, number>> {
  const places = new Map<string, number>();
  yield* each(differences, (difference, index) => {
    const key = difference[run]?.key;
    if (key !== undefined) places.set(key, index);
  });
  return places;
}
