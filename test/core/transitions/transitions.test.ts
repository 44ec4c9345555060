import { describe, expect, it } from 'vitest';
import { untaken } from '../../../scenarios/lab/untaken.ts';
import { transitionsOf } from '../../../sim/statechart/transitions.ts';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { run, runShipped } from '../../scenarios/runs/lab.ts';
import { machinesByName } from './machines.ts';
import { stories } from './stories.ts';

// The transitions that runs of scenarios take, of those that there are: what ships, and stories that go into the corners. Events that a
// unit test sends to a machine do not count.

const taken = new Set<string>();
const name = (machine: string, from: string, event: string, to: string) =>
  `${machine}: ${from || '(any)'} > ${event} > ${to || '(stays)'}`;
const onTransition = (machine: string, from: string, event: string, to: string) => {
  taken.add(name(machine, from, event, to));
};

for (const { folder, name: scenario } of shippedScenarios())
  runShipped(folder === '' ? scenario : `${folder}/${scenario}`, { onTransition });
const takenByWhatShips = new Set(taken);
for (const text of Object.values(stories)) run(text, { onTransition });

const there = new Map(
  Object.entries(machinesByName).map(([machine, definition]) => [
    machine,
    transitionsOf(definition).map(({ from, event, to }) => name(machine, from, event, to)),
  ]),
);

describe('transitions taken in runs of scenarios', () => {
  it('are told machine by machine', () => {
    const lines = [...there].map(([machine, names]) => {
      const count = names.filter((each) => taken.has(each)).length;
      return `  ${machine.padEnd(18)} ${String(count).padStart(3)} of ${names.length}`;
    });
    console.log(['transitions taken in runs of scenarios:', ...lines].join('\n'));
    expect(lines).toHaveLength(Object.keys(machinesByName).length);
  });

  it.each(Object.keys(machinesByName))(
    'of %s: all, or a reason stands beside those that are not',
    (machine) => {
      const missing = (there.get(machine) ?? []).filter((each) => !taken.has(each));
      expect(missing.filter((each) => untaken[each] === undefined)).toEqual([]);
    },
  );

  it.each([
    'inviteClient',
    'inviteServer',
    'nonInviteClient',
    'nonInviteServer',
    'responseContext',
    'branch',
    'binding',
  ])('of %s, the core’s own: scenarios that ship take them all, but for those reasons', (machine) => {
    const missing = (there.get(machine) ?? []).filter((each) => !takenByWhatShips.has(each));
    expect(there.get(machine)?.length).toBeGreaterThan(2);
    expect(missing.filter((each) => untaken[each] === undefined)).toEqual([]);
  });

  it('no reason outlives its transition', () => {
    const known = new Set([...there.values()].flat());
    expect(Object.keys(untaken).filter((each) => taken.has(each) || !known.has(each))).toEqual([]);
  });
});
