import { describe, expect, it } from 'vitest';
import { untaken } from '../../../scenarios/lab/untaken.ts';
import { transitionsOf } from '../../../sim/statechart/transitions.ts';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { runShipped } from '../../scenarios/runs/lab.ts';
import { machinesByName } from './machines.ts';

// The transitions that runs of shipped scenarios take, of those that there are. Events that a unit test sends to a machine do not count.

const taken = new Set<string>();
const name = (machine: string, from: string, event: string, to: string) =>
  `${machine}: ${from || '(any)'} > ${event} > ${to || '(stays)'}`;
const onTransition = (machine: string, from: string, event: string, to: string) => {
  taken.add(name(machine, from, event, to));
};

for (const { folder, name: scenario } of shippedScenarios())
  runShipped(folder === '' ? scenario : `${folder}/${scenario}`, { onTransition });

const there = new Map(
  Object.entries(machinesByName).map(([machine, definition]) => [
    machine,
    transitionsOf(definition).map(({ from, event, to }) => name(machine, from, event, to)),
  ]),
);

describe('transitions taken in runs of shipped scenarios', () => {
  it('are told machine by machine', () => {
    const lines = [...there].map(([machine, names]) => {
      const count = names.filter((each) => taken.has(each)).length;
      return `  ${machine.padEnd(18)} ${String(count).padStart(3)} of ${names.length}`;
    });
    console.log(['transitions taken in runs of shipped scenarios:', ...lines].join('\n'));
    expect(lines).toHaveLength(Object.keys(machinesByName).length);
  });

  it.each(Object.keys(machinesByName))(
    'of %s: all, or a reason stands beside those that are not',
    (machine) => {
      const missing = (there.get(machine) ?? []).filter((each) => !taken.has(each));
      expect(missing.filter((each) => untaken[each] === undefined)).toEqual([]);
    },
  );

  it('no reason outlives its transition', () => {
    const known = new Set([...there.values()].flat());
    expect(Object.keys(untaken).filter((each) => taken.has(each) || !known.has(each))).toEqual([]);
  });
});
