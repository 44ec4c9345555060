import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { compile } from '../../../sim/statechart/compile.ts';
import { LabDefect } from '../../../sim/statechart/lab-defect.ts';
import { createBench } from './bench.ts';
import { doorMachine } from './door.machine.ts';

describe('compiling', () => {
  it('makes the tables of a machine once', () => {
    expect(compile(doorMachine)).toBe(compile(doorMachine));
  });

  it('refuses what lies outside of the subset, by name and place, before anything runs', () => {
    const machine = setup({ actions: { shout: () => {} } }).createMachine({
      id: 'loud',
      initial: 'a',
      states: { a: { type: 'parallel', states: {} } },
    });
    const bench = createBench();
    const start = () =>
      bench.runner.start(machine, { machine: 'loud', id: 'loud 1', input: undefined, perform: () => {} });
    expect(start).toThrow(LabDefect);
    expect(start).toThrow(
      "the machine loud can't be run: actions.shout: a plain function is no assign or emit; a: no parallel states",
    );
    expect([bench.runner.live, bench.records]).toEqual([0, []]);
  });
});

describe('a step by tables', () => {
  it('that goes round in circles by `always` ends the run; XState would not come back', () => {
    const machine = setup({}).createMachine({
      initial: 'tick',
      states: { tick: { always: 'tock' }, tock: { always: 'tick' } },
    });
    const bench = createBench();
    expect(() =>
      bench.runner.start(machine, { machine: 'clock', id: 'clock 1', input: undefined, perform: () => {} }),
    ).toThrow(/^a: clock clock 1 failed on start: LabDefect: it never comes to rest in t[io]ck$/u);
    expect(bench.runner.live).toBe(0);
  });

  it('that throws on its way has done nothing: no timer set, nothing emitted', () => {
    const machine = setup({
      actions: {
        say: emit({ type: 'said' }),
        break: assign(() => {
          throw new Error('broken');
        }),
      },
      delays: { soon: 1000 },
    }).createMachine({
      initial: 'whole',
      states: {
        whole: { after: { soon: 'whole' }, on: { go: 'halfway' } },
        halfway: { entry: 'say', after: { soon: 'whole' }, always: 'broken' },
        broken: { entry: 'break' },
      },
    });
    const bench = createBench();
    const said: unknown[] = [];
    const running = bench.runner.start(machine, {
      machine: 'cup',
      id: 'cup 1',
      input: undefined,
      perform: (effect) => said.push(effect),
    });
    expect(() => running.send({ type: 'go' })).toThrow('a: cup cup 1 failed on go: Error: broken');
    expect(bench.story()).toEqual(['timer.set soon', 'state  > whole on start', 'timer.cleared soon']);
    expect([said, running.state, bench.kernel.pending]).toEqual([[], 'whole', 0]);
  });
});
