import { describe, expect, it } from 'vitest';
import type { Raw, TraceRecord } from '../../../sim/trace/records.ts';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { runShipped } from '../../scenarios/runs/lab.ts';

/** Its core sends to another contact than it has chosen. */
const untrue = 'negative/core/core-01';

/** All that ship, those that break a rule on purpose too: what was decided is recorded in any case. */
const names = shippedScenarios()
  .map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`))
  .filter((name) => name !== untrue);

type Score = Extract<TraceRecord, { readonly type: 'score' }>;

/** One decision of one core host: whom it tries from then on, each group at once. */
interface Decision {
  readonly at: number;
  readonly node: string;
  readonly method: string;
  readonly groups: readonly (readonly string[])[];
  /** Whether the first group waits for others to come to their end. */
  readonly waits: boolean;
}

/** The decisions of a run as the `score` records alone have them. */
function decisions(records: readonly TraceRecord[]): Decision[] {
  const found: Score[][] = [];
  for (const record of records) {
    if (record.type !== 'score') continue;
    const last = found.at(-1);
    if (last?.at(-1)?.seq === record.seq - 1 && last[0]?.request === record.request) last.push(record);
    else found.push([record]);
  }
  return found.map((scores) => {
    expect(scores.map(({ rank }) => rank)).toEqual(ranked(scores));
    const [{ at, node, request, because }] = scores as [Score];
    const [method = ''] = request.split(' ');
    const { shaped = [] } = because as { readonly shaped?: readonly string[] };
    return { at, node, method, groups: grouped(scores), waits: shaped.includes('others are being tried') };
  });
}

/** The ranks that q and score give: by q, then by score, equal ones together (RFC 3841 §7.2.4). */
function ranked(scores: readonly Score[]): number[] {
  const fraction = (text: string) => {
    const [over = 0, under = 1] = text.split('/').map(Number);
    return over / under;
  };
  const worth = ({ q, score }: Score) => Number(q) * 1000 + fraction(score);
  const kept = scores.filter(({ outcome }) => outcome !== 'dropped').map(worth);
  const order = [...new Set(kept)].sort((one, other) => other - one);
  return scores.map((score) => (score.outcome === 'dropped' ? 0 : order.indexOf(worth(score)) + 1));
}

/** In which turn a contact is tried; 0: it is not. By its rank, unless the record says that the caller or Max-Breadth has it otherwise. */
function turn({ rank, because }: Score): number {
  return (because as { readonly group?: number }).group ?? rank;
}

function grouped(scores: readonly Score[]): string[][] {
  const turns = [...new Set(scores.map(turn))].filter((each) => each > 0).sort((one, other) => one - other);
  return turns.map((each) => scores.filter((score) => turn(score) === each).map(({ contact }) => contact));
}

/**
 * Request-URIs of the requests that hosts of the core sent to contacts, each once, in the order of sending; of those in a dialog, which go by
 * their route, only a BYE for which there was a decision.
 */
function tried(records: readonly TraceRecord[], made: readonly Decision[]): Sent[] {
  return records.flatMap((record) => {
    if (record.type !== 'message.sent' || record.transmission !== 0) return [];
    const { at, node } = record;
    const text = textOf(record.raw);
    const [, method = '', uri = ''] = /^([A-Z]+) (\S+) SIP/.exec(text) ?? [];
    const begins = method === 'BYE' || !/^To:.*;tag=/m.test(text);
    const isDecided = made.some(
      (each) => each.node === node && each.method === method && each.groups.flat().includes(uri),
    );
    return begins && isDecided ? [{ at, node, uri }] : [];
  });
}

/** The text of a message, whatever octets its body has. */
function textOf(raw: Raw): string {
  if (typeof raw === 'string') return raw;
  return 'base64' in raw ? Buffer.from(raw.base64, 'base64').toString('latin1') : '';
}

interface Sent {
  readonly at: number;
  readonly node: string;
  readonly uri: string;
}

/** Each request was tried in the order that the `score` records alone give: a beginning of it, whole groups at one instant. */
function expectInOrder(records: readonly TraceRecord[]): void {
  const made = decisions(records);
  const sent = tried(records, made);
  for (const [index, decision] of made.entries()) {
    const { at, node, groups, waits } = decision;
    const untilUs = nextFor(made, index)?.at ?? Number.POSITIVE_INFINITY;
    const own = sent.filter(
      (each) => each.node === node && each.at >= at && each.at < untilUs && groups.flat().includes(each.uri),
    );
    // The tried ones are a beginning of the order, whole groups at one instant.
    expect(own.map(({ uri }) => uri)).toEqual(groups.flat().slice(0, own.length));
    expect(own.length).toBeGreaterThanOrEqual(waits ? 0 : (groups[0]?.length ?? 0));
    for (const group of groups) {
      const instants = own.filter(({ uri }) => group.includes(uri)).map((each) => each.at);
      expect(new Set(instants).size).toBeLessThanOrEqual(1);
      if (instants.length > 0) expect(instants).toHaveLength(group.length);
    }
  }
  expect(sent.every((each) => made.some(({ node, at }) => node === each.node && at <= each.at))).toBe(true);
}

/** The next decision of the same host about any of the same contacts, or one that tries nobody. */
function nextFor(made: readonly Decision[], index: number): Decision | undefined {
  const { node, groups } = made[index]!;
  const own = new Set(groups.flat());
  return made
    .slice(index + 1)
    .find((each) => each.node === node && each.groups.flat().some((uri) => own.has(uri)));
}

describe('the order of routing, from the score records alone', () => {
  it.each(names)('%s', (scenario) => {
    const { records } = runShipped(scenario);
    expectInOrder(records);
    expect(records.length).toBeGreaterThan(0);
  });

  it('a core that sends elsewhere than it has chosen is seen', () => {
    const { records } = runShipped(untrue);
    expect(() => expectInOrder(records)).toThrow();
  });
});

describe('three devices and the four ways to ask (RFC 3841 §7.2)', () => {
  it('scores each as the text has it', () => {
    const { records } = runShipped('three-devices');
    const scores = records.flatMap((each) =>
      each.type === 'score' ? [`${each.outcome} ${each.score} ${each.rank}`] : [],
    );
    expect([0, 3, 6, 9].map((at) => scores.slice(at, at + 3))).toEqual([
      ['kept 1 1', 'kept 0 2', 'kept 0 3'],
      ['kept 1 1', 'kept 0 2', 'kept 0 3'],
      ['kept 1 1', 'kept 0 2', 'dropped 0 0'],
      ['kept 1 1', 'dropped 0 0', 'dropped 0 0'],
    ]);
  });
});
