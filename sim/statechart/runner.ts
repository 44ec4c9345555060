// Runs XState machines by XState's own `createActor` on the lab's clock: the reference runner.
import { type AnyActor, type AnyEventObject, type AnyStateMachine, createActor } from 'xstate';
import type { Clock } from '../time.ts';
import type { Trace } from '../trace/trace.ts';
import type { Agenda } from './agenda.ts';
import { LabDefect } from './lab-defect.ts';
import { createMachineClock } from './machine-clock.ts';
import { statePath } from './names.ts';
import { createStepWatch } from './step-watch.ts';
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
      return deps.agenda.now(() => startMachine(deps, live, machine, options));
    },
    stopAll() {
      for (const running of [...live]) running.stop();
    },
    get live() {
      return live.size;
    },
  };
}

function startMachine<M extends AnyStateMachine>(
  deps: RunnerDeps,
  live: Set<{ stop(): void }>,
  machine: M,
  options: StartOptions<M>,
): Running<M> {
  const { trace, agenda, node } = deps;
  const { id } = options;
  const watch = createStepWatch(options.machine, deps.onTransition);
  const watched = trace.on || deps.onTransition !== undefined || (options.background ?? []).length > 0;
  const clock = createMachineClock({
    clock: deps.clock,
    trace,
    node,
    owner: id,
    background: options.background ?? [],
    nextTimer: watch.nextTimer,
    step: (name, fire) => agenda.now(() => step(name, fire)),
  });

  let effects: unknown[] = [];
  let state = '';
  let stopped = false;
  const actor: AnyActor = createActor(machine as AnyStateMachine, {
    id,
    input: options.input,
    clock,
    ...(watched ? { inspect: watch.inspect } : {}),
  });
  // Handlers only append: XState swallows what they throw, and they run before the step is over.
  actor.on('*', (effect: unknown) => effects.push(effect));
  // With a listener for errors, XState does not throw them into a real timeout; `settle` reads them.
  actor.subscribe({ error: () => {} });

  function step(event: string, drive: () => void): void {
    if (stopped) return;
    watch.begin();
    drive();
    settle(event);
  }

  function settle(event: string): void {
    const snapshot = actor.getSnapshot();
    if (snapshot.status === 'error') {
      live.delete(running);
      throw new LabDefect(`${node}: ${options.machine} ${id} failed on ${event}: ${snapshot.error}`, {
        cause: snapshot.error,
      });
    }
    const from = state;
    state = statePath(snapshot.value);
    if (trace.on) tell(event, from);
    queueEffects();
    if (snapshot.status === 'done') finish();
  }

  function tell(event: string, from: string): void {
    const names = { node, machine: options.machine, id };
    if (from !== state || watch.reentered)
      trace.record({ type: 'state', ...names, from, to: state, on: event });
    else if (watch.ignored) trace.record({ type: 'event.ignored', ...names, state, event });
  }

  function queueEffects(): void {
    if (effects.length === 0) return;
    const emitted = effects;
    effects = [];
    for (const effect of emitted) {
      agenda.later(() => {
        if (!stopped) options.perform(effect as Parameters<typeof options.perform>[0]);
      });
    }
  }

  function finish(): void {
    live.delete(running);
    const { ended } = options;
    if (ended === undefined) return;
    agenda.later(() => {
      if (!stopped) ended.call(options);
    });
  }

  function receive(event: AnyEventObject): void {
    if (stopped) return;
    if (actor.getSnapshot().status === 'active') step(event.type, () => actor.send(event));
    else if (trace.on) {
      trace.record({ type: 'event.ignored', node, machine: options.machine, id, state, event: event.type });
    }
  }

  const running: Running<M> = {
    id,
    get state() {
      return state;
    },
    get context() {
      return actor.getSnapshot().context;
    },
    get done() {
      return actor.getSnapshot().status === 'done';
    },
    send(event) {
      agenda.later(() => receive(event));
    },
    stop() {
      if (stopped) return;
      stopped = true;
      live.delete(running);
      actor.stop();
    },
  };
  live.add(running);
  step('start', () => actor.start());
  return running;
}
