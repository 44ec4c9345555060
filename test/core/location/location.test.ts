import { describe, expect, it } from 'vitest';
import { bindingMachine } from '../../../core/binding.machine.ts';
import { checkSubset } from '../../../sim/statechart/subset.ts';
import { office } from '../registrar/office.ts';

const second = 1_000_000;

describe('a binding', () => {
  it('expires at its time, and is told of with its features', () => {
    const desk = office();
    desk.send({ lines: ['Contact: <sip:u@h1>;expires=100;q=0.7;+g.oma.lcsi.sip-push'] });
    desk.bench.run(100 * second - 1);
    expect(desk.bound()).toEqual(['sip:u@h1']);
    desk.bench.run(100 * second);
    expect([desk.bound(), desk.location.size]).toEqual([[], 0]);
    const entry = {
      aor: 'sip:u@example.com',
      contact: 'sip:u@h1',
      expiresS: 100,
      q: '0.7',
      features: ['+g.oma.lcsi.sip-push'],
    };
    expect(desk.changes).toEqual([
      { ...entry, change: 'added' },
      { ...entry, change: 'expired' },
    ]);
    expect(desk.bench.runner.live).toBe(0);
  });

  it('counts from its refresh, and is gone at once when removed', () => {
    const desk = office();
    desk.send({ lines: ['Contact: <sip:u@h1>;expires=100'] });
    desk.bench.run(60 * second);
    desk.send({ cseq: 2, lines: ['Contact: <sip:u@h1>;expires=100'] });
    desk.bench.run(159 * second);
    expect(desk.bound()).toEqual(['sip:u@h1']);
    desk.send({ cseq: 3, lines: ['Contact: <sip:u@h1>;expires=0'] });
    desk.bench.run();
    expect(desk.told()).toEqual(['added sip:u@h1', 'refreshed sip:u@h1', 'removed sip:u@h1']);
    expect(desk.bench.story()).toEqual([
      'timer.set expires',
      'state  > active on start',
      'timer.cleared expires',
      'timer.set expires',
      'state active > active on refresh',
      'timer.cleared expires',
      'state active > removed on remove',
    ]);
  });

  it('does not keep a run alive', () => {
    const desk = office();
    desk.send({ lines: ['Contact: <sip:u@h1>'] });
    desk.bench.run();
    expect(desk.bench.kernel.nowUs).toBe(0);
    expect(desk.bound()).toEqual(['sip:u@h1']);
  });

  it('outlives a crash where it was kept: it ends when it would have ended, and is told of as expired when that has passed', () => {
    const before = office();
    before.send({ lines: ['Contact: <sip:u@h1>;expires=100', 'Contact: <sip:u@h2>;expires=300'] });
    const after = office();
    after.bench.run(200 * second);
    after.bench.kernel.at(200 * second, () => {});
    after.bench.run(200 * second);
    after.location.restore(before.location.all(), 200 * second);
    expect([after.bound(), after.told()]).toEqual([['sip:u@h2'], ['expired sip:u@h1']]);
    after.bench.run(299 * second);
    expect(after.location.size).toBe(1);
    after.bench.run(300 * second);
    expect(after.told()).toEqual(['expired sip:u@h1', 'expired sip:u@h2']);
  });

  it('is a machine of the subset', () => expect(checkSubset(bindingMachine)).toEqual([]));
});

it('many users do not slow each other', () => {
  const desk = office();
  for (let n = 0; n < 2000; n++)
    desk.send({
      to: `<sip:u${n}@example.com>`,
      callId: `${n}`,
      lines: [`Contact: <sip:u${n}@h>;expires=100`],
    });
  expect(desk.location.size).toBe(2000);
  desk.bench.run(100 * second);
  expect(desk.location.size).toBe(0);
});
