import { describe, expect, it } from 'vitest';
import { and, assign, createMachine, emit, not, raise, setup, stateIn } from 'xstate';
import { checkSubset } from '../../../sim/statechart/subset.ts';
import { transitionsOf } from '../../../sim/statechart/transitions.ts';
import { doorMachine } from './door.machine.ts';
import { machineFiles, machinesIn } from './lab-machines.ts';

describe('every machine of the lab', () => {
  it.each(machineFiles)('%s is one machine in the subset', async (file) => {
    const machines = await machinesIn(file);
    expect(machines.map(checkSubset)).toEqual([[]]);
  });
});

describe('the subset', () => {
  /** A machine as someone might write it who goes around the types. */
  const loose = (config: unknown) =>
    setup({
      actions: { note: emit({ type: 'noted' }), count: assign({}) },
      guards: { ready: () => true },
      delays: { timerA: 1000 },
    }).createMachine(config as { initial: 'a' });

  it('takes what the README lists', () => {
    expect(checkSubset(doorMachine)).toEqual([]);
    const config = {
      id: 'm',
      initial: 'a',
      entry: { type: 'note', params: { a: 1 } },
      states: {
        a: {
          always: { guard: 'ready', target: 'b' },
          onDone: 'b',
          after: { timerA: [{ reenter: true }, 'b'] },
        },
        b: { type: 'final', exit: ['note', 'count'] },
        c: {
          initial: { target: 'd', actions: 'note' },
          states: { d: { on: { '*': {}, 'go.*': { guard: stateIn('c.d'), target: '#m.a' } } } },
        },
      },
    };
    expect(checkSubset(loose(config))).toEqual([]);
  });

  it.each([
    [{ states: { a: { entry: 'notee' } } }, 'a.entry: no such action: notee'],
    [{ states: { a: { on: { go: { actions: ['note', 'cuont'] } } } } }, 'a.on.go: no such action: cuont'],
    [{ states: { a: { after: { timerB: {} } } } }, 'a.after.timerB: no such delay: timerB'],
    [{ states: { a: { after: { 1000: {} } } } }, 'a.after.1000: no such delay: 1000'],
    [{ states: { a: { always: { guard: 'raedy' } } } }, 'a.always: no such guard: raedy'],
    [{ states: { a: { entry: () => {} } } }, 'a.entry: no inline actions'],
    [{ states: { a: { exit: raise({ type: 'go' }) } } }, 'a.exit: no inline actions'],
    [{ states: { a: { on: { go: { guard: () => true } } } } }, 'a.on.go: no inline guards'],
    [
      { states: { a: { always: { guard: and(['ready', not('steady')]) } } } },
      'a.always: no such guard: steady',
    ],
    [{ states: { a: { invoke: { src: 'child' } } } }, 'a: no invoke'],
    [{ states: { a: { type: 'parallel', states: {} } } }, 'a: no parallel states'],
    [{ states: { a: { initial: 'h', states: { h: { type: 'history' } } } } }, 'a.h: no history states'],
    [{ states: { a: { on: { 'go*': {} } } } }, 'a.on.go*: a wildcard is * or ends in .*'],
    [{ states: { a: { on: { '*.go.*': {} } } } }, 'a.on.*.go.*: a wildcard is * or ends in .*'],
    [{ states: { a: { type: 'final', states: {} } } }, 'a: no states in a final state'],
    [
      { states: { a: { initial: { target: 'b', actions: () => {} }, states: { b: {} } } } },
      'a.initial: no inline actions',
    ],
    [{ id: 'm', states: { a: { on: { go: '#m' } } } }, 'a.go: a transition to the root has reenter'],
    [{ states: { a: { always: { guard: stateIn({ a: 'b' }) } } } }, 'a.always: no such state: {"a":"b"}'],
    [{ states: { a: { always: { guard: not(stateIn('#b')) } } } }, 'a.always: no such state: "#b"'],
    [{ initial: undefined }, 'no states'],
  ])('refuses %o', (config, fault) => {
    expect(checkSubset(loose({ initial: 'a', ...config }))).toEqual([fault]);
  });

  it('refuses actions of setup that are no assign or emit, and actors', () => {
    const machine = setup({
      actors: { child: createMachine({}) },
      actions: { shout: () => {}, again: raise({ type: 'go' }) },
    }).createMachine({ initial: 'a', states: { a: {} } });
    expect(checkSubset(machine)).toEqual([
      'actions.shout: a plain function is no assign or emit',
      'actions.again: xstate.raise is no assign or emit',
      'actors.child: no actors',
    ]);
  });

  it('leaves a misspelt action to the types as well', () => {
    const machine = setup({ actions: { note: emit({ type: 'noted' }) } });
    // @ts-expect-error: there is no such action
    const misspelt = machine.createMachine({ initial: 'a', states: { a: { entry: 'notee' } } });
    expect(checkSubset(misspelt)).toEqual(['a.entry: no such action: notee']);
  });
});

describe('the transitions of a machine', () => {
  it('are listed as the runner tells of them', () => {
    expect(transitionsOf(doorMachine).map(({ from, event, to }) => `${from}|${event}|${to}`)).toEqual([
      'closed|open|open',
      'closed|knock|',
      'closed|break|locked',
      'closed|lock|bolting',
      'closed|close|',
      'open|close|closed',
      'open|timerClose|closed',
      'open.still|timerSqueak|open.still',
      'bolting|timerBolt|locked',
    ]);
  });
});
