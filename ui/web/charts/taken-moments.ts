// When a run took which transition of a machine, and in which states its machines are at a moment: from the changes of state in its trace.
import type { MachineOutline } from '../../../sim/statechart/outline.ts';
import type { Stamped, StateEntry } from '../../../sim/trace/records.ts';
import { takenTransition } from '../inspector/taken-transition.ts';
import type { Instant } from '../model/arrows.ts';
import { isAfter } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import { keyOf } from './tally.ts';

type Change = Stamped<StateEntry>;

/** The changes of a run by machine, and how many of its records have been looked at: a run grows while it is told. */
interface Changes {
  seen: number;
  readonly of: Map<string, Change[]>;
}

const found = new WeakMap<RunModel, Changes>();

/** By transition (`calling > timerA > calling`) the moments at which it was taken, in order. What stays in its state leaves none in a trace. */
export function takenMoments(
  run: RunModel,
  outline: MachineOutline,
): ReadonlyMap<string, readonly Instant[]> {
  const moments = new Map<string, Instant[]>();
  for (const change of changesOf(run, outline.id)) {
    const transition = takenTransition(outline, change);
    if (transition === undefined) continue;
    const key = keyOf(transition);
    const moment = { atUs: change.at, seq: change.seq };
    const known = moments.get(key);
    if (known === undefined) moments.set(key, [moment]);
    else known.push(moment);
  }
  return moments;
}

/** By state, nested ones with dots, where a machine of this kind is in it at a moment: `sender`, or of several on one host that host twice. */
export function activeStates(
  run: RunModel,
  machine: string,
  now: Instant,
): ReadonlyMap<string, readonly string[]> {
  const last = new Map<string, Change>();
  for (const change of changesOf(run, machine)) {
    if (isAfter({ atUs: change.at, seq: change.seq }, now)) break;
    last.set(`${change.node} ${change.id}`, change);
  }
  const active = new Map<string, string[]>();
  for (const { node, to } of last.values()) active.set(to, [...(active.get(to) ?? []), node]);
  return active;
}

/** Of the moments the next after the playhead, or the one before it; round again from the other end. */
export function neighbour(moments: readonly Instant[], now: Instant, by: 1 | -1): Instant | undefined {
  return by > 0
    ? (moments.find((one) => isAfter(one, now)) ?? moments[0])
    : (moments.findLast((one) => isAfter(now, one)) ?? moments.at(-1));
}

function changesOf(run: RunModel, machine: string): readonly Change[] {
  const { records } = run.data;
  const changes: Changes = found.get(run) ?? { seen: 0, of: new Map() };
  found.set(run, changes);
  for (; changes.seen < records.length; changes.seen++) {
    const record = records[changes.seen];
    if (record?.type !== 'state') continue;
    const known = changes.of.get(record.machine);
    if (known === undefined) changes.of.set(record.machine, [record]);
    else known.push(record);
  }
  return changes.of.get(machine) ?? [];
}
