// The page's side of the worker.
import type { Delivery, Order, RunAnswer, RunRequest } from './messages.ts';
import type { Reference, Survey } from './survey-messages.ts';

export interface SimulationClient {
  run(request: RunRequest): Promise<RunAnswer>;
  capture(request: RunRequest): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Undefined where it doesn't run. */
  survey(request: RunRequest): Promise<Survey | undefined>;
  /** The machines and the catalogue; undefined where the worker died. */
  reference(): Promise<Reference | undefined>;
}

/** An order without its number. */
type Question = Order extends infer One ? (One extends Order ? Omit<One, 'id'> : never) : never;

/** Starts the worker. When it dies, what was asked of it is answered as a defect, and the next question starts another. */
export function createSimulationClient(): SimulationClient {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, (delivery: Delivery | undefined) => void>();

  function died(): void {
    worker?.terminate();
    worker = undefined;
    for (const answer of waiting.values()) answer(undefined);
    waiting.clear();
  }

  function started(): Worker {
    const fresh = createWorker();
    fresh.onmessage = ({ data }: MessageEvent<Delivery>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
    fresh.onerror = died;
    return fresh;
  }

  function ask(question: Question): Promise<Delivery | undefined> {
    worker ??= started();
    const id = ++last;
    const answered = new Promise<Delivery | undefined>((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, ...question } satisfies Order);
    return answered;
  }

  return {
    async run(request) {
      const delivery = await ask({ do: 'run', request });
      if (delivery !== undefined && 'answer' in delivery) return delivery.answer;
      return { ok: false, errors: ['the simulation stopped without an answer'], defect: true };
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

/** In the one-file page the worker's code stands in the page itself, because a page opened from disk may load no other file. */
function createWorker(): Worker {
  const source = document.getElementById('worker-source')?.textContent;
  if (source) return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  return new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' });
}
