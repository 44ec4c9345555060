// The states that stand on the lifelines: of the machines that tell the story, the last of each instant.

import { atOnce, itemsAtOnce, type Steps } from '../../../sim/steps.ts';
import type { Us } from '../../../sim/time.ts';
import type { Stamped, StateEntry, TraceRecord } from '../../../sim/trace/records.ts';
import { visible } from '../visible.ts';
import type { Instant } from './arrows.ts';
import { countUpTo } from './moments.ts';

export interface StatePill extends Instant {
  readonly kind: 'state';
  readonly node: string;
  readonly machine: string;
  readonly id: string;
  readonly name: string;
  /** The record of the state that it names: the last of those of its instant. */
  readonly told: number;
  readonly look: 'plain' | 'active' | 'over';
}

/** Beneath these, machines of transactions, dialogs and transfers work that would drown them; the inspector shows all. */
const leading = new Set(['registration', 'pushSender', 'pushReceiver', 'responseContext', 'subscription']);

/** What has been told of the states so far. */
export interface ToldPills {
  readonly pills: StatePill[];
  /** The place of each node's last. */
  readonly lastOf: Map<string, number>;
}

/** Takes the states of a trace as it is told. */
export function takePill({ pills, lastOf }: ToldPills, record: TraceRecord): void {
  if (record.type !== 'state' || !leading.has(record.machine)) return;
  const pill = new ToldPill(record, record.seq);
  const before = lastOf.get(record.node);
  const last = before === undefined ? undefined : pills[before];
  if (before !== undefined && last?.atUs === pill.atUs) {
    pills[before] = new ToldPill(record, last.seq);
  } else if (last?.name !== pill.name || last.id !== pill.id) {
    lastOf.set(record.node, pills.length);
    pills.push(pill);
  }
}

/** The pills of each node, of a list that may grow. */
interface ByNode {
  /** How many of the list have been sorted. */
  sorted: number;
  readonly nodes: Map<string, OfNode>;
}

interface OfNode {
  readonly pills: StatePill[];
  /** Where the last of them stands in the list: what comes at the same instant takes its place. */
  lastAt: number;
}

const byNode = new WeakMap<readonly StatePill[], ByNode>();

/** The last pill of each node at a moment, the latest last. */
export function lastPills(pills: readonly StatePill[], now: Instant): StatePill[] {
  const { nodes } = atOnce(sortingPills(pills));
  const last = [...nodes.values()].flatMap((own) => own.pills[countUpTo(own.pills, now) - 1] ?? []);
  return last.sort((a, b) => a.atUs - b.atUs || a.seq - b.seq);
}

/** Sorts them by their nodes, for whoever asks for the last of each. Of a list that has grown since only what is new is looked at. */
export function* sortingPills(pills: readonly StatePill[]): Steps<ByNode> {
  const known = byNode.get(pills) ?? { sorted: 0, nodes: new Map<string, OfNode>() };
  byNode.set(pills, known);
  for (const own of known.nodes.values()) own.pills[own.pills.length - 1] = pills[own.lastAt]!;
  while (known.sorted < pills.length) {
    const until = Math.min(pills.length, known.sorted + itemsAtOnce);
    const some = until - known.sorted;
    for (; known.sorted < until; known.sorted++) sortOne(known.nodes, pills[known.sorted]!, known.sorted);
    yield some;
  }
  return known;
}

function sortOne(nodes: Map<string, OfNode>, pill: StatePill, at: number): void {
  const own = nodes.get(pill.node);
  if (own === undefined) nodes.set(pill.node, { pills: [pill], lastAt: at });
  else {
    own.pills.push(pill);
    own.lastAt = at;
  }
}

/** Of a record, from which it is read when it is asked for: a long run has a hundred thousand. */
class ToldPill implements StatePill {
  readonly record: Stamped<StateEntry>;
  readonly seq: number;

  constructor(record: Stamped<StateEntry>, seq: number) {
    this.record = record;
    this.seq = seq;
  }

  get kind(): 'state' {
    return 'state';
  }

  get atUs(): Us {
    return this.record.at;
  }

  get node(): string {
    return this.record.node;
  }

  get machine(): string {
    return this.record.machine;
  }

  get id(): string {
    return this.record.id;
  }

  get name(): string {
    return stateName(this.record.to);
  }

  get told(): number {
    return this.record.seq;
  }

  get look(): StatePill['look'] {
    const { name } = this;
    if (/^(?:sending|receiving|transferring)/.test(name)) return 'active';
    return /^(?:over|done|terminated|closed|answered|failed|unregistered|removed)/.test(name)
      ? 'over'
      : 'plain';
  }
}

/** Machines have few states; whoever makes up a trace may make up more. */
const names = new Map<string, string>();
const mostNames = 1_000;

/** `lookingUp.first` → `looking up`. */
export function stateName(path: string): string {
  const known = names.get(path);
  if (known !== undefined) return known;
  const outer = path.split('.', 1)[0] ?? path;
  const name = visible(outer).replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  if (names.size < mostNames) names.set(path, name);
  return name;
}
