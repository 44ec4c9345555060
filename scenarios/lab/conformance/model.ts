// A trace as monitors see it: messages read from their text, gathered by call and by MSRP session. `reading.ts` makes it, once a run.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { type Call, forkedStreams, type Stream } from './call.ts';
import type { Described } from './described.ts';
import type { MsrpSeen, SipSeen } from './messages.ts';
import type { Parameters } from './parameters.ts';
import type { RecordOf, TraceIndex } from './trace-index.ts';

export type { RecordOf } from './trace-index.ts';

/** What it is made of. */
export interface RunParts
  extends Pick<RunModel, 'records' | 'parameters' | 'finished' | 'sip' | 'msrp' | 'describe' | 'allCalls'> {
  readonly index: TraceIndex;
}

export class RunModel {
  readonly records: readonly TraceRecord[];
  readonly parameters: Parameters;
  /** The run came to its own end: what had not happened by then never would. */
  readonly finished: boolean;
  /** In the order of the trace. */
  readonly sip: readonly SipSeen[];
  readonly msrp: readonly MsrpSeen[];
  /** What was sent of `sip`. */
  readonly sent: readonly SipSeen[];
  /** The calls that push senders began; and those of all agents, of a receiver that asks for a file among them. */
  readonly calls: readonly Call[];
  readonly allCalls: readonly Call[];
  readonly describe: (seen: SipSeen) => Described | undefined;
  readonly #index: TraceIndex;
  readonly #streams = new Map<string, Stream>();
  /** By the answerer's URI: what devices agreed to whose answer the caller did not take. */
  readonly #forks = new Map<string, Stream>();
  readonly #sipAt: ReadonlyMap<number, SipSeen>;
  readonly #calls: ReadonlyMap<string, Call>;

  constructor({ records, parameters, index, finished, sip, msrp, describe, allCalls: calls }: RunParts) {
    this.records = records;
    this.parameters = parameters;
    this.#index = index;
    this.finished = finished;
    this.sip = sip;
    this.msrp = msrp;
    this.sent = sip.filter((seen) => seen.sent);
    this.#sipAt = new Map(sip.map((seen) => [seen.seq, seen]));
    this.describe = describe;
    this.allCalls = calls;
    this.calls = calls.filter(({ caller }) => parameters.roleOf(caller) === 'sender');
    this.#calls = new Map(calls.map((call) => [call.id, call]));
    for (const stream of calls.flatMap(({ streams }) => streams)) {
      this.#streams.set(stream.offerer, stream);
      if (stream.answerer !== undefined) this.#streams.set(stream.answerer, stream);
    }
    for (const call of calls)
      for (const stream of forkedStreams(call, describe)) this.#forks.set(stream.answerer ?? '', stream);
    for (const seen of msrp) this.streamOf(seen)?.msrp.push(seen);
  }

  record(seq: number | undefined): TraceRecord | undefined {
    return seq === undefined ? undefined : this.#index.at(seq);
  }

  /** The SIP message of a record. */
  sipAt(seq: number | undefined): SipSeen | undefined {
    return seq === undefined ? undefined : this.#sipAt.get(seq);
  }

  /** What became of the bindings to a contact, in the order of the trace. */
  bindingsTo(contact: string): readonly RecordOf<'binding'>[] {
    return this.#index.grouped('binding', 'contact', (binding) => binding.contact, contact);
  }

  /** The call of a Call-ID. */
  callOf(callId: string): Call | undefined {
    return this.#calls.get(callId);
  }

  /** Records of a type, in the order of the trace. */
  ofType<T extends TraceRecord['type']>(type: T): readonly RecordOf<T>[] {
    return this.#index.of(type);
  }

  /** What a node stored under a name. */
  stores(node: string, what: string): readonly RecordOf<'store'>[] {
    return this.#index.grouped('store', 'name', (store) => `${store.node} ${store.what}`, `${node} ${what}`);
  }

  /** Those of them between two records. */
  storesBetween(node: string, what: string, after: number, before: number): readonly RecordOf<'store'>[] {
    const all = this.stores(node, what);
    return all.slice(behind(all, after), behind(all, before));
  }

  /** The acts that a node carried out under one of these names. */
  acts(node: string, ...names: readonly string[]): readonly RecordOf<'act'>[] {
    return names.flatMap((name) =>
      this.#index.grouped('act', 'name', (one) => `${one.node} ${one.act}`, `${node} ${name}`),
    );
  }

  /** The timers that a node set at an instant. */
  timersSetAt(node: string, at: number): readonly RecordOf<'timer.set'>[] {
    return this.#index.grouped(
      'timer.set',
      'instant',
      (timer) => `${timer.node} ${timer.at}`,
      `${node} ${at}`,
    );
  }

  /**
   * How often the transaction that sent a message had been begun by then. A proxy makes a branch of what reaches it: where that comes again
   * when all is over, it opens another transaction of the same name (RFC 3261 §16.11).
   */
  timesBegun({ node, seq, record }: SipSeen): number {
    const begun = this.#index.grouped('state', 'beginning', beginningOf, `${node} ${record.transaction}`);
    let times = 0;
    for (const state of begun) if (state.seq < seq) times++;
    return times;
  }

  /** The states of one machine, in order. */
  states(node: string, machine: string, id: string): readonly RecordOf<'state'>[] {
    return statesIn(this.#index, node, machine, id);
  }

  /** The MSRP session of a message: by its sender's own URI, or else by that of the one it goes to. */
  streamOf({ message }: MsrpSeen): Stream | undefined {
    const [from, to] = [message.fromPath.at(-1) ?? '', message.toPath.at(-1) ?? ''];
    const ofFork = this.#forks.get(from) ?? this.#forks.get(to);
    return ofFork ?? this.#streams.get(from) ?? this.#streams.get(to);
  }
}

/** How many records stand at a number or before it. */
function behind(records: readonly TraceRecord[], seq: number): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records[middle]!.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The states of one machine in a trace, in order. */
export function statesIn(
  index: TraceIndex,
  node: string,
  machine: string,
  id: string,
): readonly RecordOf<'state'>[] {
  return index.grouped('state', 'machine', machineOf, `${node} ${machine} ${id}`);
}

function machineOf({ node, machine, id }: RecordOf<'state'>): string {
  return `${node} ${machine} ${id}`;
}

/** A transaction's machine that was begun: it came from no state. */
function beginningOf({ node, id, from }: RecordOf<'state'>): string | undefined {
  return from === '' ? `${node} ${id}` : undefined;
}
