import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import type { Row } from '../../ui/views/ladder-model.ts';
import { nodesOf } from '../../ui/views/lanes.ts';
import { figure1, troubles } from './fixtures/figure-1.ts';
import { Story } from './fixtures/story.ts';

/** The rows in a few words. */
function story(rows: readonly Row[]): string[] {
  return rows.map(words);
}

function words(row: Row): string {
  switch (row.kind) {
    case 'message':
      return `${row.summary}/${row.transmission}${row.lost ? ' lost' : ''}${row.apart ? ` apart ${row.apart}` : ''}`;
    case 'arrival':
      return `${row.message.summary} ${row.copy ? 'copy' : 'arrives'} ${row.message.apart ?? ''}`.trim();
    case 'timer':
      return `${row.name} ${row.change}`;
    case 'mark':
      return `${row.mark}: ${row.text}`;
    case 'gap':
      return `gap ${row.lengthUs}`;
  }
}

describe('the ladder of a trace', () => {
  it('puts senders on the left and receivers on the right, whoever speaks first', () => {
    expect(nodesOf(figure1())).toEqual(['bob', 'core', 'sender']);
    expect(buildLadder(figure1()).lanes).toEqual(['sender', 'core', 'bob']);
  });

  it('takes the lanes that it is given and folds the others', () => {
    const ladder = buildLadder(figure1(), { lanes: ['bob'] });
    expect(ladder.lanes).toEqual(['bob', 'others (2)']);
    expect(
      ladder.rows.filter((row) => row.kind === 'message' && row.from === 1 && row.to === 1),
    ).toHaveLength(6);
  });

  it('has a row for each transmission and counts them', () => {
    const ladder = buildLadder(figure1(true));
    expect(ladder.counts).toEqual({
      messages: 19,
      lost: 1,
      again: 1,
      duplicated: 0,
      timersFired: 1,
      timersQuiet: 0,
    });
    expect(ladder.end).toMatchObject({ reason: 'idle', fingerprint: '5f2ab81c90d1e377' });
    expect(story(ladder.rows)).toContain('200 INVITE/0 lost');
    expect(story(ladder.rows)).toContain('200 INVITE/1');
    expect(story(ladder.rows)).toContain('Timer 2xx fired');
  });

  it('draws apart what crossed, was overtaken or held up, and copies', () => {
    expect(story(buildLadder(troubles(), { detail: 'brief' }).rows)).toEqual([
      'INVITE/0 lost',
      'gap 500000',
      'INVITE/1',
      'INVITE/0 apart 1',
      'INVITE copy',
      'fault: fault 3: partition sender<>core',
      'gap 820437',
      'INVITE arrives 1',
      'BYE/0 apart 2',
      'BYE/0 apart 3',
      'BYE arrives 2',
      'BYE arrives 3',
      '486 INVITE/0',
    ]);
  });

  it('marks one that a later one overtook, and only that', () => {
    const records = new Story('Overtaken')
      .message({ ms: 0, from: 'a', to: 'b', summary: 'FIRST', latencyMs: 30 })
      .message({ ms: 1, from: 'a', to: 'b', summary: 'SECOND', latencyMs: 10 })
      .message({ ms: 2, from: 'a', to: 'b', summary: 'THIRD', latencyMs: 40 })
      .records(100);
    expect(story(buildLadder(records).rows)).toEqual([
      'FIRST/0 apart 1',
      'SECOND/0',
      'THIRD/0',
      'FIRST arrives 1',
    ]);
  });

  it('lets MSRP chunks pass their responses without a word', () => {
    const msrp = { protocol: 'msrp', transport: 'tcp' } as const;
    const records = new Story('Pipelined')
      .message({ ...msrp, ms: 0, from: 'a', to: 'b', summary: 'SEND 1-2048/9000' })
      .message({ ...msrp, ms: 10, from: 'a', to: 'b', summary: 'SEND 2049-4096/9000' })
      .message({ ...msrp, ms: 20, from: 'b', to: 'a', summary: '200 SEND' })
      .records(100);
    expect(story(buildLadder(records).rows).some((row) => row.includes('apart'))).toBe(false);
  });

  it('shows a message that was under way at the end, and a trace that was cut off', () => {
    const records = new Story('Cut')
      .message({ ms: 0, from: 'a', to: 'b', summary: 'BYE', latencyMs: 50 })
      .records(60);
    const ladder = buildLadder(records.filter(({ type }) => type !== 'message.received' && type !== 'end'));
    expect(ladder.end).toBeUndefined();
    expect(ladder.rows).toMatchObject([{ kind: 'message', summary: 'BYE' }]);
    expect(ladder.rows[0]).not.toHaveProperty('arrivedUs');
  });

  it('tells states, scores and timers set only in full', () => {
    const records = new Story('States')
      .at(0, {
        type: 'state',
        node: 'a',
        machine: 'inviteClient',
        id: 'x',
        from: '',
        to: 'calling',
        on: 'start',
      })
      .at(0, { type: 'timer.set', node: 'a', owner: 'client INVITE x', name: 'timerB', due: 32_000_000 })
      .at(0, { type: 'store', node: 'a', what: 'allow', value: ['INVITE', 'BYE'] })
      .records(1);
    expect(story(buildLadder(records).rows)).toEqual([]);
    expect(story(buildLadder(records, { detail: 'full' }).rows)).toEqual([
      'state: inviteClient → calling',
      'Timer B set',
      'store: stores allow',
    ]);
  });

  it('spares the reader timers that only ended their own machine, unless all is asked for', () => {
    const fired = { type: 'timer.fired', node: 'a', due: 0 } as const;
    const state = {
      type: 'state',
      node: 'a',
      machine: 'm',
      from: 'completed',
      to: 'terminated',
      on: 'timerK',
    } as const;
    const records: TraceRecord[] = [
      { ...fired, seq: 0, at: 0, owner: 'client BYE x', name: 'timerK' },
      { ...state, seq: 1, at: 0, cause: 0, id: 'client BYE x' },
      { ...fired, seq: 2, at: 1, owner: 'client INVITE y', name: 'timerB' },
      { ...state, seq: 3, at: 1, cause: 2, id: 'client INVITE y' },
      { ...state, seq: 4, at: 1, cause: 2, id: 'call a.1' },
    ];
    expect(story(buildLadder(records).rows)).toEqual(['Timer B fired']);
    expect(buildLadder(records).counts).toMatchObject({ timersFired: 2, timersQuiet: 1 });
    expect(story(buildLadder(records, { detail: 'full' }).rows)).toContain('Timer K fired');
  });

  it('is made in time that grows with the trace, crossings and losses included', () => {
    const steps = (n: number): number => {
      const busy = new Story('Busy');
      for (let at = 0; at < n; at++) {
        busy.message({
          ms: at,
          from: at % 2 ? 'a' : 'b',
          to: at % 2 ? 'b' : 'a',
          summary: 'INFO',
          latencyMs: 1 + ((at * 7919) % 5_000),
        });
      }
      return buildLadder(busy.records(2 * n)).rows.length;
    };
    expect(steps(20_000)).toBeGreaterThan(20_000);
  });
});
