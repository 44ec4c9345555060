import type { Alarm, Clock, Us } from '../time.ts';
import type { EndReason } from '../trace/records.ts';
import { EventHeap } from './event-heap.ts';

/** The limits of a run. A run that meets none of them ends when nothing is left to do. */
export interface Limits {
  /** Events since the kernel was made. */
  readonly maxEvents: number;
  /** The virtual time after which nothing happens any more, in µs. */
  readonly maxUs: Us;
  /** Runs exactly to here, background alarms included: what is due at this instant still happens. */
  readonly untilUs?: Us;
}

export interface Ending {
  readonly reason: EndReason;
  /** Events since the kernel was made. */
  readonly events: number;
}

/** The clock of the world, and what moves it: one queue of events in order of (due, order of asking). */
export interface Kernel extends Clock {
  /** Alarms that have neither fired nor been cancelled, background ones included. */
  readonly pending: number;
  /** Events since the kernel was made. */
  readonly events: number;
  /** Runs `action` once at `dueUs` (an integer, now or later), after everything already due at that instant. */
  at(dueUs: Us, action: () => void, options?: { readonly background?: boolean }): Alarm;
  /** Moves the clock until a limit is met, `stop` is called, or only background alarms are left. What an action throws comes through. */
  run(limits: Limits): Ending;
  /** Carries out the next event; false, and nothing happens, when only background alarms are left. */
  step(): boolean;
  /** Ends the run after the event that is being carried out, or the next run before its first. */
  stop(reason: EndReason): void;
}

/** Dead alarms are swept out of the queue when they are more than the living, and more than these. */
const SWEEP_FROM = 1024;

class PendingAlarm implements Alarm {
  readonly dueUs: Us;
  readonly slot: number;
  readonly background: boolean;
  /** Brought about by a background alarm, or one itself. */
  readonly descends: boolean;
  /** Gone once it has fired or was cancelled. */
  action: (() => void) | undefined;

  constructor(dueUs: Us, slot: number, action: () => void, background: boolean, descends: boolean) {
    this.dueUs = dueUs;
    this.slot = slot;
    this.action = action;
    this.background = background;
    this.descends = descends;
  }
}

/** Makes a kernel whose clock stands at 0. */
export function createKernel(): Kernel {
  return new QueueKernel();
}

class QueueKernel implements Kernel {
  nowUs: Us = 0;
  events = 0;
  readonly #heap = new EventHeap();
  /** The alarm of each slot that is in the heap. */
  readonly #alarms: (PendingAlarm | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  #order = 0;
  #foreground = 0;
  #dead = 0;
  #stop: EndReason | undefined;
  /** The alarm whose action runs descends from a background one. */
  #inBackground = false;

  get pending(): number {
    return this.#heap.size - this.#dead;
  }

  after(delayUs: Us, action: () => void, options?: { readonly background?: boolean }): Alarm {
    return this.#add(this.nowUs + delayUs, action, options?.background ?? this.#inBackground);
  }

  at(dueUs: Us, action: () => void, options?: { readonly background?: boolean }): Alarm {
    return this.#add(dueUs, action, options?.background === true);
  }

  #add(dueUs: Us, action: () => void, background: boolean): Alarm {
    if (!Number.isSafeInteger(dueUs) || dueUs < this.nowUs) {
      throw new RangeError(`an alarm for ${dueUs} µs, asked for at ${this.nowUs} µs`);
    }
    const slot = this.#freeSlots.pop() ?? this.#alarms.length;
    const alarm = new PendingAlarm(dueUs, slot, action, background, background || this.#inBackground);
    this.#alarms[slot] = alarm;
    this.#heap.add(dueUs, this.#order++, slot);
    if (!alarm.background) this.#foreground++;
    return alarm;
  }

  cancel(alarm: Alarm): boolean {
    const pending = alarm as PendingAlarm;
    if (pending.action === undefined) return false;
    pending.action = undefined;
    if (!pending.background) this.#foreground--;
    this.#dead++;
    if (this.#dead > SWEEP_FROM && this.#dead > this.#heap.size / 2) this.#sweep();
    return true;
  }

  run(limits: Limits): Ending {
    const reason = this.#run(limits);
    this.#stop = undefined;
    return { reason, events: this.events };
  }

  step(): boolean {
    if (this.#foreground === 0) return false;
    this.#dropDead();
    this.#fireFirst();
    return true;
  }

  stop(reason: EndReason): void {
    this.#stop = reason;
  }

  #run({ maxEvents, maxUs, untilUs }: Limits): EndReason {
    const lastUs = Math.min(untilUs ?? maxUs, maxUs);
    const timeIsUp: EndReason = untilUs !== undefined && untilUs <= maxUs ? 'until' : 'limit of virtual time';
    while (this.#stop === undefined) {
      if (untilUs === undefined && this.#foreground === 0) return 'idle';
      this.#dropDead();
      if (this.#heap.size === 0 || this.#heap.firstDue > lastUs) {
        this.nowUs = Math.max(this.nowUs, lastUs);
        return timeIsUp;
      }
      if (this.events >= maxEvents) return 'limit of events';
      this.#fireFirst();
    }
    return this.#stop;
  }

  /** The first of the heap must be alive. */
  #fireFirst(): void {
    const alarm = this.#takeFirst();
    const action = alarm.action;
    if (action === undefined) throw new Error('a cancelled alarm was about to fire');
    alarm.action = undefined;
    if (!alarm.background) this.#foreground--;
    this.nowUs = alarm.dueUs;
    this.events++;
    this.#inBackground = alarm.descends;
    action();
    this.#inBackground = false;
  }

  #dropDead(): void {
    while (this.#heap.size > 0 && this.#alarms[this.#heap.firstSlot]?.action === undefined) {
      this.#takeFirst();
      this.#dead--;
    }
  }

  #takeFirst(): PendingAlarm {
    const alarm = this.#alarms[this.#heap.firstSlot];
    if (alarm === undefined) throw new Error('the queue holds a slot without an alarm');
    this.#heap.removeFirst();
    this.#free(alarm.slot);
    return alarm;
  }

  #sweep(): void {
    this.#heap.filter((slot) => {
      if (this.#alarms[slot]?.action !== undefined) return true;
      this.#free(slot);
      return false;
    });
    this.#dead = 0;
  }

  #free(slot: number): void {
    this.#alarms[slot] = undefined;
    this.#freeSlots.push(slot);
  }
}
