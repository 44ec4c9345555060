// RFC 4028 §10: a refresh that is refused for good is not tried again, and the session ends when its interval is over.
import { expect, it } from 'vitest';
import { type DialogEffect, dialogMachine } from '../../../core/sip/dialog.machine.ts';
import { createBench } from '../../sim/statechart/bench.ts';

it('a refused refresh leaves the session to its end, where the refresher says BYE', () => {
  const bench = createBench();
  const effects: string[] = [];
  const dialog = bench.runner.start(dialogMachine, {
    machine: 'dialog',
    id: 'dialog',
    input: undefined,
    perform: (effect: DialogEffect) => {
      effects.push(`${bench.kernel.nowUs / 1_000_000} s ${effect.type}`);
      if (effect.type === 'refresh') dialog.send({ type: 'refreshRefused' });
    },
  });
  dialog.send({ type: 'confirmed', timer: { intervalUs: 90_000_000, refresher: 'us' } });
  bench.run();
  expect(effects).toEqual(['45 s refresh', '90 s sendBye']);
  expect(dialog.state).toBe('terminating');
});
