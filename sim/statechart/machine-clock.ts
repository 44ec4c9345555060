import type { Alarm, Clock } from '../time.ts';
import type { Trace } from '../trace/trace.ts';
import { LabDefect } from './lab-defect.ts';

/** XState's idea of a clock, here with delays in integer microseconds. */
export interface MachineClock {
  setTimeout(fire: () => void, delayUs: number): MachineTimer;
  clearTimeout(timer: MachineTimer): void;
}

export interface MachineTimer {
  readonly name: string;
  readonly alarm: Alarm;
}

export interface MachineClockDeps {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly node: string;
  /** The machine that the timers belong to. */
  readonly owner: string;
  readonly background: readonly string[];
  /** The name of the timer that is set next. */
  nextTimer(): string;
  /** Runs the step that a timer brings. */
  step(name: string, fire: () => void): void;
}

/** Timers of one machine on the lab's clock, each told to the trace when it is set, fires or is cleared. */
export function createMachineClock(deps: MachineClockDeps): MachineClock {
  const { clock, trace, node, owner, background } = deps;

  function tell(
    type: 'timer.set' | 'timer.fired' | 'timer.cleared',
    timer: MachineTimer,
    cause?: number,
  ): number {
    if (!trace.on) return -1;
    return trace.record({ type, node, owner, name: timer.name, due: timer.alarm.dueUs }, cause);
  }

  return {
    setTimeout(fire, delayUs) {
      const name = deps.nextTimer();
      if (!Number.isSafeInteger(delayUs) || delayUs < 0) {
        throw new LabDefect(`${owner}: ${name} would run ${delayUs} µs, which is no time`);
      }
      const rings = () => {
        const fired = tell('timer.fired', timer, set);
        trace.because(fired, () => deps.step(name, fire));
      };
      const alarm = clock.after(delayUs, rings, background.includes(name) ? { background: true } : {});
      const timer: MachineTimer = { name, alarm };
      const set = tell('timer.set', timer);
      return timer;
    },
    // XState forgets a timer that has fired, so this one was pending.
    clearTimeout(timer) {
      if (clock.cancel(timer.alarm)) tell('timer.cleared', timer);
    },
  };
}
