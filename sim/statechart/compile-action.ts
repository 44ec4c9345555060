import type { AnyEventObject, AnyStateMachine } from 'xstate';
import type { Act, Args, Timer } from './chart.ts';
import { eventName } from './names.ts';
import { statesOf } from './transitions.ts';

type Of<T> = (args: Args, params: unknown) => T;
type Assignment = Of<object> | Readonly<Record<string, unknown>>;

/** XState's own actions are functions that only carry what they were made from. */
interface Assign {
  readonly type: 'xstate.assign';
  readonly assignment: Assignment;
}
interface Emit {
  readonly type: 'xstate.emit';
  readonly event: AnyEventObject | Of<AnyEventObject>;
}
/** What an `after` puts behind the entry actions of its state. */
interface Raise {
  readonly type: 'xstate.raise';
  readonly event: AnyEventObject;
  readonly id: string;
  readonly delay: string;
}
/** What an `after` puts behind the exit actions of its state. */
interface Cancel {
  readonly type: 'xstate.cancel';
  readonly sendId: string;
}

/** Actions of one machine as functions of a step. */
export class ActionCompiler {
  readonly #machine: AnyStateMachine;
  /** By XState's id: `xstate.after.timerA.inviteClient.calling.retransmitting`. */
  readonly #timers = new Map<string, Timer>();

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    for (const { entry } of statesOf(machine.root)) {
      for (const action of entry)
        if (typeof action === 'function') this.#addTimer(action as unknown as Raise);
    }
  }

  /** Actions of a definition: each a name, a name with `params`, or one that XState has put there for an `after`. */
  acts(actions: readonly unknown[]): Act[] {
    return actions.map((action) =>
      typeof action === 'function' ? this.#timerAct(action as unknown as Raise | Cancel) : this.#act(action),
    );
  }

  #act(action: unknown): Act {
    const { type, params } =
      typeof action === 'string' ? { type: action } : (action as { type: string; params?: unknown });
    const meant = this.#machine.implementations.actions[type] as unknown as Assign | Emit;
    return meant.type === 'xstate.assign' ? assigning(meant, params) : emitting(meant, params);
  }

  #timerAct(action: Raise | Cancel): Act {
    const timer = this.#timers.get(action.type === 'xstate.raise' ? action.id : action.sendId);
    if (timer === undefined) throw new Error('an `after` without its timer');
    if (action.type === 'xstate.cancel') return (step) => step.order(timer, null);
    return (step) => step.order(timer, timer.delayUs(step.args));
  }

  #addTimer({ id, event, delay }: Raise): void {
    const meant: unknown = this.#machine.implementations.delays[delay];
    const delayUs = typeof meant === 'function' ? (meant as Timer['delayUs']) : () => meant as number;
    this.#timers.set(id, { name: eventName(id), event, delayUs });
  }
}

/** `assign` with a function, or with a value or function for each property: all of them see the context as it was. */
function assigning({ assignment }: Assign, params: unknown): Act {
  if (typeof assignment === 'function') {
    const of = withParams(assignment as Of<object>, params);
    return (step) => {
      step.context = { ...step.context, ...of(step.args) };
    };
  }
  const properties = Object.entries(assignment).map(([key, value]): [string, (args: Args) => unknown] => [
    key,
    typeof value === 'function' ? withParams(value as Of<unknown>, params) : () => value,
  ]);
  return (step) => {
    const { args } = step;
    const context: Record<string, unknown> = { ...step.context };
    for (const [key, of] of properties) context[key] = of(args);
    step.context = context;
  };
}

function emitting({ event }: Emit, params: unknown): Act {
  if (typeof event !== 'function') return (step) => step.emit(event);
  const of = withParams(event, params);
  return (step) => step.emit(of(step.args));
}

/** A function of a machine with its `params`, which may themselves be taken from context and event. */
function withParams<T>(of: Of<T>, params: unknown): (args: Args) => T {
  if (typeof params !== 'function') return (args) => of(args, params);
  const paramsOf = params as (args: Args) => unknown;
  return (args) => of(args, paramsOf(args));
}
