// RFC 3261 §10 and §16.5, RFC 3327 §5.3: the location service. It holds the bindings of each address of record; a machine each
// lets them expire.
import type { BindingEntry } from '../sim/trace/records.ts';
import { bindingMachine } from './binding.machine.ts';
import { featureTexts } from './caller-preferences/feature-set.ts';
import { effectiveQ } from './caller-preferences/qvalue.ts';
import { type Params, param } from './sip/params.ts';
import type { MachineRunner, Running } from './sip/transaction-types.ts';

/** One contact of an address of record. Never changed in place: a refresh puts another in its place. */
export interface Binding {
  /** Canonical (§10.3 item 5). */
  readonly aor: string;
  /** The Contact's URI, as it was registered. */
  readonly uri: string;
  readonly displayName?: string;
  /** Parameters of the Contact: q, features and unknown ones; without `expires`. */
  readonly params: Params;
  /** Of the REGISTER that stored it. */
  readonly callId: string;
  readonly cseq: number;
  /** What was granted, in s. */
  readonly expiresS: number;
  /** When it ends, on the virtual clock. */
  readonly expiresAtUs: number;
  /** The values of Path, in order: preloaded Route for what goes to this contact (RFC 3327 §5.4). */
  readonly path: readonly string[];
}

/** One step of a registration: what becomes of one contact. */
export interface BindingChange {
  readonly change: 'added' | 'refreshed' | 'removed';
  /** As it is to be; for `removed`, as it was. */
  readonly binding: Binding;
  /** The one that it replaces or ends. Its URI is the same by RFC 3261 §19.1.4, but may be written otherwise. */
  readonly before?: Binding;
}

/** What a reader of the store needs: a registrar's decision, a proxy's lookup. */
export interface Bindings {
  /** The bindings of a canonical address of record, oldest first. */
  of(aor: string): readonly Binding[];
}

/** What a proxy needs beside that: "it SHOULD monitor that source for the duration of processing the request" (§16.5). */
export interface MonitoredBindings extends Bindings {
  /** Tells of each contact that is added to a canonical address of record, until the function that it gives back is called. */
  watch(aor: string, added: (binding: Binding) => void): () => void;
}

export interface LocationDeps {
  /** Runs a machine for each binding. */
  readonly runner: MachineRunner;
  /** Hears of each change, expiry included, in order. */
  readonly record?: ((entry: Omit<BindingEntry, 'type' | 'node'>) => void) | undefined;
}

interface Kept {
  binding: Binding;
  readonly machine: Running<typeof bindingMachine>;
}

const microsecondsPerSecond = 1_000_000;

/** The store of bindings of one host. */
export class Location implements MonitoredBindings {
  readonly #deps: LocationDeps;
  readonly #users = new Map<string, Kept[]>();
  readonly #watchers = new Map<string, Set<(binding: Binding) => void>>();
  #size = 0;

  constructor(deps: LocationDeps) {
    this.#deps = deps;
  }

  /** How many bindings there are. */
  get size(): number {
    return this.#size;
  }

  of(aor: string): readonly Binding[] {
    return this.#users.get(aor)?.map(({ binding }) => binding) ?? [];
  }

  watch(aor: string, added: (binding: Binding) => void): () => void {
    const watchers = this.#watchers.get(aor) ?? new Set();
    this.#watchers.set(aor, watchers.add(added));
    return () => {
      watchers.delete(added);
      if (watchers.size === 0) this.#watchers.delete(aor);
    };
  }

  /** Carries out all changes of one REGISTER as one, "either processed completely or not at all". */
  commit(changes: readonly BindingChange[]): void {
    this.#deps.runner.now(() => {
      for (const each of changes) this.#apply(each);
    });
  }

  /** Everything that is bound, as a disk keeps it over a crash. */
  *all(): Generator<Binding> {
    for (const kept of this.#users.values()) for (const { binding } of kept) yield binding;
  }

  /** Takes up bindings that were kept. Those whose time has passed in between are recorded as expired. */
  restore(bindings: Iterable<Binding>, nowUs: number): void {
    for (const binding of bindings) {
      if (binding.expiresAtUs > nowUs) this.#add(binding, binding.expiresAtUs - nowUs);
      else this.#record('expired', binding);
    }
  }

  #apply({ change, binding, before }: BindingChange): void {
    const kept = this.#users.get(binding.aor) ?? [];
    const at = kept.findIndex((each) => each.binding === before);
    const there = kept[at];
    if (before !== undefined && there === undefined) throw new Error(`no such binding: ${before.uri}`);
    this.#record(change, binding);
    if (there === undefined) {
      this.#add(binding, binding.expiresS * microsecondsPerSecond);
      for (const added of [...(this.#watchers.get(binding.aor) ?? [])]) added(binding);
    } else if (change === 'removed') {
      this.#forget(binding.aor, at);
      there.machine.send({ type: 'remove' });
    } else {
      there.binding = binding;
      there.machine.send({ type: 'refresh', expiresUs: binding.expiresS * microsecondsPerSecond });
    }
  }

  #add(binding: Binding, expiresUs: number): void {
    const machine = this.#deps.runner.start(bindingMachine, {
      machine: 'binding',
      id: `binding ${binding.aor} ${binding.uri}`,
      input: { expiresUs },
      background: ['expires'],
      perform: () => this.#expired(binding.aor, machine),
    });
    const kept = this.#users.get(binding.aor);
    if (kept === undefined) this.#users.set(binding.aor, [{ binding, machine }]);
    else kept.push({ binding, machine });
    this.#size++;
  }

  #expired(aor: string, machine: Running<typeof bindingMachine>): void {
    const kept = this.#users.get(aor) ?? [];
    const at = kept.findIndex((each) => each.machine === machine);
    const gone = kept[at];
    if (gone === undefined) return;
    this.#forget(aor, at);
    this.#record('expired', gone.binding);
  }

  #forget(aor: string, at: number): void {
    const kept = this.#users.get(aor) ?? [];
    kept.splice(at, 1);
    if (kept.length === 0) this.#users.delete(aor);
    this.#size--;
  }

  #record(change: BindingEntry['change'], { aor, uri, expiresS, params }: Binding): void {
    this.#deps.record?.({
      aor,
      change,
      contact: uri,
      expiresS,
      q: effectiveQ(param(params, 'q')),
      features: featureTexts(params),
    });
  }
}
