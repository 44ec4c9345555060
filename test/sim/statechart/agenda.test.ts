import { describe, expect, it } from 'vitest';
import { LabDefect } from '../../../sim/statechart/lab-defect.ts';
import { createBench } from './bench.ts';
import { doorMachine } from './door.machine.ts';

describe('the agenda', () => {
  it('runs what comes from outside at once, then what was queued meanwhile, first in, first out', () => {
    const { agenda } = createBench();
    const order: string[] = [];
    const result = agenda.now(() => {
      agenda.later(() => {
        order.push('b');
        agenda.later(() => order.push('d'));
      });
      agenda.later(() => order.push('c'));
      agenda.now(() => order.push('a'));
      return 'done';
    });
    expect([order.join(''), result]).toEqual(['abcd', 'done']);
  });

  it('drains at once when nobody is at it', () => {
    const { agenda } = createBench();
    const order: string[] = [];
    agenda.later(() => order.push('a'));
    expect(order).toEqual(['a']);
  });

  it('lets an exception through, forgets the rest and goes on', () => {
    const { agenda } = createBench();
    const order: string[] = [];
    expect(() =>
      agenda.now(() => {
        agenda.later(() => {
          throw new Error('broken');
        });
        agenda.later(() => order.push('never'));
      }),
    ).toThrow('broken');
    agenda.later(() => order.push('next'));
    expect(order).toEqual(['next']);
  });

  it('does not hang when machines answer each other for ever', () => {
    const { agenda } = createBench();
    const again = () => agenda.later(again);
    expect(again).toThrow(LabDefect);
  });

  it('holds the effects of a start back until what starts it is over', () => {
    const bench = createBench();
    const said: string[] = [];
    bench.runner.now(() => {
      const door = bench.runner.start(doorMachine, {
        machine: 'door',
        id: 'door 1',
        input: { openS: 1 },
        perform: ({ text }) => said.push(`${text} ${door.state}`),
      });
      door.send({ type: 'knock' });
      expect(said).toEqual([]);
    });
    expect(said).toEqual(['who is there? closed', 'who is there? closed']);
  });
});
