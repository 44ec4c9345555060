// The page's side of the worker.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breath } from '../breath.ts';
import { shown } from '../state/shown.ts';
import type {
  ClosingAnswer,
  Delivery,
  MoreRecords,
  Order,
  Problem,
  RunAnswer,
  RunBatch,
  RunRequest,
} from './messages.ts';
import { createOpener, type RecordPack } from './packed-records.ts';
import type { Reference, Survey } from './survey-messages.ts';

export interface SimulationClient {
  /** `watch` hears how far a run is: while it goes on, and when it is over and has still to be judged. */
  run(request: RunRequest, watch?: (soFar: RunSoFar) => void): Promise<RunAnswer>;
  /** Ends the runs that are under way where they are: their answers are what they came to, judged if they had not been over. */
  stop(): void;
  /** Nobody wants the runs any more that are under way; but for the last without further fault rules, where the next begins as it did. */
  leave(butForPlain: boolean): void;
  /** What is wrong with a scenario; undefined where the worker died. */
  check(request: RunRequest): Promise<readonly Problem[] | undefined>;
  /** The records of a trace's file, or what is wrong with it, in a sentence. */
  read(file: File): Promise<readonly TraceRecord[] | string>;
  /** The worker does nothing else while the page does this. */
  alone<T>(deed: () => Promise<T>): Promise<T>;
  /** What happens at this time may be what is broken next, in the baseline or in the run `altered` after it. */
  standReady(atUs: number, altered: boolean): void;
  /** Lets the worker fetch and practise what it may need next. */
  makeReady(): void;
  /** For now there is nothing to simulate: the worker ends once it has answered all, and gives back what it holds. Another question starts another. */
  letGo(): void;
  /** The text of a scenario that ships; undefined where it can't be had. */
  text(name: string): Promise<string | undefined>;
  capture(request: RunRequest, at: string | undefined): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Undefined where it doesn't run. */
  survey(request: RunRequest): Promise<Survey | undefined>;
  /** The machines and the catalogue; undefined where the worker died. */
  reference(): Promise<Reference | undefined>;
}

/** So many records are unpacked at once; then the page may draw. */
const unpackedAtOnce = 2_500;

export interface RunSoFar {
  /** All so far, in an array that grows. */
  readonly records: readonly TraceRecord[];
  /** Those of the run before it, where it begins as that, and how many of them it shares; the first, which names the run, is its own. */
  readonly before: readonly TraceRecord[] | undefined;
  readonly shared: number;
  readonly events: number;
  readonly nowUs: number;
  /** Some of them are its own; until then it is as the run before it was. */
  readonly parted: boolean;
  /** That is all that happened in it. */
  readonly over: boolean;
}

interface Plain {
  readonly id: number;
  readonly records: WeakRef<readonly TraceRecord[]>;
  /** Resolves when all that happened in it is there. */
  readonly whole: Promise<unknown>;
}

/** An order without its number. */
type Question = Order extends infer One ? (One extends Order ? Omit<One, 'id'> : never) : never;

/** Starts the worker. When it dies, what was asked of it is answered as a defect, and the next question starts another. */
export function createSimulationClient(): SimulationClient {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, (delivery: Delivery | undefined) => void>();
  const running = new Set<number>();
  /** The last run without further fault rules, for as long as the page holds it: the worker knows it too, once it is over. */
  let plain: Plain | undefined;
  let mayJudge = false;
  /** It ends with its last answer. */
  let letGo = false;
  /** So many things are under way that the page does alone. */
  let alone = 0;

  /** However it came to it; what has not been answered never will be. */
  function end(): void {
    worker?.terminate();
    worker = undefined;
    letGo = false;
    for (const answer of waiting.values()) answer(undefined);
    waiting.clear();
    running.clear();
    plain = undefined;
    mayJudge = false;
  }

  function started(): Worker {
    const name = `siplab ${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
    const fresh = createWorker(name);
    let heard = false;
    fresh.onmessage = ({ data }: MessageEvent<Delivery>) => {
      // It asked for its lock before it said anything.
      if (!heard)
        whenGone(name, () => {
          if (worker === fresh) end();
        });
      heard = true;
      const hear = waiting.get(data.id);
      if (!('batch' in data)) waiting.delete(data.id);
      hear?.(data);
      endIfIdle();
    };
    fresh.onerror = end;
    return fresh;
  }

  function endIfIdle(): void {
    if (letGo && waiting.size === 0) end();
  }

  /** Sends an order; `hear` is told each delivery that answers it, or undefined when the worker died. */
  function order(question: Question, hear: (delivery: Delivery | undefined) => void): number {
    letGo = false;
    worker ??= started();
    const id = ++last;
    waiting.set(id, hear);
    worker.postMessage({ id, ...question } satisfies Order);
    return id;
  }

  const ask = (question: Question): Promise<Delivery | undefined> =>
    new Promise((resolve) => order(question, resolve));

  function simulated(request: RunRequest, watch?: (soFar: RunSoFar) => void): Promise<RunAnswer> {
    const isPlain = request.faults.length === 0;
    const before = isPlain ? undefined : plain;
    const sharing = before?.records.deref();
    const adder = createAdder(sharing);
    /** One after the other, and behind those of the run that it begins as. */
    let added: Promise<unknown> = before?.whole ?? Promise.resolve();
    const add = (batch: RunBatch): void => {
      const { events, nowUs, over, shared } = batch;
      const tell = (told: Pick<RunSoFar, 'parted' | 'over'>) =>
        watch?.({ records: adder.records, before: sharing, shared, events, nowUs, ...told });
      // Of the last batch one hears when all of it is there.
      added = added
        .then(() => adder.add(batch, () => tell({ parted: adder.parted && !over, over: false })))
        .then(() => over && tell({ parted: adder.parted, over }));
    };
    return new Promise((resolve, reject) => {
      let isWhole: (added: unknown) => void = () => undefined;
      const after = sharing === undefined ? {} : { after: before!.id };
      const id = order({ do: 'run', request, ...after }, (delivery) => {
        if (delivery !== undefined && 'batch' in delivery) {
          add(delivery.batch);
          if (delivery.batch.over) isWhole(added);
          if (!mayJudge) void added.then(shown).then(allowJudging, allowJudging);
          return;
        }
        running.delete(id);
        const closing = delivery !== undefined && 'answer' in delivery ? delivery : undefined;
        if (closing !== undefined) added = added.then(() => adder.add(closing.rest, () => undefined));
        isWhole(added);
        added.then(() => resolve(answerOf(closing?.answer, adder.records)), reject);
      });
      const whole = new Promise<unknown>((resolve) => {
        isWhole = resolve;
      });
      if (isPlain) plain = { id, records: new WeakRef(adder.records), whole };
      running.add(id);
    });
  }

  /** What judges a run is fetched once the first one is to be seen. */
  function allowJudging(): void {
    if (!mayJudge) tell({ do: 'may judge' });
    mayJudge = true;
  }

  /** Orders that nobody answers. */
  function tell(question: Question): void {
    worker?.postMessage({ id: ++last, ...question } satisfies Order);
  }

  return {
    run: simulated,
    stop() {
      for (const run of running) tell({ do: 'stop', run, unwanted: false });
    },
    leave(butForPlain) {
      for (const run of running)
        if (!butForPlain || run !== plain?.id) tell({ do: 'stop', run, unwanted: true });
    },
    async check(request) {
      const delivery = await ask({ do: 'check', request });
      return delivery !== undefined && 'problems' in delivery ? delivery.problems : undefined;
    },
    async read(file) {
      const delivery = await ask({ do: 'read', file });
      if (delivery === undefined || !('read' in delivery)) return `${file.name} could not be read.`;
      return typeof delivery.read === 'string' ? delivery.read : unpacked(delivery.read);
    },
    async alone(deed) {
      if (alone++ === 0) tell({ do: 'pause' });
      try {
        return await deed();
      } finally {
        if (--alone === 0) tell({ do: 'go on' });
      }
    },
    standReady: (atUs, altered) => tell({ do: 'stand ready', atUs, altered }),
    makeReady: () => tell({ do: 'make ready' }),
    letGo() {
      letGo = true;
      endIfIdle();
    },
    async text(name) {
      const delivery = await ask({ do: 'text', name });
      return delivery !== undefined && 'text' in delivery ? delivery.text : undefined;
    },
    async capture(request, at) {
      const delivery = await ask({ do: 'capture', request, at });
      return delivery !== undefined && 'capture' in delivery ? delivery.capture : undefined;
    },
    async survey(request) {
      const delivery = await ask({ do: 'survey', request });
      return delivery !== undefined && 'survey' in delivery ? delivery.survey : undefined;
    },
    async reference() {
      const delivery = await ask({ do: 'reference' });
      return delivery !== undefined && 'reference' in delivery ? delivery.reference : undefined;
    },
  };
}

/** Gathers a run's records, piece by piece: what they share with those of the run `before` it, and what is their own. */
function createAdder(before: readonly TraceRecord[] = []) {
  const open = createOpener();
  let records: TraceRecord[] = [];
  let parted = false;
  return {
    /** All so far, in an array that grows; of a run that begins as another it is there with the first of them. */
    get records(): readonly TraceRecord[] {
      return records;
    },
    /** There are some of its own. */
    get parted() {
      return parted;
    },
    async add({ shared, pack }: MoreRecords, told: () => void): Promise<void> {
      const next = open(pack);
      if (records.length === 0 && shared > 1) {
        records = before.slice(0, shared);
        // The first, which names the run, is its own.
        [records[0]] = next(1) as [TraceRecord];
        told();
        await breath();
      } else if (records.length === 0) records.push(...next(1));
      while (records.length < shared) {
        const upTo = Math.min(shared, records.length + unpackedAtOnce);
        while (records.length < upTo) records.push(before[records.length]!);
        told();
        await breath();
      }
      for (let piece = next(unpackedAtOnce); piece.length > 0; piece = next(unpackedAtOnce)) {
        parted = true;
        for (const record of piece) records.push(record);
        told();
        if (piece.length === unpackedAtOnce) await breath();
      }
    },
  };
}

/** Piece by piece: the page goes on answering. */
async function unpacked(pack: RecordPack): Promise<TraceRecord[]> {
  const next = createOpener()(pack);
  const records: TraceRecord[] = [];
  while (records.length < pack.count) {
    for (const record of next(unpackedAtOnce)) records.push(record);
    if (records.length < pack.count) await breath();
  }
  return records;
}

function answerOf(answer: ClosingAnswer | undefined, records: readonly TraceRecord[]): RunAnswer {
  if (answer?.ok) return { ok: true, run: { ...answer.run, records } };
  const failed = answer ?? { ok: false, errors: ['the simulation stopped without an answer'], defect: true };
  return records.length === 0 ? failed : { ...failed, soFar: records };
}

/** Tells when a worker is gone, however it went: it holds a lock for as long as it lives. Where there are no locks, only its errors tell. */
function whenGone(name: string, gone: () => void): void {
  navigator.locks?.request(name, gone).catch(() => undefined);
}

/** In the one-file page the worker's code stands in the page itself, because a page opened from disk may load no other file. */
function createWorker(name: string): Worker {
  const source = document.getElementById('worker-source')?.textContent;
  if (source)
    return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })), { name });
  return new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module', name });
}
