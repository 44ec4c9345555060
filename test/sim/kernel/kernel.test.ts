import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernel, type Kernel } from '../../../sim/kernel/kernel.ts';
import type { Alarm } from '../../../sim/time.ts';

const FAR = { maxEvents: 1_000_000, maxUs: 1_000_000_000 };

/** Notes its name and the time when it is carried out. */
function diary(kernel: Kernel) {
  const lines: string[] = [];
  return { lines, note: (name: string) => () => lines.push(`${kernel.nowUs} ${name}`) };
}

describe('the order of events', () => {
  it('is by time, and at one instant by the order of asking', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    kernel.after(20, note('b'));
    kernel.after(10, note('a'));
    kernel.after(20, note('c'));
    kernel.at(0, note('now'));
    expect(kernel.run(FAR)).toEqual({ reason: 'idle', events: 4 });
    expect(lines).toEqual(['0 now', '10 a', '20 b', '20 c']);
  });

  it('puts what is asked for at an instant after what is already due at it', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    kernel.after(5, () => {
      note('first')();
      kernel.after(0, note('third'));
    });
    kernel.after(5, note('second'));
    kernel.run(FAR);
    expect(lines).toEqual(['5 first', '5 second', '5 third']);
  });

  it('equals that of a sorted list, whatever is asked for and cancelled', () => {
    const step = fc.record({ delay: fc.nat(50), cancels: fc.option(fc.nat(200), { freq: 2 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.nat(20), (steps, stride) => {
        const kernel = createKernel();
        const fired: number[] = [];
        const alarms: Alarm[] = [];
        const cancelled = new Set<number>();
        for (const [n, { delay, cancels }] of steps.entries()) {
          alarms.push(kernel.after(delay, () => fired.push(n)));
          const victim = cancels === null ? undefined : alarms[cancels];
          if (victim === undefined || cancels === null) continue;
          const wasPending = !cancelled.has(cancels) && !fired.includes(cancels);
          expect(kernel.cancel(victim)).toBe(wasPending);
          if (wasPending) cancelled.add(cancels);
          if (stride > 10) kernel.step();
        }
        kernel.run(FAR);
        const survivors = alarms
          .map((alarm, n) => ({ n, due: alarm.dueUs }))
          .filter(({ n }) => !cancelled.has(n));
        if (stride <= 10)
          expect(fired).toEqual(survivors.sort((x, y) => x.due - y.due || x.n - y.n).map(({ n }) => n));
        expect([...fired].sort((x, y) => x - y)).toEqual(survivors.map(({ n }) => n).sort((x, y) => x - y));
        expect(kernel.pending).toBe(0);
      }),
    );
  });
});

describe('cancelling', () => {
  it('is told whether there was something to cancel', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    const one = kernel.after(1, note('one'));
    const two = kernel.after(2, note('two'));
    expect(kernel.cancel(two)).toBe(true);
    expect(kernel.cancel(two)).toBe(false);
    kernel.run(FAR);
    expect(kernel.cancel(one)).toBe(false);
    expect(lines).toEqual(['1 one']);
    expect(kernel.nowUs).toBe(1);
  });

  it('keeps no more alarms than about twice the living, however many are cancelled', () => {
    const kernel = createKernel();
    for (let n = 0; n < 300_000; n++) kernel.cancel(kernel.after(32_000_000, () => {}));
    const kept = kernel.after(1, () => {});
    expect(kernel.pending).toBe(1);
    expect(kernel.run(FAR).events).toBe(1);
    expect(kernel.cancel(kept)).toBe(false);
  });

  it('keeps the order of the living when the dead are swept out', () => {
    const kernel = createKernel();
    const fired: number[] = [];
    const alarms = Array.from({ length: 5000 }, (_, n) =>
      kernel.after((n * 7919) % 1000, () => fired.push(n)),
    );
    for (const [n, alarm] of alarms.entries()) if (n % 5 !== 0) kernel.cancel(alarm);
    kernel.run(FAR);
    const expected = alarms.map((alarm, n) => ({ n, due: alarm.dueUs })).filter(({ n }) => n % 5 === 0);
    expect(fired).toEqual(expected.sort((x, y) => x.due - y.due || x.n - y.n).map(({ n }) => n));
  });
});

describe('the end of a run', () => {
  it('is `idle` when only background alarms are left, and they do not fire', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    kernel.after(3, note('background'), { background: true });
    kernel.after(5, note('foreground'));
    kernel.after(9, note('refresh'), { background: true });
    expect(kernel.run(FAR)).toEqual({ reason: 'idle', events: 2 });
    expect(lines).toEqual(['3 background', '5 foreground']);
    expect(kernel.pending).toBe(1);
  });

  it('is `idle` also where a background alarm brings about another and that outlives the next', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    const refresh = () => {
      note('refresh')();
      kernel.after(40, note('forgotten'));
      kernel.at(kernel.nowUs + 2, () => kernel.after(40, note('forgotten there')));
      kernel.after(30, refresh, { background: true });
    };
    kernel.after(30, refresh, { background: true });
    kernel.after(31, note('foreground'));
    expect(kernel.run({ maxEvents: 100, maxUs: 1000 }).reason).toBe('idle');
    expect(lines).toEqual(['30 refresh', '31 foreground']);
    expect(kernel.nowUs).toBe(32);
  });

  it('is `until` at exactly the asked time, with background alarms and with nothing at all', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    kernel.after(3, note('refresh'), { background: true });
    kernel.after(10, note('at the end'));
    kernel.after(11, note('too late'));
    expect(kernel.run({ ...FAR, untilUs: 10 })).toEqual({ reason: 'until', events: 2 });
    expect(lines).toEqual(['3 refresh', '10 at the end']);
    expect(kernel.nowUs).toBe(10);
    expect(createKernel().run({ ...FAR, untilUs: 7 })).toEqual({ reason: 'until', events: 0 });
  });

  it('goes on where it stood when it is run again', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    kernel.after(10, note('a'));
    kernel.run({ ...FAR, untilUs: 4 });
    kernel.after(2, note('b'));
    expect(kernel.run(FAR)).toEqual({ reason: 'idle', events: 2 });
    expect(lines).toEqual(['6 b', '10 a']);
  });

  it('is a limit that was met', () => {
    const forever = () => {
      const kernel = createKernel();
      const again = () => kernel.after(10, again);
      again();
      return kernel;
    };
    expect(forever().run({ ...FAR, maxEvents: 25 })).toEqual({ reason: 'limit of events', events: 25 });
    expect(forever().run({ ...FAR, maxUs: 95 })).toEqual({ reason: 'limit of virtual time', events: 9 });
    expect(forever().run({ ...FAR, maxUs: 95, untilUs: 200 }).reason).toBe('limit of virtual time');
  });

  it('is what `stop` said, after the event that said it', () => {
    const kernel = createKernel();
    kernel.after(1, () => kernel.stop('error'));
    kernel.after(1, () => {});
    expect(kernel.run(FAR)).toEqual({ reason: 'error', events: 1 });
    expect(kernel.run(FAR)).toEqual({ reason: 'idle', events: 2 });
  });

  it('comes with what an action throws', () => {
    const kernel = createKernel();
    kernel.after(1, () => {
      throw new Error('a defect');
    });
    expect(() => kernel.run(FAR)).toThrow('a defect');
  });
});

describe('a step', () => {
  it('carries out one event', () => {
    const kernel = createKernel();
    const { lines, note } = diary(kernel);
    kernel.cancel(kernel.after(1, note('never')));
    kernel.after(2, note('a'), { background: true });
    kernel.after(3, note('b'));
    expect([kernel.step(), kernel.step(), kernel.step()]).toEqual([true, true, false]);
    expect(lines).toEqual(['2 a', '3 b']);
  });
});

describe('a time that is none', () => {
  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d µs is a defect', (delay) => {
    expect(() => createKernel().after(delay, () => {})).toThrow(RangeError);
  });
});
