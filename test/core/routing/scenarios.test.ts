import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { type Run, run, runShipped } from '../../scenarios/runs/lab.ts';
import { filesBeneath } from '../../support/sources.ts';

const names = filesBeneath('scenarios/core').filter((path) => path.endsWith('.yaml'));

/** Each scenario once. */
const runs = new Map<string, Run>();
function ran(path: string): Run {
  const known = runs.get(path) ?? run(readFileSync(path, 'utf8'));
  runs.set(path, known);
  return known;
}

describe('the scenarios of the core', () => {
  it.each(names)('%s ends as it says', (path) => {
    const { verdict, unmatchedFaults } = ran(path);
    expect(verdict.lines.filter(({ ok }) => !ok)).toEqual([]);
    expect(unmatchedFaults).toEqual([]);
  });
});

type Score = Extract<TraceRecord, { readonly type: 'score' }>;
/** The decisions of a run, each with its contacts in the order of their ranks, as the `score` records alone have it. */
function decisions(records: readonly TraceRecord[]): { readonly at: number; readonly groups: string[][] }[] {
  const found: { at: number; cause: number | undefined; scores: Score[] }[] = [];
  for (const record of records) {
    if (record.type !== 'score') continue;
    const last = found.at(-1);
    const isSame =
      last?.at === record.at && last.cause === record.cause && last.scores[0]?.request === record.request;
    if (isSame) last.scores.push(record);
    else found.push({ at: record.at, cause: record.cause, scores: [record] });
  }
  return found.map(({ at, scores }) => ({ at, groups: grouped(scores) }));
}

function grouped(scores: readonly Score[]): string[][] {
  const kept = scores.filter(({ outcome }) => outcome !== 'dropped');
  const ranks = [...new Set(kept.map(({ rank }) => rank))].sort((one, other) => one - other);
  return ranks.map((rank) => kept.filter((score) => score.rank === rank).map(({ contact }) => contact));
}

/** Request-URIs of the first transmissions of INVITEs to contacts, in the order of sending, from each decision to the next. */
function invited(
  records: readonly TraceRecord[],
  known: ReadonlySet<string>,
): { readonly at: number; readonly uri: string }[] {
  return records.flatMap((record) => {
    if (record.type !== 'message.sent' || record.transmission !== 0 || record.summary !== 'INVITE') return [];
    const uri = /^INVITE (\S+)/.exec(`${record.raw}`)?.[1] ?? '';
    return known.has(uri) && record.node.match(/sender|shy|mallory/) === null ? [{ at: record.at, uri }] : [];
  });
}

describe('the order of routing, from the score records alone', () => {
  // What the caller orders otherwise (RFC 3841 §9.1) is no matter of scores; a group is one core's.
  const ordinary = names.filter((path) => !path.includes('redirected') && !path.includes('edge'));

  it.each(ordinary)('%s', (path) => {
    const { records } = ran(path);
    const made = decisions(records);
    const contacts = new Set(made.flatMap(({ groups }) => groups.flat()));
    const sent = invited(records, contacts);
    for (const [index, { at, groups }] of made.entries()) {
      const untilUs = nextFor(made, index, groups)?.at ?? Number.POSITIVE_INFINITY;
      const own = sent.filter(
        (each) => each.at >= at && each.at < untilUs && groups.flat().includes(each.uri),
      );
      const order = groups.flat();
      // The tried ones are a beginning of the order, whole groups at one instant.
      expect(own.map(({ uri }) => uri)).toEqual(order.slice(0, own.length));
      for (const group of groups) {
        const instants = own.filter(({ uri }) => group.includes(uri)).map((each) => each.at);
        expect(new Set(instants).size).toBeLessThanOrEqual(1);
        if (instants.length > 0) expect(instants).toHaveLength(group.length);
      }
    }
    expect(sent.every(({ at }) => made.some((each) => each.at <= at))).toBe(true);
  });

  /** The next decision about any of the same contacts. */
  function nextFor(made: ReturnType<typeof decisions>, index: number, groups: string[][]) {
    const own = new Set(groups.flat());
    return made.slice(index + 1).find((each) => each.groups.flat().some((uri) => own.has(uri)));
  }
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
