// A trace as monitors see it: messages read from their text, gathered by call and by MSRP session. Made once a run, in time linear in it.
import type { EndReason, TraceRecord } from '../../../sim/trace/records.ts';
import { Call, isInitialInvite, type Stream } from './call.ts';
import { type Described, makeSdpReader } from './described.ts';
import { withEarlyAnswers } from './early-answers.ts';
import { arrived, MsrpPieces, type MsrpSeen, type SipSeen, seeSip } from './messages.ts';
import { Parameters } from './parameters.ts';

/** The records of a type; those of timers and messages share one shape. */
export type RecordOf<T extends TraceRecord['type'], R = TraceRecord> = R extends { readonly type: infer U }
  ? T extends U
    ? R
    : never
  : never;

export class RunModel {
  readonly records: readonly TraceRecord[];
  readonly parameters: Parameters;
  /** The run came to its own end: what had not happened by then never would. */
  readonly finished: boolean;
  /** In the order of the trace. */
  readonly sip: readonly SipSeen[];
  readonly msrp: readonly MsrpSeen[];
  /** The calls that push senders began; and those of all agents, of a receiver that asks for a file among them. */
  readonly calls: readonly Call[];
  readonly allCalls: readonly Call[];
  readonly describe: (seen: SipSeen) => Described | undefined;
  readonly #index = new Map<string, TraceRecord[]>();
  readonly #bySeq = new Map<number, TraceRecord>();
  readonly #streams = new Map<string, Stream>();
  readonly #sipAt: ReadonlyMap<number, SipSeen>;
  readonly #calls: ReadonlyMap<string, Call>;
  readonly #bindings = new Map<string, RecordOf<'binding'>[]>();
  /** When each transaction was begun, by node and id. */
  readonly #begun = new Map<string, number[]>();

  /** `reason` is why the run ended; without it, the trace's last record says so. */
  constructor(records: readonly TraceRecord[], reason?: EndReason) {
    this.records = records;
    this.parameters = new Parameters(records);
    for (const record of records) {
      this.#bySeq.set(record.seq, record);
      for (const key of keysOf(record)) push(this.#index, key, record);
      if (record.type === 'state' && record.from === '')
        push(this.#begun, `${record.node} ${record.id}`, record.seq);
    }
    this.finished = (reason ?? this.ofType('end')[0]?.reason) === 'idle';
    const { sip, msrp } = readMessages(records);
    this.sip = sip;
    this.msrp = msrp;
    this.#sipAt = new Map(sip.map((seen) => [seen.seq, seen]));
    for (const binding of this.ofType('binding')) push(this.#bindings, binding.contact, binding);
    this.describe = withEarlyAnswers(sip, makeSdpReader(this.parameters.early ? 'change-request' : 'rfc'));
    this.allCalls = callsOf(sip, this.parameters, this.describe, (seen) => !this.#wasBroken(seen));
    this.calls = this.allCalls.filter(({ caller }) => this.parameters.roleOf(caller) === 'sender');
    this.#calls = new Map(this.allCalls.map((call) => [call.id, call]));
    for (const stream of this.allCalls.flatMap(({ streams }) => streams)) {
      this.#streams.set(stream.offerer, stream);
      if (stream.answerer !== undefined) this.#streams.set(stream.answerer, stream);
    }
    for (const seen of msrp) this.streamOf(seen)?.msrp.push(seen);
  }

  /** The client transaction of a response had ended with its connection when it came (RFC 3261 §17.1.4). */
  #wasBroken({ branch, node, seq }: SipSeen): boolean {
    const states = this.states(node, 'inviteClient', `client INVITE ${branch}`);
    return states.some(({ on, seq: at }) => on === 'transport error' && at < seq);
  }

  record(seq: number | undefined): TraceRecord | undefined {
    return seq === undefined ? undefined : this.#bySeq.get(seq);
  }

  /** The SIP message of a record. */
  sipAt(seq: number | undefined): SipSeen | undefined {
    return seq === undefined ? undefined : this.#sipAt.get(seq);
  }

  /** What became of the bindings to a contact, in the order of the trace. */
  bindingsTo(contact: string): readonly RecordOf<'binding'>[] {
    return this.#bindings.get(contact) ?? [];
  }

  /** The call of a Call-ID. */
  callOf(callId: string): Call | undefined {
    return this.#calls.get(callId);
  }

  /** Records of a type, of a node where one is named, in the order of the trace. */
  ofType<T extends TraceRecord['type']>(type: T, node?: string): readonly RecordOf<T>[] {
    return this.#under(node === undefined ? type : `${type} ${node}`);
  }

  /** What a node stored under a name. */
  stores(node: string, what: string): readonly RecordOf<'store'>[] {
    return this.#under<'store'>(`store ${node} ${what}`);
  }

  /** The acts that a node carried out under one of these names. */
  acts(node: string, ...names: readonly string[]): readonly RecordOf<'act'>[] {
    return names.flatMap((name) => this.#under<'act'>(`act ${node} ${name}`));
  }

  /** The timers that a node set at an instant. */
  timersSetAt(node: string, at: number): readonly RecordOf<'timer.set'>[] {
    return this.#under<'timer.set'>(`timer.set ${node} ${at}`);
  }

  /**
   * How often the transaction that sent a message had been begun by then. A proxy makes a branch of what reaches it: where that comes again
   * when all is over, it opens another transaction of the same name (RFC 3261 §16.11).
   */
  timesBegun({ node, seq, record }: SipSeen): number {
    return (this.#begun.get(`${node} ${record.transaction}`) ?? []).filter((begun) => begun < seq).length;
  }

  /** The states of one machine, in order. */
  states(node: string, machine: string, id: string): readonly RecordOf<'state'>[] {
    return this.#under<'state'>(`state ${node} ${machine} ${id}`);
  }

  #under<T extends TraceRecord['type']>(key: string): readonly RecordOf<T>[] {
    return (this.#index.get(key) ?? []) as unknown as readonly RecordOf<T>[];
  }

  /** The MSRP session of a message: by its sender's own URI, or else by that of the one it goes to. */
  streamOf({ message }: MsrpSeen): Stream | undefined {
    return this.#streams.get(message.fromPath.at(-1) ?? '') ?? this.#streams.get(message.toPath.at(-1) ?? '');
  }
}

/** Under which keys a record is found again: by type, node, and what is asked for beside these. */
function keysOf(record: TraceRecord): string[] {
  if (!('node' in record)) return [record.type];
  const { type, node } = record;
  const detail =
    record.type === 'store'
      ? record.what
      : record.type === 'act'
        ? record.act
        : record.type === 'timer.set'
          ? String(record.at)
          : record.type === 'state'
            ? `${record.machine} ${record.id}`
            : undefined;
  const keys = [type, `${type} ${node}`];
  return detail === undefined ? keys : [...keys, `${type} ${node} ${detail}`];
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Each SIP message is read where it was sent, and again only where it arrived with another text. */
function readMessages(records: readonly TraceRecord[]): { sip: SipSeen[]; msrp: MsrpSeen[] } {
  const sip: SipSeen[] = [];
  const msrp: MsrpSeen[] = [];
  const sent = new Map<number, SipSeen>();
  const pieces = new MsrpPieces();
  for (const record of records) {
    if (record.type !== 'message.sent' && record.type !== 'message.received') continue;
    if (record.protocol === 'msrp') {
      const seen = pieces.take(record);
      if (seen !== undefined) msrp.push(seen);
    } else if (record.protocol === 'sip') {
      const before = sent.get(record.id);
      const seen = (before && arrived(before, record)) ?? seeSip(record);
      if (seen === undefined || isDiscarded(seen)) continue;
      sip.push(seen);
      if (seen.sent) sent.set(record.id, seen);
    }
  }
  return { sip, msrp: [...msrp, ...pieces.rest()].sort((a, b) => a.seq - b.seq) };
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
