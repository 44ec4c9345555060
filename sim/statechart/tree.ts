// Which states a transition leaves and enters: XState's `computeExitSet` and `computeEntrySet` (SCXML §3.13) without parallel and history
// states. One state is active on each level, so the states that are active are a path, from the innermost to the root.
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** A state that is entered. */
export interface Entry {
  readonly state: AnyStateNode;
  /** By its own name or as a first state, not as one around the target: then its initial transition's actions run. */
  readonly byDefault: boolean;
}

/** A state, the state around it and so on to the root. */
export function pathFrom(state: AnyStateNode): AnyStateNode[] {
  return state.parent === undefined ? [state] : [state, ...pathFrom(state.parent)];
}

/** The active states that a transition leaves, the innermost first. */
export function statesLeft(transition: AnyTransitionDefinition, leaf: AnyStateNode): AnyStateNode[] {
  if (transition.target === undefined) return [];
  const domain = domainOf(transition);
  return pathFrom(leaf).filter((state) => domain === undefined || isWithin(state, domain));
}

/** The states that a transition enters, the outermost first. */
export function statesEntered(transition: AnyTransitionDefinition): Entry[] {
  const [target] = transition.target ?? [];
  if (target === undefined) return [];
  const domain = domainOf(transition);
  const around = pathFrom(target).slice(1);
  const entered = domain === undefined ? around : around.filter((state) => isWithin(state, domain));
  const staysInTarget = target === transition.source && target === domain;
  return [
    ...entered.reverse().map((state) => ({ state, byDefault: false })),
    ...(staysInTarget ? [] : [{ state: target, byDefault: true }]),
    ...firstStatesIn(target),
  ];
}

/** The states that a machine enters when it starts. */
export function statesAtStart(root: AnyStateNode): Entry[] {
  return [{ state: root, byDefault: true }, ...firstStatesIn(root)];
}

/** The innermost state that is active once a state has been entered. */
export function leafOf(state: AnyStateNode): AnyStateNode {
  return firstStatesIn(state).at(-1)?.state ?? state;
}

function firstStatesIn(state: AnyStateNode): Entry[] {
  const first = state.type === 'compound' ? state.initial.target[0] : undefined;
  return first === undefined ? [] : [{ state: first, byDefault: true }, ...firstStatesIn(first)];
}

/** The innermost state that a transition with a target happens in and that is not left; undefined when even the root is. */
function domainOf({ source, target: targets, reenter }: AnyTransitionDefinition): AnyStateNode | undefined {
  const target = targets?.[0] ?? source;
  if (!reenter && (target === source || isWithin(target, source))) return source;
  const common = pathFrom(target)
    .slice(1)
    .find((state) => isWithin(source, state));
  return common ?? (reenter ? undefined : source.machine.root);
}

function isWithin(state: AnyStateNode, outer: AnyStateNode): boolean {
  return pathFrom(state).slice(1).includes(outer);
}
