// One definition, two runners: whatever happens to a machine, both tell the same trace, to the byte.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { live } from './both-runners.ts';
import { machineFiles, machinesIn, storyFor } from './lab-machines.ts';
import { randomMachine, randomStory } from './random-machine.ts';

it.each(machineFiles)('%s lives the same lives in both runners', async (file) => {
  for (const machine of await machinesIn(file)) {
    fc.assert(
      fc.property(storyFor(machine), (story) => {
        expect(live(machine, story, 'compiled')).toEqual(live(machine, story, 'xstate'));
      }),
      { numRuns: 150 },
    );
  }
});

it('random machines live the same lives in both runners', () => {
  let lives = 0;
  let endless = 0;
  fc.assert(
    fc.property(randomMachine, randomStory, (machine, story) => {
      // XState goes round for ever where `always` leads in a circle; there is nothing to compare then.
      const reference = live(machine.build({ maxIterations: 50 }), story, 'xstate');
      lives++;
      if (reference.error?.includes('Infinite loop detected')) endless++;
      else expect(live(machine.build(), story, 'compiled')).toEqual(reference);
    }),
    { numRuns: 2000 },
  );
  expect(endless / lives).toBeLessThan(0.3);
});
