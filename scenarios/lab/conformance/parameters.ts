// What a run was told, from its first record. A trace may come from a file, so nothing in it is taken for granted.
import type { Json, TraceRecord } from '../../../sim/trace/records.ts';
import { memberNamed } from '../members.ts';

export type NodeRole = 'sender' | 'core' | 'receiver';

interface Way {
  readonly mtu: number;
  readonly chosen: string | undefined;
}

interface Plan {
  readonly name: string;
  readonly count: number;
  readonly json: Json;
}

/** Who is who in a run, and what the scenario asked of them. */
export class Parameters {
  readonly json: Json;
  readonly #senders: ReadonlyMap<string, Plan>;
  readonly #receivers: ReadonlyMap<string, Plan>;
  readonly #cores: ReadonlyMap<string, Plan>;
  readonly #roles = new Map<string, NodeRole | undefined>();
  readonly #ways = new Map<string, Way>();
  /** The pushes of the timeline, by when they are due. */
  readonly #pushes = new Map<Json, Json[]>();

  constructor(records: readonly TraceRecord[]) {
    const first = records[0];
    this.json = first?.type === 'run' ? first.parameters : null;
    this.#senders = plans(get(this.json, 'senders'));
    this.#receivers = plans(get(this.json, 'receivers'));
    this.#cores = plans(get(this.json, 'core'));
    for (const act of list(get(this.json, 'timeline'))) {
      if (get(act, 'do') !== 'push') continue;
      const atUs = get(act, 'atUs');
      const then = this.#pushes.get(atUs);
      if (then === undefined) this.#pushes.set(atUs, [act]);
      else then.push(act);
    }
  }

  /** True where agents speak the document's forms. */
  get early(): boolean {
    return get(this.json, 'dialect') === 'change-request';
  }

  /** RFC 3261 T1 and T2, in µs. */
  get t1Us(): number {
    return number(get(get(this.json, 'timers'), 't1Us')) ?? 500_000;
  }

  /** Timer C of proxies, in µs. */
  get cUs(): number {
    return number(get(get(this.json, 'timers'), 'cUs')) ?? 181_000_000;
  }

  get t2Us(): number {
    return number(get(get(this.json, 'timers'), 't2Us')) ?? 4_000_000;
  }

  roleOf(node: string): NodeRole | undefined {
    const known = this.#roles.get(node);
    if (known !== undefined || this.#roles.has(node)) return known;
    const role = this.#findRole(node);
    this.#roles.set(node, role);
    return role;
  }

  #findRole(node: string): NodeRole | undefined {
    if (this.#cores.has(node)) return 'core';
    if (find(this.#senders, node) !== undefined) return 'sender';
    return find(this.#receivers, node) === undefined ? undefined : 'receiver';
  }

  /** How long a user agent leaves an INVITE unanswered before 100 is due, in µs (RFC 3261 §17.2.1). */
  get tryingUs(): number {
    return number(get(get(this.json, 'timers'), 'tryingUs')) ?? 200_000;
  }

  /** The path MTU from one node to another, and the transport that the scenario has chosen there, if it has chosen any. */
  linkOf(from: string, to: string): Way {
    const key = `${from}>${to}`;
    const way = this.#ways.get(key) ?? this.#findWay(from, to);
    this.#ways.set(key, way);
    return way;
  }

  #findWay(from: string, to: string): Way {
    const network = get(this.json, 'network');
    const ends = [this.#namesOf(from), this.#namesOf(to)] as const;
    const link = list(get(network, 'links')).find(
      (one) => ends[0].includes(text(get(one, 'from')) ?? '') && ends[1].includes(text(get(one, 'to')) ?? ''),
    );
    const parameters = link === undefined ? get(network, 'default') : get(link, 'parameters');
    // What a host insists on goes first, the sending one's before the other's.
    const settings = [this.planOf(from), this.planOf(to), parameters].map((one) =>
      text(get(one, 'transport')),
    );
    return {
      mtu: number(get(parameters, 'mtu')) ?? 1500,
      chosen: settings.find((one) => one !== undefined && one !== 'auto'),
    };
  }

  /** A node's name, and that of its group. */
  #namesOf(node: string): readonly string[] {
    return [node, (find(this.#senders, node) ?? find(this.#receivers, node))?.name ?? node];
  }

  /** What the scenario says of an agent; `null` where it says nothing. */
  planOf(node: string): Json {
    return (find(this.#senders, node) ?? find(this.#receivers, node) ?? this.#cores.get(node))?.json ?? null;
  }

  /** The push of the timeline that a node carried out at an instant; `null` when there is none, or more than one. */
  pushAt(node: string, atUs: number): Json {
    const acts = (this.#pushes.get(atUs) ?? []).filter((act) => this.#acts(get(act, 'by'), node));
    return acts.length === 1 ? (acts[0] ?? null) : null;
  }

  #acts(by: Json, node: string): boolean {
    return by === node || (typeof by === 'string' && find(this.#senders, node)?.name === by);
  }
}

function plans(json: Json): Map<string, Plan> {
  return new Map(
    list(json).flatMap((plan) => {
      const name = get(plan, 'name');
      return typeof name === 'string'
        ? [[name, { name, count: number(get(plan, 'count')) ?? 1, json: plan }]]
        : [];
    }),
  );
}

function find(agents: ReadonlyMap<string, Plan>, node: string): Plan | undefined {
  return agents.get(node) ?? memberNamed(agents, node)?.agent;
}

/** The value of a key; `null` where there is no mapping or no such key. */
export function get(json: Json, key: string): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  return Object.hasOwn(json, key) ? ((json as { readonly [key: string]: Json })[key] ?? null) : null;
}

/** The items of a list; none where there is no list. */
export function list(json: Json): readonly Json[] {
  return Array.isArray(json) ? json : [];
}

export function text(json: Json): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

export function number(json: Json): number | undefined {
  return typeof json === 'number' ? json : undefined;
}
