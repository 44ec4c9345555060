// The worker: it simulates, and does nothing else. A long run is posted as it goes on, and can be stopped.
import type { RunOptions } from '../../../scenarios/lab/run.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breath } from '../breath.ts';
import type {
  ClosingAnswer,
  Delivery,
  MoreRecords,
  Order,
  RunAnswer,
  RunRequest,
  WrittenRequest,
} from './messages.ts';
import { type LoadedRun, type OpenSimulation, openSimulation } from './open-simulation.ts';
import { createPacker } from './packed-records.ts';
import type { Parking } from './parking.ts';
import { filesBeside } from './shipped-files.ts';
import { shippedScenario } from './shipped-scenarios.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

// Held for as long as it lives, so that the page learns of its death.
navigator.locks?.request(scope.name, () => new Promise(() => undefined)).catch(() => undefined);

/** After so much work it looks for orders. */
const sliceMs = 15;
/** So much work is posted at once: a short run is one batch. */
const batchMs = 100;
/** Few enough to look at the clock between. */
const eventsAtOnce = 50;

/** A run that took less is run again as soon as from its middle. */
const shortestParkedMs = 1_000;

/** To judge so many events takes a time that is noticed. */
const longEvents = 2_000;

/** Practice takes no longer than this, and a run that does is not run again for it. */
const longestRehearsalMs = 300;

/** The runs that are to end. */
const stopped = new Set<number>();
/** Orders are carried out one after the other. */
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data: order }: MessageEvent<Order>) => {
  if (order.do === 'stop') stopped.add(order.run);
  else if (order.do === 'check') void check(order.id, order.request).catch(reportError);
  else if (order.do === 'text') void tell(order.id, order.name);
  else if (order.do === 'make ready') void makeReady();
  else last = last.then(() => carryOut(order)).catch(reportError);
};

type Deed = Exclude<Order, { do: 'stop' | 'check' | 'text' | 'make ready' }>;

async function carryOut(order: Deed): Promise<void> {
  if (order.do === 'run') await run(order);
  else scope.postMessage(await deliveryOf(order));
}

/** Whoever writes a scenario waits for no run. */
async function check(id: number, request: RunRequest): Promise<void> {
  const { problemsOf } = await reader();
  scope.postMessage({ id, problems: problemsOf(await written(request)) });
}

async function tell(id: number, name: string): Promise<void> {
  const found = await shippedScenario(name).catch(() => undefined);
  scope.postMessage({ id, text: found?.text });
}

/** The last run that was asked for without further fault rules: with some it begins in the same way. */
let plain:
  | {
      readonly id: number;
      readonly records: readonly TraceRecord[];
      /** Of one that takes its time. */
      parking?: Parking;
    }
  | undefined;

async function run({ id, request, after }: Extract<Order, { do: 'run' }>): Promise<void> {
  const isPlain = request.faults.length === 0;
  if (isPlain) plain = undefined;
  const before = plain?.id === after ? plain : undefined;
  const scenario = await loaded(request);
  const open = (beginning: Pick<RunOptions, 'after' | 'mayGrow'>): OpenSimulation =>
    openSimulation(scenario, request, filesBeside(request.name), beginning);
  const simulation = before?.parking?.take(scenario) ?? open(before ? { after: before.records } : {});
  const pack = createPacker();
  let packed = 0;
  function packNew(): MoreRecords {
    const { records, shared } = simulation;
    const first = packed === 0 ? records.slice(0, 1) : [];
    const own = records.slice(Math.max(packed, first.length, shared));
    packed = records.length;
    return { shared, pack: pack(first.concat(own)) };
  }
  function post(): void {
    const { events, nowUs } = simulation;
    const batch = { ...packNew(), events, nowUs };
    scope.postMessage({ id, batch }, [batch.pack.cells.buffer]);
  }
  let batchFrom = performance.now();
  for (let over = false; !over && !stopped.has(id); ) {
    const sliceFrom = performance.now();
    while (!over && performance.now() - sliceFrom < sliceMs) over = simulation.advance(eventsAtOnce);
    if (over) break;
    if (performance.now() - batchFrom >= batchMs) {
      post();
      batchFrom = performance.now();
    }
    await breath();
  }
  // Of a long run it is shown what happened before it is judged.
  if (simulation.events > longEvents) post();
  stopped.delete(id);
  const answer = simulation.answer();
  const rest = packNew();
  scope.postMessage({ id, answer: closingOf(answer), rest }, [rest.pack.cells.buffer]);
  if (answer.ok && isPlain) {
    const { records, tookMs } = answer.run;
    plain = { id, records };
    if (tookMs > shortestParkedMs)
      await park(plain, () => open({ after: records, mayGrow: true }), simulation.events);
  }
  void goOnParking();
  if (!answer.ok || answer.run.tookMs > longestRehearsalMs) return;
  short = request;
  if (mayRehearse) void rehearse(request);
}

/** Of a long run some stand ready within it, for whoever breaks it. */
async function park(
  run: NonNullable<typeof plain>,
  open: () => OpenSimulation,
  events: number,
): Promise<void> {
  const { createParking } = await import('./parking.ts');
  run.parking = createParking(open, events);
}

let isParking = false;

/** While nobody waits. */
async function goOnParking(): Promise<void> {
  if (isParking) return;
  isParking = true;
  do {
    // An order that came in between goes first.
    await last;
    await breath();
  } while (plain?.parking?.work());
  isParking = false;
}

/** As it was read when the page was built, or else read here; what is wrong where it can't be had. */
async function loaded(request: RunRequest): Promise<LoadedRun> {
  const { name, text, faults, sets = [] } = request;
  try {
    const changes = faults.length + sets.length;
    const read = text === undefined && changes === 0 ? (await shippedScenario(name)).scenario : undefined;
    if (read !== undefined) return { scenario: read, ownFaults: read.faults.length };
    return (await reader()).load(await written(request));
  } catch (error) {
    return { errors: [`${name} could not be fetched: ${error instanceof Error ? error.message : error}`] };
  }
}

async function written(request: RunRequest): Promise<WrittenRequest> {
  const { name, text } = request;
  return { ...request, text: text ?? (await shippedScenario(name)).text };
}

/** What reads scenarios comes after the first run, if that has no need of it. */
const reader = (): Promise<typeof import('./load-request.ts')> => import('./load-request.ts');

/** The last run that was over soon. */
let short: RunRequest | undefined;
let mayRehearse = false;
let rehearsed = false;

async function makeReady(): Promise<void> {
  mayRehearse = true;
  if (short !== undefined) await rehearse(short);
}

async function rehearse(request: RunRequest): Promise<void> {
  if (rehearsed) return;
  rehearsed = true;
  try {
    const full = await written(request);
    const { rehearsal } = await import('./rehearsal.ts');
    await rehearsal(full, filesBeside(request.name), longestRehearsalMs);
  } catch {
    // It is asked for again when it is needed, and then it is told.
    rehearsed = false;
  }
}

function closingOf(answer: RunAnswer): ClosingAnswer {
  if (!answer.ok) return answer;
  const { records: _packed, ...run } = answer.run;
  return { ok: true, run };
}

/** What not every visit asks for is fetched when it is. */
async function deliveryOf(order: Exclude<Deed, { do: 'run' }>): Promise<Delivery> {
  const { id } = order;
  if (order.do === 'capture') {
    const { capture } = await import('./capture.ts');
    const { request } = order;
    return { id, capture: capture(await loaded(request), request, filesBeside(request.name)) };
  }
  if (order.do === 'read') {
    const { readFile } = await import('./read-file.ts');
    const read = await readFile(order.file);
    return { id, read: 'error' in read ? read.error : createPacker()(read.records) };
  }
  const { referenceOf, survey } = await import('./survey.ts');
  if (order.do === 'reference') return { id, reference: referenceOf() };
  const { request } = order;
  return { id, survey: survey(await loaded(request), request, filesBeside(request.name)) };
}

/** What a dedicated worker is to its own code; the DOM's types know only the page's side. */
interface DedicatedWorkerGlobalScope {
  readonly name: string;
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(message: Delivery, transfer?: Transferable[]): void;
}
