import type { Us } from '../../sim/time.ts';
import type {
  EndEntry,
  MessageEntry,
  MessageFateEntry,
  RunEntry,
  Stamped,
  TimerEntry,
  TraceRecord,
} from '../../sim/trace/records.ts';
import { watchFlight } from './in-flight.ts';
import type { ArrivalRow, Ladder, RequirementOutcome, Row } from './ladder-model.ts';
import { laneOrder, othersLane } from './lanes.ts';
import { type Detail, markOf } from './marks.ts';
import { type OpenMessageRow, openRow, tellFate } from './message-row.ts';
import { quietTimers } from './quiet-timers.ts';

export interface LadderOptions {
  /** The nodes to draw, from left to right; default: all, senders first (`laneOrder`). Others share one last lane. */
  readonly lanes?: readonly string[];
  /** `brief`: messages and faults; `normal`: also acts, bindings, notes, and timers whose firing had consequences; `full`: everything. */
  readonly detail?: Detail;
  /** Silence of this length or more gets a row of its own; default 200 ms. */
  readonly gapUs?: Us;
}

/** Makes the ladder of a trace. One pass over the records; nothing is computed but what they say. */
export function buildLadder(records: readonly TraceRecord[], options: LadderOptions = {}): Ladder {
  const builder = new LadderBuilder(records, options);
  for (const record of records) builder.take(record);
  return builder.ladder();
}

type Message = OpenMessageRow & { readonly call: string };

class LadderBuilder {
  readonly #detail: Detail;
  readonly #gapUs: Us;
  readonly #lanes: string[];
  readonly #laneOf: Map<string, number>;
  readonly #rows: Row[] = [];
  readonly #messages = new Map<number, Message>();
  readonly #byKey = new Map<string, Message>();
  readonly #apart = new Set<Message>();
  readonly #flight = watchFlight<Message>((message) => this.#apart.add(message));
  readonly #requirements: RequirementOutcome[] = [];
  readonly #counts = { messages: 0, lost: 0, again: 0, duplicated: 0, timersFired: 0, timersQuiet: 0 };
  readonly #quiet: ReadonlySet<number>;
  #run: RunEntry | undefined;
  #end: Stamped<EndEntry> | undefined;

  constructor(records: readonly TraceRecord[], options: LadderOptions) {
    this.#detail = options.detail ?? 'normal';
    this.#gapUs = options.gapUs ?? 200_000;
    this.#quiet = quietTimers(records);
    const all = laneOrder(records);
    const chosen = options.lanes ?? all;
    const rest = all.filter((node) => !chosen.includes(node));
    this.#lanes = rest.length > 0 ? [...chosen, `${othersLane} (${rest.length})`] : [...chosen];
    this.#laneOf = new Map([...chosen, ...rest].map((node, index) => [node, Math.min(index, chosen.length)]));
  }

  take(record: TraceRecord): void {
    switch (record.type) {
      case 'run':
        this.#run = record;
        break;
      case 'end':
        this.#end = record;
        break;
      case 'verdict':
        this.#requirements.push({ ...record, detail: record.detail ?? '' });
        break;
      case 'message.sent':
        this.#sent(record);
        break;
      case 'message.received':
        this.#received(record);
        break;
      case 'message.dropped':
      case 'message.duplicated':
      case 'message.delayed':
        this.#fate(record);
        break;
      case 'timer.set':
      case 'timer.fired':
      case 'timer.cleared':
        this.#timer(record);
        break;
      case 'fault':
        if (record.fault === 'corrupt') this.#corrupted(record.on);
        this.#mark(record);
        break;
      default:
        this.#mark(record);
    }
  }

  ladder(): Ladder {
    const end = this.#end;
    return {
      title: this.#run?.title ?? '',
      scenario: this.#run?.scenario ?? '',
      seed: this.#run?.seed ?? '',
      epoch: this.#run?.epoch ?? '',
      lanes: this.#lanes,
      rows: withGaps(this.#settled(), this.#gapUs),
      counts: this.#counts,
      ...(end && {
        end: { atUs: end.at, reason: end.reason, events: end.events, fingerprint: end.fingerprint },
      }),
      requirements: this.#requirements,
    };
  }

  #sent(record: Stamped<MessageEntry>): void {
    const row = openRow(record, this.#lane(record.from), this.#lane(record.to));
    const message: Message = Object.assign(row, { call: record.key.split('/', 2)[1] ?? '' });
    this.#counts.messages++;
    if (record.transmission > 0) this.#counts.again++;
    this.#messages.set(record.id, message);
    this.#byKey.set(record.key, message);
    this.#rows.push(message);
    this.#flight.sent(message);
  }

  #received(record: Stamped<MessageEntry>): void {
    const message = this.#messages.get(record.id);
    if (message === undefined) return;
    const copy = message.arrivedUs !== undefined;
    this.#rows.push({ kind: 'arrival', seq: record.seq, atUs: record.at, message, copy });
    if (copy) return;
    message.arrivedUs = record.at;
    message.arrivedSeq = record.seq;
    this.#flight.arrived(message);
  }

  #fate(record: Stamped<MessageFateEntry>): void {
    const message = this.#messages.get(record.id);
    if (message === undefined) return;
    tellFate(message, record);
    if (record.type === 'message.dropped') {
      this.#counts.lost++;
      this.#flight.lost(message);
    } else if (record.type === 'message.duplicated') this.#counts.duplicated++;
  }

  /** The rule's record follows the sending. */
  #corrupted(key: string): void {
    const message = this.#byKey.get(key);
    if (message !== undefined) message.corrupted = true;
  }

  #timer(record: Stamped<TimerEntry>): void {
    const change = record.type === 'timer.fired' ? 'fired' : record.type === 'timer.set' ? 'set' : 'cleared';
    const quiet = this.#quiet.has(record.seq);
    if (change === 'fired') this.#counts.timersFired++;
    if (quiet) this.#counts.timersQuiet++;
    if (this.#detail === 'brief' || (this.#detail === 'normal' && (change !== 'fired' || quiet))) return;
    const { seq, at, owner, due } = record;
    const lane = this.#lane(record.node);
    const name = this.#named(record.node, timerName(record.name));
    this.#rows.push({
      kind: 'timer',
      seq,
      atUs: at,
      lane,
      name,
      owner,
      change,
      dueUs: due,
    });
  }

  #mark(record: TraceRecord): void {
    const mark = markOf(record, this.#detail);
    if (mark === undefined) return;
    const node = 'node' in record ? record.node : '';
    const lane = node === '' ? -1 : this.#lane(node);
    const text = node === '' ? mark.text : this.#named(node, mark.text);
    this.#rows.push({ kind: 'mark', seq: record.seq, atUs: record.at, lane, ...mark, text });
  }

  /** In a lane of several nodes it has to be said which. */
  #named(node: string, text: string): string {
    return this.#lanes[this.#lane(node)] === node ? text : `${node}: ${text}`;
  }

  #lane(node: string): number {
    return this.#laneOf.get(node) ?? -1;
  }

  /** Keeps only those arrivals that need a row of their own, and numbers them. */
  #settled(): Row[] {
    for (const message of this.#messages.values()) {
      const tookUs = (message.arrivedUs ?? message.atUs) - message.atUs;
      if (message.delays.length > 0 && tookUs >= this.#gapUs / 4) this.#apart.add(message);
    }
    let number = 0;
    for (const message of [...this.#apart].sort((a, b) => a.seq - b.seq)) {
      if (message.arrivedUs !== undefined && message.from !== message.to) message.apart = ++number;
    }
    const shown = (row: ArrivalRow): boolean => row.copy || row.message.apart !== undefined;
    return this.#rows.filter((row) => row.kind !== 'arrival' || shown(row));
  }
}

function withGaps(rows: readonly Row[], gapUs: Us): Row[] {
  const spaced: Row[] = [];
  let beforeUs = 0;
  for (const row of rows) {
    const lengthUs = row.atUs - beforeUs;
    if (spaced.length > 0 && lengthUs >= gapUs) spaced.push({ kind: 'gap', atUs: row.atUs, lengthUs });
    spaced.push(row);
    beforeUs = Math.max(row.atUs, row.kind === 'message' ? (row.arrivedUs ?? row.atUs) : row.atUs);
  }
  return spaced;
}

/** The RFCs say "Timer A"; our own timers go by their names. */
function timerName(name: string): string {
  return /^timer[A-Z0-9]/.test(name) ? `Timer ${name.slice(5)}` : name;
}
