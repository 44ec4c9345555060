// A trace as monitors see it: messages read from their text, gathered by call and by MSRP session. Made once a run, in time linear in it.
import type { EndReason, TraceRecord } from '../../../sim/trace/records.ts';
import { Call, forkedStreams, isInitialInvite, type Stream } from './call.ts';
import { type Described, makeSdpReader } from './described.ts';
import { withEarlyAnswers } from './early-answers.ts';
import { arrived, MsrpPieces, type MsrpSeen, type SipSeen, seeSip } from './messages.ts';
import { Parameters } from './parameters.ts';
import { push, type RecordOf, TraceIndex } from './trace-index.ts';

export type { RecordOf } from './trace-index.ts';

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

  /** `reason` is why the run ended; without it, the trace's last record says so. */
  constructor(records: readonly TraceRecord[], reason?: EndReason) {
    this.records = records;
    this.parameters = new Parameters(records);
    this.#index = new TraceIndex(records);
    this.finished = (reason ?? this.ofType('end')[0]?.reason) === 'idle';
    const { sip, msrp } = readMessages(records);
    this.sip = sip;
    this.msrp = msrp;
    this.sent = sip.filter((seen) => seen.sent);
    this.#sipAt = new Map(sip.map((seen) => [seen.seq, seen]));
    this.describe = withEarlyAnswers(sip, makeSdpReader(this.parameters.early ? 'change-request' : 'rfc'));
    this.allCalls = callsOf(sip, this.parameters, this.describe, (seen) => !this.#wasBroken(seen));
    this.calls = this.allCalls.filter(({ caller }) => this.parameters.roleOf(caller) === 'sender');
    this.#calls = new Map(this.allCalls.map((call) => [call.id, call]));
    for (const stream of this.allCalls.flatMap(({ streams }) => streams)) {
      this.#streams.set(stream.offerer, stream);
      if (stream.answerer !== undefined) this.#streams.set(stream.answerer, stream);
    }
    for (const call of this.allCalls)
      for (const stream of forkedStreams(call, this.describe)) this.#forks.set(stream.answerer ?? '', stream);
    for (const seen of msrp) this.streamOf(seen)?.msrp.push(seen);
  }

  /** The client transaction of a response had ended with its connection when it came (RFC 3261 §17.1.4). */
  #wasBroken({ branch, node, seq }: SipSeen): boolean {
    const states = this.states(node, 'inviteClient', `client INVITE ${branch}`);
    return states.some(({ on, seq: at }) => on === 'transport error' && at < seq);
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
    return this.#index.grouped('state', 'machine', machineOf, `${node} ${machine} ${id}`);
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

function machineOf({ node, machine, id }: RecordOf<'state'>): string {
  return `${node} ${machine} ${id}`;
}

/** A transaction's machine that was begun: it came from no state. */
function beginningOf({ node, id, from }: RecordOf<'state'>): string | undefined {
  return from === '' ? `${node} ${id}` : undefined;
}

/** Each SIP message is read where it was sent, and again only where it arrived with another text. */
function readMessages(records: readonly TraceRecord[]): { sip: SipSeen[]; msrp: MsrpSeen[] } {
  const sip: SipSeen[] = [];
  const msrp: MsrpSeen[] = [];
  const sent = new Map<number, SipSeen>();
  const calls = new Map<string, string>();
  const pieces = new MsrpPieces();
  for (const record of records) {
    if (record.type !== 'message.sent' && record.type !== 'message.received') continue;
    if (record.protocol === 'msrp') {
      const seen = pieces.take(record);
      if (seen !== undefined) msrp.push(seen);
    } else if (record.protocol === 'sip') {
      const before = sent.get(record.id);
      const read = (before && arrived(before, record)) ?? seeSip(record);
      if (read === undefined || isDiscarded(read)) continue;
      const key = `${read.node} ${read.branch} ${read.method}`;
      // A response is of the call of its transaction, which is found by branch and method alone (RFC 3261 §17.1.3, §17.2.3).
      const seen = read.status === undefined ? read : ofCall(read, calls.get(key));
      if (read.status === undefined) calls.set(key, read.callId);
      sip.push(seen);
      if (seen.sent) sent.set(record.id, seen);
    }
  }
  return { sip, msrp: [...msrp, ...pieces.rest()].sort((a, b) => a.seq - b.seq) };
}

/** Whatever its Call-ID has become on the way. */
function ofCall(seen: SipSeen, callId = seen.callId): SipSeen {
  return callId === seen.callId ? seen : { ...seen, callId };
}

/** A response that arrives spoilt is as good as lost: there is nobody to tell, and nothing follows from it (RFC 3261 §18.1.2, §18.3). */
function isDiscarded({ sent, status, errors }: SipSeen): boolean {
  return !sent && status !== undefined && errors.some(({ essential }) => essential);
}

function callsOf(
  sip: readonly SipSeen[],
  parameters: Parameters,
  describe: RunModel['describe'],
  belongs: (response: SipSeen) => boolean,
): Call[] {
  const byId = new Map<string, SipSeen[]>();
  for (const seen of sip) push(byId, seen.callId, seen);
  return [...byId].flatMap(([id, all]) => {
    const first = all.find((seen) => seen.sent && isInitialInvite(seen));
    const role = first && parameters.roleOf(first.node);
    return first === undefined || role === undefined || role === 'core'
      ? []
      : [new Call(id, all, first, parameters, describe, belongs)];
  });
}
