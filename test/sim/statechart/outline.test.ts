import { describe, expect, it } from 'vitest';
import { machines } from '../../../scenarios/lab/machines.ts';
import { outlineOf, transitionKey } from '../../../sim/statechart/outline.ts';
import { transitionsOf } from '../../../sim/statechart/transitions.ts';
import { filesBeneath } from '../../support/sources.ts';
import { doorMachine } from './door.machine.ts';

describe('a machine as data', () => {
  it('tells states one within another, guards, actions and timers by their names', () => {
    const { id, states, transitions } = outlineOf(doorMachine);
    expect(id).toBe(doorMachine.id);
    expect(states[0]).toMatchObject({ path: '', initial: false });
    expect(states.filter(({ initial }) => initial).map(({ path }) => path)).toMatchInlineSnapshot(`
      [
        "closed",
        "open.still",
      ]
    `);
    expect(
      transitions.map((one) => `${transitionKey(one)} ${one.kind} ${JSON.stringify(one.ways)}`),
    ).toMatchInlineSnapshot(`
      [
        "closed > open > open event [{"actions":["count"]}]",
        "closed > knock > (stays) event [{"actions":["greet","greet"]}]",
        "closed > break > locked event [{"guard":"fails","actions":[]}]",
        "closed > lock > bolting event [{"actions":[]}]",
        "closed > close > (stays) event [{"actions":[]}]",
        "open > close > closed event [{"actions":[]}]",
        "open > timerClose > closed timer [{"actions":[]}]",
        "open.still > timerSqueak > open.still timer [{"actions":["count","squeak"]}]",
        "bolting > timerBolt > locked timer [{"actions":[]}]",
      ]
    `);
  });

  it('has every transition of every machine of the lab, and no other', () => {
    for (const { machine } of machines) {
      const told = outlineOf(machine).transitions.map(transitionKey);
      expect(told).toEqual(transitionsOf(machine).map(transitionKey));
    }
  });

  it('names joined guards in words', () => {
    const guards = machines.flatMap(({ machine }) =>
      outlineOf(machine).transitions.flatMap(({ ways }) => ways.flatMap(({ guard }) => guard ?? [])),
    );
    expect(guards).toContain('isEnding and isAcknowledged');
    expect(guards.every((guard) => /^[\w. ]+$/.test(guard))).toBe(true);
  });
});

it('the list of machines leaves none out', () => {
  const files = filesBeneath('.').filter((path) => /^(?:core|agents)\/.*\.machine\.ts$/.test(path));
  expect(machines).toHaveLength(files.length);
  expect(new Set(machines.map(({ machine }) => machine.id)).size).toBe(machines.length);
});
