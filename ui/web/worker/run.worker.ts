// The worker: it simulates, and does nothing else.
import type { Delivery, Order } from './messages.ts';
import { filesBeside } from './shipped-files.ts';
import { capture, simulate } from './simulate.ts';
import { referenceOf, survey } from './survey.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = ({ data: order }: MessageEvent<Order>) => {
  scope.postMessage(deliveryOf(order));
};

function deliveryOf(order: Order): Delivery {
  const { id } = order;
  if (order.do === 'reference') return { id, reference: referenceOf() };
  const { request } = order;
  const readFile = filesBeside(request.name);
  if (order.do === 'survey') return { id, survey: survey(request, readFile) };
  if (order.do === 'capture') return { id, capture: capture(request, readFile) };
  return { id, answer: simulate(request, readFile) };
}

/** What a dedicated worker is to its own code; the DOM's types know only the page's side. */
interface DedicatedWorkerGlobalScope {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(message: Delivery): void;
}
