// A machine's outline as what is to be drawn: states one within another, and transitions bundled by where they lead.
import type { MachineOutline, StateOutline, TransitionOutline } from '../../../../sim/statechart/outline.ts';

export interface ChartState {
  readonly path: string;
  readonly name: string;
  readonly parent?: ChartState;
  readonly children: ChartState[];
  readonly outline: StateOutline;
  /** Transitions that don't leave it: lines in its box. */
  readonly inner: TransitionOutline[];
}

/** All transitions from one state to one other: a line with a label of as many lines. */
export interface Bundle {
  readonly from: ChartState;
  readonly to: ChartState;
  /** The innermost state that holds both ends; one of the ends where one holds the other. */
  readonly within: ChartState;
  readonly transitions: TransitionOutline[];
}

export interface ChartTree {
  readonly root: ChartState;
  readonly states: readonly ChartState[];
  readonly bundles: readonly Bundle[];
  /** States that are drawn as boxes: all, but the machine itself only where it has transitions of its own. */
  readonly boxed: readonly ChartState[];
}

export function chartTree({ id, states: outlines, transitions }: MachineOutline): ChartTree {
  const byPath = new Map<string, ChartState>();
  for (const outline of outlines) {
    const { path } = outline;
    const dot = path.lastIndexOf('.');
    const parent = path === '' ? undefined : byPath.get(path.slice(0, Math.max(0, dot)));
    const name = path === '' ? id : path.slice(dot + 1);
    const state = { path, name, children: [], outline, inner: [], ...(parent !== undefined && { parent }) };
    parent?.children.push(state);
    byPath.set(path, state);
  }
  const bundles = new Map<string, Bundle>();
  for (const transition of transitions) {
    const from = byPath.get(transition.from);
    const to = transition.to === '' ? undefined : byPath.get(transition.to);
    if (from === undefined) continue;
    if (to === undefined) {
      from.inner.push(transition);
      continue;
    }
    const key = `${from.path} > ${to.path}`;
    const bundle = bundles.get(key) ?? { from, to, within: holderOf(from, to), transitions: [] };
    bundle.transitions.push(transition);
    bundles.set(key, bundle);
  }
  const states = [...byPath.values()];
  const root = states[0]!;
  const all = [...bundles.values()];
  const plain = root.inner.length === 0 && all.every(({ from, to }) => from !== root && to !== root);
  return { root, states, bundles: all, boxed: plain ? states.slice(1) : states };
}

/** A state and those around it, the innermost first. */
function pathUp(state: ChartState): ChartState[] {
  return state.parent === undefined ? [state] : [state, ...pathUp(state.parent)];
}

function holderOf(from: ChartState, to: ChartState): ChartState {
  if (from === to) return from.parent ?? from;
  const around = pathUp(from);
  return pathUp(to).find((state) => around.includes(state)) ?? from;
}

/** The state directly within `holder` that holds `state` or is it; undefined for the holder itself. */
export function childWithin(holder: ChartState, state: ChartState): ChartState | undefined {
  return pathUp(state).find(({ parent }) => parent === holder);
}
