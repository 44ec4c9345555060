import type { Alarm, Clock } from '../time.ts';
import { LabDefect } from './lab-defect.ts';
import { type Teller, type TimerFate, tellTimer } from './machine-records.ts';

/** XState's idea of a clock, here with delays in integer microseconds. */
export interface MachineClock {
  setTimeout(fire: () => void, delayUs: number): MachineTimer;
  clearTimeout(timer: MachineTimer): void;
}

export interface MachineTimer {
  readonly name: string;
  readonly alarm: Alarm;
}

export interface MachineClockDeps extends Teller {
  readonly clock: Clock;
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
  const { clock, trace, owner, background } = deps;

  function tell(fate: TimerFate, { name, alarm }: MachineTimer, cause?: number): number {
    return tellTimer(deps, fate, owner, name, alarm.dueUs, cause);
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
