// Turns a machine of XState's `setup().createMachine()` into tables. It reads the machine itself, in which XState has resolved the targets
// and put the timers of `after` behind the entry and exit actions.
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Act, Args, Chart, Move } from './chart.ts';
import { ActionCompiler } from './compile-action.ts';
import { compileGuard } from './compile-guard.ts';
import { LabDefect } from './lab-defect.ts';
import { LeafTable } from './leaf-table.ts';
import { doesNothing, leavesAState, transitionName } from './step-watch.ts';
import { checkSubset } from './subset.ts';
import { type Entry, leafOf, pathFrom, statesAtStart, statesEntered, statesLeft } from './tree.ts';

const charts = new WeakMap<AnyStateMachine, Chart>();

/** The tables of a machine, made once. A machine that goes beyond the subset (README.md) throws a `LabDefect` that names each place. */
export function compile(machine: AnyStateMachine): Chart {
  let chart = charts.get(machine);
  if (chart === undefined) {
    const faults = checkSubset(machine);
    if (faults.length > 0)
      throw new LabDefect(`the machine ${machine.id} can't be run: ${faults.join('; ')}`);
    chart = new Compiler(machine).chart();
    charts.set(machine, chart);
  }
  return chart;
}

class Compiler {
  readonly #machine: AnyStateMachine;
  readonly #actions: ActionCompiler;
  readonly #leaves = new Map<AnyStateNode, LeafTable>();

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    this.#actions = new ActionCompiler(machine);
  }

  chart(): Chart {
    const { root, config } = this.#machine;
    return {
      begin: this.#arrival([], statesAtStart(root), leafOf(root)),
      contextOf: contextOf(config.context),
    };
  }

  /** The table of an innermost state. It is there before it is filled, for transitions lead in circles. */
  #leaf(state: AnyStateNode): LeafTable {
    let leaf = this.#leaves.get(state);
    if (leaf === undefined) {
      leaf = new LeafTable(state, (transition) => this.#move(transition, state));
      this.#leaves.set(state, leaf);
      leaf.fill();
    }
    return leaf;
  }

  /** What a transition does when it is taken in `leaf`. */
  #move(transition: AnyTransitionDefinition, leaf: AnyStateNode): Move {
    const { source, target, guard, actions } = transition;
    const left = statesLeft(transition, leaf).flatMap(({ exit }) => this.#actions.acts(exit));
    const to = target?.[0] === undefined ? leaf : leafOf(target[0]);
    return {
      ...this.#arrival([...left, ...this.#actions.acts(actions)], statesEntered(transition), to),
      guard: guard === undefined ? undefined : compileGuard(this.#machine, guard),
      doesNothing: doesNothing(transition),
      leaves: leavesAState(transition),
      names: transitionName(transition),
      guardName: nameOf(guard),
      stateId: source.id,
    };
  }

  /** Entering states behind other actions. A machine that reaches its end leaves what it is in. */
  #arrival(before: readonly Act[], entered: readonly Entry[], to: AnyStateNode): Chart['begin'] {
    const acts = [...before, ...entered.flatMap((entry) => this.#entering(entry))];
    const ends = to.type === 'final' && to.parent === this.#machine.root;
    if (ends) acts.push(machineOutput(to), ...pathFrom(to).flatMap(({ exit }) => this.#actions.acts(exit)));
    return { acts, to: this.#leaf(to), ends };
  }

  #entering({ state, byDefault }: Entry): Act[] {
    const first = byDefault && state.type === 'compound' ? state.initial.actions : [];
    const acts = this.#actions.acts([...state.entry, ...first]);
    return state.type === 'final' ? [...acts, doneEvent(state)] : acts;
  }
}

/** `context`: an object, or a function of the input. It never is the input itself: that is its maker's. */
function contextOf(context: unknown): Chart['contextOf'] {
  if (typeof context !== 'function') return () => (context as object | undefined) ?? {};
  const of = context as (args: { input: unknown }) => object;
  return (input) => {
    const made = of({ input });
    return made === input ? { ...made } : made;
  };
}

/** The state around a final state hears that it is done, with the final state's `output`. */
function doneEvent(state: AnyStateNode): Act {
  const type = `xstate.done.state.${state.parent?.id}`;
  return (step) => step.raise({ type, output: outputOf(state.output, step.args) });
}

/** The `output` of a machine. Nobody asks for it here, but what it throws is a defect all the same. */
function machineOutput(final: AnyStateNode): Act {
  const { output } = final.machine.root;
  const type = `xstate.done.state.${final.id}`;
  return (step) => {
    if (output === undefined) return;
    const { context } = step;
    outputOf(output, { context, event: { type, output: outputOf(final.output, step.args) } });
  };
}

function outputOf(output: unknown, args: Args): unknown {
  return typeof output === 'function' ? output(args) : output;
}

/** The name of a guard; joined ones have none. */
function nameOf(guard: unknown): string | undefined {
  if (typeof guard === 'string') return guard;
  return typeof guard === 'object' && guard !== null && 'type' in guard ? String(guard.type) : undefined;
}
