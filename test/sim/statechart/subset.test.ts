import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  and,
  assign,
  createMachine,
  emit,
  not,
  raise,
  StateMachine,
  setup,
} from 'xstate';
import { checkSubset } from '../../../sim/statechart/subset.ts';
import { transitionsOf } from '../../../sim/statechart/transitions.ts';
import { doorMachine } from './door.machine.ts';

const root = join(import.meta.dirname, '../../..');
const files = ['sim', 'core', 'agents', 'scenarios'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.machine.ts'))
    .map((file) => join(folder, file)),
);

describe('every machine of the lab', () => {
  it.each(files)('%s is one machine in the subset', async (file) => {
    const exports: Record<string, unknown> = await import(pathToFileURL(join(root, file)).href);
    const machines = Object.values(exports).filter((each) => each instanceof StateMachine);
    expect(machines).toHaveLength(1);
    expect(checkSubset(machines[0] as AnyStateMachine)).toEqual([]);
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
      initial: 'a',
      entry: { type: 'note', params: { a: 1 } },
      states: {
        a: {
          always: { guard: 'ready', target: 'b' },
          onDone: 'b',
          after: { timerA: [{ reenter: true }, 'b'] },
        },
        b: { type: 'final', exit: ['note', 'count'] },
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
    [{ states: { a: { on: { '*': {} } } } }, 'a.on.*: no wildcard events'],
  ])('refuses %o', (config, fault) => {
    expect(checkSubset(loose({ initial: 'a', ...config }))).toEqual([fault]);
  });

  it('refuses actions of setup that are no assign or emit, and actors', () => {
    const machine = setup({
      actors: { child: createMachine({}) },
      actions: { shout: () => {}, again: raise({ type: 'go' }) },
    }).createMachine({});
    expect(checkSubset(machine)).toEqual([
      'actions.shout: a plain function is no assign or emit',
      'actions.again: xstate.raise is no assign or emit',
      'actors.child: no actors',
    ]);
  });

  it('leaves a misspelt action to the types as well', () => {
    const machine = setup({ actions: { note: emit({ type: 'noted' }) } });
    // @ts-expect-error: there is no such action
    expect(checkSubset(machine.createMachine({ entry: 'notee' }))).toEqual(['entry: no such action: notee']);
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
