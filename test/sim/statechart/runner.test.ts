import { describe, expect, it } from 'vitest';
import type { MachineRunner as SipRunner } from '../../../core/sip/transaction-types.ts';
import { LabDefect } from '../../../sim/statechart/lab-defect.ts';
import type { MachineRunner } from '../../../sim/statechart/types.ts';
import { type Bench, type BenchOptions, createBench as createAnyBench } from './bench.ts';
import { type DoorEffect, doorMachine } from './door.machine.ts';

function door(bench: Bench, perform: (effect: DoorEffect) => void = () => {}, ended: () => void = () => {}) {
  return bench.runner.start(doorMachine, {
    machine: 'door',
    id: 'door 1',
    input: { openS: 1 },
    perform,
    ended,
  });
}

/** A door that notes what it says. */
function notingDoor(bench: Bench) {
  return door(
    bench,
    ({ text }) => bench.trace.record({ type: 'note', node: 'a', text }),
    () => bench.trace.record({ type: 'note', node: 'a', text: 'ended' }),
  );
}

describe.each(['compiled', 'xstate'] as const)('the %s runner', (runner) => {
  const createBench = (options: BenchOptions = {}) => createAnyBench({ ...options, runner });

  it('serves a protocol folder by that folder’s own interface', () => {
    const { runner } = createBench();
    const asSim: MachineRunner = runner;
    const asSip: SipRunner = asSim;
    expect(asSip).toBe(runner);
  });

  it('tells timers, then the state, then effects', () => {
    const bench = createBench();
    const a = notingDoor(bench);
    a.send({ type: 'open' });
    bench.run();
    expect(bench.story()).toEqual([
      'state  > closed on start',
      'timer.set timerClose',
      'timer.set timerSqueak',
      'state closed > open.still on open',
      'timer.fired timerSqueak',
      'timer.set timerSqueak',
      'state open.still > open.still on timerSqueak',
      'squeak 2',
      'timer.fired timerSqueak',
      'timer.set timerSqueak',
      'state open.still > open.still on timerSqueak',
      'squeak 3',
      'timer.fired timerClose',
      'timer.cleared timerSqueak',
      'state open.still > closed on timerClose',
    ]);
    expect(bench.records.map((record) => record.at)).toEqual([
      0, 0, 0, 0, 1000, 1000, 1000, 1000, 3000, 3000, 3000, 3000, 4500, 4500, 4500,
    ]);
  });

  it('makes a fired timer the cause of its step and the set timer the cause of the firing', () => {
    const bench = createBench();
    notingDoor(bench).send({ type: 'open' });
    bench.run(1000);
    const [set, fired, state, note] = [2, 4, 6, 7].map((seq) => bench.records[seq]!);
    expect(set).toMatchObject({ type: 'timer.set', owner: 'door 1', name: 'timerSqueak', due: 1000 });
    expect(fired).toMatchObject({ type: 'timer.fired', name: 'timerSqueak', cause: set!.seq });
    expect(state).toMatchObject({ type: 'state', machine: 'door', id: 'door 1', cause: fired!.seq });
    expect(note).toMatchObject({ type: 'note', cause: fired!.seq });
  });

  it('tells of an ignored event, whether no transition is there, or it does nothing, or the machine is done', () => {
    const bench = createBench();
    const a = notingDoor(bench);
    a.send({ type: 'open' });
    a.send({ type: 'knock' });
    a.send({ type: 'close' });
    a.send({ type: 'close' });
    a.send({ type: 'lock' });
    bench.run();
    a.send({ type: 'open' });
    expect(a.done).toBe(true);
    expect(bench.story().filter((line) => line.startsWith('ignored'))).toEqual([
      'ignored knock in open.still',
      'ignored close in closed',
      'ignored open in locked',
    ]);
  });

  it('sets and fires a zero timer at the same instant, then says that it ended', () => {
    const bench = createBench();
    notingDoor(bench).send({ type: 'lock' });
    bench.run();
    expect(bench.kernel.nowUs).toBe(0);
    expect(bench.story().slice(1)).toEqual([
      'timer.set timerBolt',
      'state closed > bolting on lock',
      'timer.fired timerBolt',
      'state bolting > locked on timerBolt',
      'ended',
    ]);
    expect(bench.runner.live).toBe(0);
  });

  it('carries effects out first in, first out: what they send waits behind them', () => {
    const bench = createBench();
    const order: string[] = [];
    const other = door(bench, () => order.push('other'));
    const first = door(bench, () => {
      order.push('first');
      if (order.length === 1) other.send({ type: 'knock' });
    });
    first.send({ type: 'knock' });
    expect(order).toEqual(['first', 'first', 'other', 'other']);
  });

  it('keeps for each queued action the cause of when it was queued', () => {
    const bench = createBench();
    const other = notingDoor(bench);
    const first = door(bench, ({ text }) => {
      const seq = bench.trace.record({ type: 'note', node: 'a', text: `heard ${text}` });
      bench.trace.because(seq, () => other.send({ type: 'open' }));
    });
    bench.trace.because(77, () => first.send({ type: 'knock' }));
    const heard = bench.records.filter((r) => r.type === 'note').map((r) => [r.seq, r.cause]);
    expect(heard.map(([, cause]) => cause)).toEqual([77, 77]);
    const opened = bench.records.find((r) => r.type === 'state' && r.on === 'open');
    expect(opened?.cause).toBe(heard[0]![0]);
  });

  it('ends the run loudly when a machine fails, and goes on being usable', () => {
    const bench = createBench();
    const a = door(bench);
    expect(() => a.send({ type: 'break' })).toThrow(LabDefect);
    expect(() => door(bench).send({ type: 'break' })).toThrow(
      /^a: door door 1 failed on break: Error: .*the hinge broke$/s,
    );
    const b = door(bench);
    b.send({ type: 'open' });
    expect(b.state).toBe('open.still');
  });

  it('stops a machine: timers cleared, queued effects and events forgotten', () => {
    const bench = createBench();
    const said: string[] = [];
    const a = door(bench, ({ text }) => {
      said.push(text);
      a.stop();
      a.send({ type: 'knock' });
    });
    a.send({ type: 'open' });
    bench.run(1000);
    expect(said).toEqual(['squeak 2']);
    expect(bench.story().slice(-2)).toEqual(['timer.cleared timerClose', 'timer.cleared timerSqueak']);
    expect([bench.runner.live, bench.kernel.pending]).toEqual([0, 0]);
  });

  it('stops all of a host’s machines', () => {
    const bench = createBench();
    for (let i = 0; i < 3; i++) door(bench).send({ type: 'open' });
    expect(bench.runner.live).toBe(3);
    bench.runner.stopAll();
    expect([bench.runner.live, bench.kernel.pending]).toEqual([0, 0]);
  });

  it('lets background timers not keep a run alive', () => {
    const bench = createBench({ traced: false });
    const a = bench.runner.start(doorMachine, {
      machine: 'door',
      id: 'door 1',
      input: { openS: 1 },
      background: ['timerClose', 'timerSqueak'],
      perform: () => {},
    });
    a.send({ type: 'open' });
    bench.run();
    expect([bench.kernel.nowUs, a.state]).toEqual([0, 'open.still']);
  });

  it('does the same without a trace', () => {
    const texts = (traced: boolean) => {
      const bench = createBench({ traced });
      const said: string[] = [];
      door(bench, ({ text }) => said.push(`${bench.kernel.nowUs} ${text}`)).send({ type: 'open' });
      bench.run();
      return said;
    };
    expect(texts(false)).toEqual(texts(true));
    expect(texts(true)).toEqual(['1000 squeak 2', '3000 squeak 3']);
  });

  it('counts the transitions taken in the words of the definition', () => {
    const taken: string[] = [];
    const bench = createBench({ traced: false, onTransition: (...names) => taken.push(names.join('|')) });
    const a = door(bench);
    a.send({ type: 'open' });
    bench.run(1000);
    a.send({ type: 'close' });
    a.send({ type: 'knock' });
    expect(taken).toEqual([
      'door|closed|open|open',
      'door|open.still|timerSqueak|open.still',
      'door|open|close|closed',
      'door|closed|knock|',
    ]);
  });
});
