// One step of a machine by its tables, as XState's `macrostep` takes it (SCXML §3.13, "interpret"): the transition of the event, then
// `always` and done events until nothing is left to do.
import type { Chart, Move } from './chart.ts';
import { LabDefect } from './lab-defect.ts';
import type { Step } from './step.ts';

/** More than this in one step is a machine that goes round in circles by `always`. XState would not come back. */
const MOST_MOVES = 100_000;

/** Brings a machine into its first state. */
export function firstStep({ begin }: Chart, step: Step): void {
  run(begin, step);
  settle(step);
}

/** Takes the step that `step.event` brings. What a function of the machine throws comes through. */
export function macrostep(step: Step): void {
  const move = chosenOn(step);
  step.ignored = move === undefined || move.doesNothing;
  if (move !== undefined) take(move, step);
  settle(step);
}

function settle(step: Step): void {
  let askAlways = true;
  for (let moves = 0; !step.ended; moves++) {
    if (moves === MOST_MOVES) throw new LabDefect(`it never comes to rest in ${step.leaf.path}`);
    const always = askAlways ? firstOf(step.leaf.always, step) : undefined;
    if (always !== undefined) {
      const { leaf, context } = step;
      take(always, step);
      // XState asks again once it has another snapshot: every `assign` makes one, leaving a state to enter it again does not.
      askAlways = step.leaf !== leaf || step.context !== context;
      continue;
    }
    const event = step.raised?.shift();
    if (event === undefined) return;
    step.event = event;
    const move = chosenOn(step);
    if (move !== undefined) take(move, step);
    askAlways = true;
  }
}

/** The first of some transitions whose guard lets it pass. */
function firstOf(moves: readonly Move[], step: Step): Move | undefined {
  for (const move of moves) {
    if (move.guard === undefined || move.guard(step.args, step.leaf)) return move;
  }
  return undefined;
}

function chosenOn(step: Step): Move | undefined {
  const moves = step.leaf.movesOn(step.event.type);
  for (const move of moves) {
    if (move.guard === undefined || passes(move, step)) return move;
  }
  return undefined;
}

/** A guard that throws is told of in XState's words. */
function passes({ guard, guardName, stateId }: Move, step: Step): boolean {
  try {
    return guard === undefined || guard(step.args, step.leaf);
  } catch (error) {
    const which = guardName === undefined ? '' : `'${guardName}' `;
    const where = `in transition for event '${step.event.type}' in state node '${stateId}'`;
    const because = (error as Error | undefined)?.message;
    throw new Error(`Unable to evaluate guard ${which}${where}:\n${because}`, { cause: error });
  }
}

function take(move: Move, step: Step): void {
  run(move, step);
  if (move.leaves) step.left = true;
  step.heard?.(move);
}

function run({ acts, to, ends }: Chart['begin'], step: Step): void {
  for (const act of acts) act(step);
  step.leaf = to;
  step.ended = ends;
}
