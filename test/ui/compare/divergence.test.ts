import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { scenarioSource } from '../../../ui/cli/scenario-source.ts';
import { buildLadder } from '../../../ui/views/build-ladder.ts';
import { compareMessages } from '../../../ui/views/compare/compare-messages.ts';
import { consequencesOf } from '../../../ui/views/compare/consequences.ts';
import { firstDivergence } from '../../../ui/views/compare/divergence.ts';
import { toldDifferently } from '../../../ui/views/compare/told.ts';
import { simulate } from '../../../ui/web/worker/simulate.ts';

function run(
  name: string,
  faults: readonly string[] = [],
  sets: readonly string[] = [],
): readonly TraceRecord[] {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults, sets }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return answer.run.records;
}

const messagesOf = (records: readonly TraceRecord[]) =>
  buildLadder(records).rows.filter((row) => row.kind === 'message');

const drop = '{ drop: "200 INVITE", from: bob, to: core, nth: 1 }';
const figure1 = run('figure-1');
const broken = run('figure-1', [drop]);

describe('the first record in which two traces differ', () => {
  it('is none where the same happened, whatever the runs were told', () => {
    expect(firstDivergence(figure1, run('figure-1'))).toBeUndefined();
    expect(firstDivergence(figure1, run('figure-1', ['{ drop: "480 INVITE" }']))).toBeUndefined();
  });

  it('is the loss itself', () => {
    const found = firstDivergence(figure1, broken);
    expect(found?.b).toMatchObject({ type: 'message.dropped', key: 'bob>core/sender.1/200 INVITE/1/0' });
    expect(found?.a?.type).toBe('message.received');
    expect(found?.common).toBe(found!.b!.seq - 1);
  });

  it('is the end of the shorter one, and a verdict where all else is equal', () => {
    const cut = figure1.slice(0, 40);
    expect(firstDivergence(figure1, cut)).toMatchObject({ common: 39, a: figure1[40] });
    const other = figure1.map((record) =>
      record.type === 'verdict' && record.outcome === 'held'
        ? { ...record, outcome: 'violated' as const }
        : record,
    );
    expect(firstDivergence(figure1, other)?.a?.type).toBe('verdict');
    const cause = figure1.map((record) => (record.seq === 30 ? { ...record, cause: 1 } : record));
    expect(firstDivergence(figure1, cause)?.b?.seq).toBe(30);
  });

  it('leaves packets out where one trace alone has them', () => {
    const packet = {
      type: 'packet.sent',
      packet: 1,
      from: 'a',
      to: 'b',
      protocol: 'udp',
      source: '',
      destination: '',
      bytes: 1,
      info: '',
    } as const;
    const withPackets = figure1.flatMap((record, at): TraceRecord[] =>
      at % 9 === 3 ? [record, { ...packet, at: record.at, seq: 0 }] : [record],
    );
    const numbered = withPackets.map((record, seq) => ({ ...record, seq }));
    expect(firstDivergence(figure1, numbered)).toBeUndefined();
    expect(firstDivergence(numbered, withPackets)?.b).toBeDefined();
    expect(firstDivergence(broken, numbered)?.a?.type).toBe('message.dropped');
  });
});

describe('what follows from it', () => {
  const comparison = compareMessages(messagesOf(figure1), messagesOf(broken));
  const consequences = consequencesOf(comparison, figure1, broken);

  it('begins with the difference that nothing led to; every other follows from an earlier one', () => {
    const [first, ...others] = comparison.differences;
    expect(first).toMatchObject({ kind: 'fate', b: { key: 'bob>core/sender.1/200 INVITE/1/0' } });
    expect(consequences[0]?.follows).toBeUndefined();
    expect(others.length).toBeGreaterThan(10);
    for (const at of others.keys()) expect(consequences[at + 1]?.follows).toBeLessThan(at + 1);
  });

  it('a timer that the lost message would have stopped leads to the loss; and each has its cause', () => {
    const at = comparison.atB.get('core>bob/sender.1/INVITE/1/1')!;
    expect(consequences[at]).toMatchObject({ follows: 0, cause: { type: 'timer.fired', name: 'timerA' } });
    const answer = comparison.atB.get('core>sender/sender.1/200 INVITE/1/0')!;
    expect(consequences[answer]?.cause).toMatchObject({ type: 'message.received', transmission: 1 });
    expect(comparison.differences[consequences[answer]!.follows!]?.kind).toBe('only b');
  });

  it('is the same told from the other side', () => {
    const back = compareMessages(messagesOf(broken), messagesOf(figure1));
    const from = consequencesOf(back, broken, figure1);
    expect(from[back.atA.get('core>bob/sender.1/INVITE/1/1')!]).toMatchObject({ cause: { name: 'timerA' } });
  });
});

describe('what the runs were told', () => {
  it('differs by its paths', () => {
    const other = run('figure-1', [drop], ['network.links.default.latency=45ms']);
    const told = toldDifferently(figure1, other);
    expect(told.map(({ path }) => path)).toContain('network.default.latency.value');
    expect(told.some(({ path }) => path.startsWith('faults'))).toBe(true);
    expect(toldDifferently(figure1, figure1)).toEqual([]);
  });
});
