// The page's side of the worker.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breath } from '../breath.ts';
import type {
  ClosingAnswer,
  Delivery,
  MoreRecords,
  Order,
  Problem,
  RunAnswer,
  RunRequest,
} from './messages.ts';
import { createOpener, type RecordPack } from './packed-records.ts';
import type { Reference, Survey } from './survey-messages.ts';

export interface SimulationClient {
  /** `watch` hears how far a run is that takes its time. */
  run(request: RunRequest, watch?: (soFar: RunSoFar) => void): Promise<RunAnswer>;
  /** Ends the runs that are under way where they are: their answers are what they came to. */
  stop(): void;
  /** What is wrong with a scenario; undefined where the worker died. */
  check(request: RunRequest): Promise<readonly Problem[] | undefined>;
  /** The records of a trace's file, or what is wrong with it, in a sentence. */
  read(file: File): Promise<readonly TraceRecord[] | string>;
  /** Lets the worker fetch and practise what it may need next. */
  makeReady(): void;
  /** The text of a scenario that ships; undefined where it can't be had. */
  text(name: string): Promise<string | undefined>;
  capture(request: RunRequest): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Undefined where it doesn't run. */
  survey(request: RunRequest): Promise<Survey | undefined>;
  /** The machines and the catalogue; undefined where the worker died. */
  reference(): Promise<Reference | undefined>;
}

/** So many records are unpacked at once; then the page may draw. */
const unpackedAtOnce = 5_000;

export interface RunSoFar {
  /** All so far, in an array that grows. */
  readonly records: readonly TraceRecord[];
  readonly events: number;
  readonly nowUs: number;
  /** Some of them are its own; until then it is as the run before it was. */
  readonly parted: boolean;
}

/** An order without its number. */
type Question = Order extends infer One ? (One extends Order ? Omit<One, 'id'> : never) : never;

/** Starts the worker. When it dies, what was asked of it is answered as a defect, and the next question starts another. */
export function createSimulationClient(): SimulationClient {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, (delivery: Delivery | undefined) => void>();
  const running = new Set<number>();
  /** The last run without further fault rules, for as long as the page holds it: the worker knows it too. */
  let plain: { readonly id: number; readonly records: WeakRef<readonly TraceRecord[]> } | undefined;

  function died(): void {
    worker?.terminate();
    worker = undefined;
    for (const answer of waiting.values()) answer(undefined);
    waiting.clear();
    running.clear();
  }

  function started(): Worker {
    const name = `siplab ${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
    const fresh = createWorker(name);
    let heard = false;
    fresh.onmessage = ({ data }: MessageEvent<Delivery>) => {
      // It asked for its lock before it said anything.
      if (!heard)
        whenGone(name, () => {
          if (worker === fresh) died();
        });
      heard = true;
      const hear = waiting.get(data.id);
      if (!('batch' in data)) waiting.delete(data.id);
      hear?.(data);
    };
    fresh.onerror = died;
    return fresh;
  }

  /** Sends an order; `hear` is told each delivery that answers it, or undefined when the worker died. */
  function order(question: Question, hear: (delivery: Delivery | undefined) => void): number {
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
    if (isPlain) plain = undefined;
    const before = plain?.records.deref();
    const records: TraceRecord[] = [];
    const addPieces = createAdder(records, before);
    /** One after the other, each piece by piece. */
    let added: Promise<void> = Promise.resolve();
    const add = (more: MoreRecords, told: (parted: boolean) => void): void => {
      added = added.then(() => addPieces(more, told));
    };
    return new Promise((resolve, reject) => {
      const after = before === undefined ? {} : { after: plain!.id };
      const id = order({ do: 'run', request, ...after }, (delivery) => {
        if (delivery !== undefined && 'batch' in delivery) {
          const { batch } = delivery;
          const { events, nowUs } = batch;
          add(batch, (parted) => watch?.({ records, events, nowUs, parted }));
          return;
        }
        running.delete(id);
        const closing = delivery !== undefined && 'answer' in delivery ? delivery : undefined;
        if (closing !== undefined) add(closing.rest, () => undefined);
        if (isPlain && closing?.answer.ok) plain = { id, records: new WeakRef(records) };
        added.then(() => resolve(answerOf(closing?.answer, records)), reject);
      });
      running.add(id);
    });
  }

  return {
    run: simulated,
    stop() {
      for (const run of running) worker?.postMessage({ id: ++last, do: 'stop', run } satisfies Order);
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
    makeReady: () => worker?.postMessage({ id: ++last, do: 'make ready' } satisfies Order),
    async text(name) {
      const delivery = await ask({ do: 'text', name });
      return delivery !== undefined && 'text' in delivery ? delivery.text : undefined;
    },
    async capture(request) {
      const delivery = await ask({ do: 'capture', request });
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

/** Adds to a run's records, piece by piece, what they share with those of the run `before` it and what is their own. */
function createAdder(records: TraceRecord[], before: readonly TraceRecord[] = []) {
  const open = createOpener();
  return async ({ shared, pack }: MoreRecords, told: (parted: boolean) => void): Promise<void> => {
    const next = open(pack);
    if (records.length === 0) records.push(...next(1));
    while (records.length < shared) {
      const upTo = Math.min(shared, records.length + unpackedAtOnce);
      while (records.length < upTo) records.push(before[records.length]!);
      told(false);
      await breath();
    }
    for (let piece = next(unpackedAtOnce); piece.length > 0; piece = next(unpackedAtOnce)) {
      for (const record of piece) records.push(record);
      told(true);
      if (piece.length === unpackedAtOnce) await breath();
    }
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
