// The worker: it simulates, and does nothing else.
import type { Delivery, Order } from './messages.ts';
import { filesBeside } from './shipped-files.ts';
import { capture, simulate } from './simulate.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = ({ data: order }: MessageEvent<Order>) => {
  const { id, request } = order;
  const readFile = filesBeside(request.name);
  const delivery: Delivery =
    order.do === 'run'
      ? { id, answer: simulate(request, readFile) }
      : { id, capture: capture(request, readFile) };
  scope.postMessage(delivery);
};

/** What a dedicated worker is to its own code; the DOM's types know only the page's side. */
interface DedicatedWorkerGlobalScope {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(message: Delivery): void;
}
