import type { AnyEventObject, AnyStateMachine, EmittedFrom, EventFromLogic, InputFrom } from 'xstate';
import type { Chart, Leaf, Move, Timer } from './chart.ts';
import type { Household, Resident } from './household.ts';
import { LabDefect } from './lab-defect.ts';
import { type TimerFate, tellIgnored, tellState, tellTimer } from './machine-records.ts';
import { firstStep, macrostep } from './macrostep.ts';
import { PendingTimer, withLast, without } from './pending-timer.ts';
import { type Emitted, Step } from './step.ts';
import type { Running, StartOptions } from './types.ts';

/** Where a machine is before it starts. */
const nowhere: Leaf = { path: '', value: '', always: [], movesOn: () => [] };
const inBackground = { background: true };
const noNames: readonly string[] = [];
const nothing = (): void => {};

/** One machine that runs by its tables. There may be very many: it holds only what is its own. */
export class CompiledMachine<M extends AnyStateMachine> implements Running<M>, Resident {
  readonly id: string;
  context: Running<M>['context'] = undefined;
  done = false;
  before: Resident | undefined = undefined;
  after: Resident | undefined = undefined;
  readonly #house: Household;
  readonly #machine: string;
  readonly #background: readonly string[];
  #perform: (effect: EmittedFrom<M>) => void;
  #ended: (() => void) | undefined;
  #leaf = nowhere;
  #timers: PendingTimer | undefined = undefined;
  #stopped = false;

  constructor(house: Household, { id, machine, background, perform, ended }: StartOptions<M>) {
    this.id = id;
    this.#house = house;
    this.#machine = machine;
    this.#background = background ?? noNames;
    this.#perform = perform;
    this.#ended = ended;
  }

  get state(): string {
    return this.#leaf.path;
  }

  /** Brings it into its first state. */
  start(chart: Chart, input: InputFrom<M>): void {
    const step = this.#newStep({ type: 'xstate.init', input });
    try {
      step.context = chart.contextOf(input);
      firstStep(chart, step);
      this.#setTimers(step);
    } catch (error) {
      this.#fail('start', error);
    }
    this.#over(step, 'start');
  }

  send(event: EventFromLogic<M>): void {
    this.#house.deps.agenda.later(() => {
      if (this.done) this.#tellIgnored(event.type);
      else this.#hear(event, event.type);
    });
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (!this.done) this.#house.moveOut(this);
    this.#clearTimers();
  }

  /** Takes the step that an event brings. In the trace it is called `on`. */
  #hear(event: AnyEventObject, on: string): void {
    if (this.#stopped) return;
    const step = this.#newStep(event);
    try {
      macrostep(step);
      this.#setTimers(step);
    } catch (error) {
      this.#fail(on, error);
    }
    this.#over(step, on);
  }

  #newStep(event: AnyEventObject): Step {
    const { onTransition } = this.#house.deps;
    const heard = onTransition && (({ names }: Move) => onTransition(this.#machine, ...names));
    return new Step(this.#leaf, this.context, event, heard);
  }

  /** A step is over: the machine is where it led, and what it brings is queued. */
  #over(step: Step, on: string): void {
    const from = this.state;
    this.#leaf = step.leaf;
    this.context = step.context;
    this.#tell(step, from, on);
    if (step.ended) {
      this.done = true;
      this.#house.moveOut(this);
    }
    const { emitted, ended } = step;
    if (emitted !== undefined || ended) this.#house.deps.agenda.later(() => this.#carryOut(emitted, ended));
  }

  #tell({ left, ignored }: Step, from: string, on: string): void {
    if (!this.#house.deps.trace.on) return;
    if (from !== this.state || left)
      tellState(this.#house.deps, this.#machine, this.id, from, this.state, on);
    else if (ignored) this.#tellIgnored(on);
  }

  #tellIgnored(event: string): void {
    if (this.#stopped || !this.#house.deps.trace.on) return;
    tellIgnored(this.#house.deps, this.#machine, this.id, this.state, event);
  }

  /** One entry of the agenda for all effects of a step: nothing could come between them. Void once the machine is stopped. */
  #carryOut(emitted: Emitted | undefined, ended: boolean): void {
    for (let each = emitted; each !== undefined; each = each.next) {
      if (!this.#stopped) this.#perform(each.effect as EmittedFrom<M>);
    }
    if (!ended) return;
    if (!this.#stopped) this.#ended?.();
    // Whoever keeps a machine that is over keeps nothing of what it was for.
    this.#perform = nothing;
    this.#ended = undefined;
  }

  #fail(on: string, error: unknown): never {
    this.stop();
    const { node } = this.#house.deps;
    throw new LabDefect(`${node}: ${this.#machine} ${this.id} failed on ${on}: ${error}`, { cause: error });
  }

  #setTimers({ timers }: Step): void {
    for (let order = timers; order !== undefined; order = order.next) {
      if (order.delayUs === null) this.#clear(order.timer);
      else this.#set(order.timer, order.delayUs);
    }
  }

  #set(timer: Timer, delayUs: number): void {
    const { name } = timer;
    if (!Number.isSafeInteger(delayUs) || delayUs < 0) {
      throw new LabDefect(`${this.id}: ${name} would run ${delayUs} µs, which is no time`);
    }
    const options = this.#background.includes(name) ? inBackground : undefined;
    const alarm = this.#house.deps.clock.after(delayUs, () => this.#ring(pending), options);
    const set = tellTimer(this.#house.deps, 'timer.set', this.id, name, alarm.dueUs);
    const pending = new PendingTimer(timer, alarm, set);
    this.#timers = withLast(this.#timers, pending);
  }

  /** The firing is the cause of the step that it brings, and the setting of the firing. */
  #ring(pending: PendingTimer): void {
    const { trace, agenda } = this.#house.deps;
    const { name, event } = pending.timer;
    this.#timers = without(this.#timers, pending);
    if (!trace.on) return agenda.now(() => this.#hear(event, name));
    const fired = this.#tellTimer('timer.fired', pending, pending.set);
    trace.because(fired, () => agenda.now(() => this.#hear(event, name)));
  }

  /** Clears a timer, if it still runs. */
  #clear(timer: Timer): void {
    for (let each = this.#timers; each !== undefined; each = each.next) {
      if (each.timer === timer) this.#cancel(each);
    }
  }

  #clearTimers(): void {
    for (let each = this.#timers; each !== undefined; each = each.next) this.#cancel(each);
  }

  #cancel(pending: PendingTimer): void {
    this.#timers = without(this.#timers, pending);
    if (this.#house.deps.clock.cancel(pending.alarm)) this.#tellTimer('timer.cleared', pending);
  }

  #tellTimer(fate: TimerFate, { timer, alarm }: PendingTimer, cause?: number): number {
    return tellTimer(this.#house.deps, fate, this.id, timer.name, alarm.dueUs, cause);
  }
}
