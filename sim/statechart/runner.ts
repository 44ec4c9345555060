// Runs XState machines by XState's own `createActor` on the lab's clock: the reference runner.
import {
  type AnyActor,
  type AnyStateMachine,
  createActor,
  type EmittedFrom,
  type EventFromLogic,
} from 'xstate';
import type { Clock } from '../time.ts';
import type { Trace } from '../trace/trace.ts';
import type { Agenda } from './agenda.ts';
import { LabDefect } from './lab-defect.ts';
import { createMachineClock } from './machine-clock.ts';
import { tellIgnored, tellState } from './machine-records.ts';
import { statePath } from './names.ts';
import { createStepWatch, type StepWatch } from './step-watch.ts';
import type { MachineRunner, OnTransition, Running, StartOptions } from './types.ts';

export interface RunnerDeps {
  readonly clock: Clock;
  readonly trace: Trace;
  /** The host whose machines these are, as the trace names it. */
  readonly node: string;
  /** One for the whole world. */
  readonly agenda: Agenda;
  /** Asked for when transitions are counted. */
  readonly onTransition?: OnTransition | undefined;
}

/** The machines of one host. */
export interface Runner extends MachineRunner {
  /** Stops all that run, as a crash does. */
  stopAll(): void;
  /** How many run. */
  readonly live: number;
}

/**
 * Makes the runner of one host. Within one step the trace gets the timers, then `state` or `event.ignored`; then the effects are
 * carried out by way of the agenda. A machine that fails (a throw in a guard, an `assign`, a delay) throws a `LabDefect`.
 */
export function createRunner(deps: RunnerDeps): Runner {
  const live = new Set<{ stop(): void }>();
  return {
    now: deps.agenda.now,
    start(machine, options) {
      return deps.agenda.now(() => {
        const running = new RunningMachine(deps, live, machine, options);
        live.add(running);
        running.start();
        return running;
      });
    },
    stopAll() {
      for (const running of [...live]) running.stop();
    },
    get live() {
      return live.size;
    },
  };
}

class RunningMachine<M extends AnyStateMachine> implements Running<M> {
  readonly id: string;
  state = '';
  readonly #deps: RunnerDeps;
  readonly #live: Set<{ stop(): void }>;
  readonly #options: StartOptions<M>;
  readonly #watch: StepWatch;
  readonly #actor: AnyActor;
  /** What the step that is going on has emitted. */
  #effects: EmittedFrom<M>[] = [];
  #stopped = false;

  constructor(deps: RunnerDeps, live: Set<{ stop(): void }>, machine: M, options: StartOptions<M>) {
    const { trace, node, clock, onTransition } = deps;
    const { id, input, background = [] } = options;
    this.id = id;
    this.#deps = deps;
    this.#live = live;
    this.#options = options;
    this.#watch = createStepWatch(options.machine, onTransition);
    // Inspection costs; it is asked for where the names of timers or transitions matter.
    const watched = trace.on || onTransition !== undefined || background.length > 0;
    const { nextTimer, inspect } = this.#watch;
    const step = (name: string, fire: () => void) => deps.agenda.now(() => this.#step(name, fire));
    this.#actor = createActor(machine as AnyStateMachine, {
      id,
      input,
      clock: createMachineClock({ clock, trace, node, owner: id, background, nextTimer, step }),
      ...(watched ? { inspect } : {}),
    });
    // Handlers only append: XState swallows what they throw, and they run before the step is over.
    this.#actor.on('*', (effect) => void this.#effects.push(effect as EmittedFrom<M>));
    // With a listener for errors, XState does not throw them into a real timeout; `#step` reads them.
    this.#actor.subscribe({ error: () => {} });
  }

  get context(): Running<M>['context'] {
    return this.#actor.getSnapshot().context;
  }

  get done(): boolean {
    return this.#actor.getSnapshot().status === 'done';
  }

  start(): void {
    this.#step('start', () => this.#actor.start());
  }

  send(event: EventFromLogic<M>): void {
    this.#deps.agenda.later(() => {
      if (this.done) this.#tellIgnored(event.type);
      else this.#step(event.type, () => this.#actor.send(event));
    });
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#live.delete(this);
    this.#actor.stop();
  }

  /** Takes one step and queues what it brings. */
  #step(event: string, drive: () => void): void {
    if (this.#stopped) return;
    this.#watch.begin();
    drive();
    const snapshot = this.#actor.getSnapshot();
    if (snapshot.status === 'error') this.#fail(event, snapshot.error);
    const from = this.state;
    this.state = statePath(snapshot.value);
    this.#tell(event, from);
    this.#queueEffects();
    if (snapshot.status === 'done') this.#finish();
  }

  #fail(event: string, error: unknown): never {
    this.#live.delete(this);
    const { node } = this.#deps;
    throw new LabDefect(`${node}: ${this.#options.machine} ${this.id} failed on ${event}: ${error}`, {
      cause: error,
    });
  }

  #tell(event: string, from: string): void {
    if (!this.#deps.trace.on) return;
    if (from !== this.state || this.#watch.reentered) {
      tellState(this.#deps, this.#options.machine, this.id, from, this.state, event);
    } else if (this.#watch.ignored) this.#tellIgnored(event);
  }

  #tellIgnored(event: string): void {
    if (this.#stopped || !this.#deps.trace.on) return;
    tellIgnored(this.#deps, this.#options.machine, this.id, this.state, event);
  }

  #queueEffects(): void {
    if (this.#effects.length === 0) return;
    for (const effect of this.#effects) this.#later(() => this.#options.perform(effect));
    this.#effects = [];
  }

  #finish(): void {
    this.#live.delete(this);
    this.#later(() => this.#options.ended?.());
  }

  /** Queues what becomes void when the machine is stopped. */
  #later(action: () => void): void {
    this.#deps.agenda.later(() => {
      if (!this.#stopped) action();
    });
  }
}
