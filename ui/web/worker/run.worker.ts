// The worker: it simulates, and does nothing else. A long run is posted as it goes on, and can be stopped.
import type { Judges } from '../../../scenarios/lab/judges.ts';
import type { RunOptions } from '../../../scenarios/lab/open-run.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breath } from '../breath.ts';
import { fetched } from '../fetched.ts';
import { createBackground, sliceMs } from './background.ts';
import { judgingTask, type Wanted } from './judging.ts';
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
import { createPause } from './pause.ts';
import { filesBeside } from './shipped-files.ts';
import { shippedScenario } from './shipped-scenarios.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

// Held for as long as it lives, so that the page learns of its death.
navigator.locks?.request(scope.name, () => new Promise(() => undefined)).catch(() => undefined);

/** So much work is posted at once: a short run is one batch. */
const batchMs = 100;
/** Few enough to look at the clock between. */
const eventsAtOnce = 50;

/** A run that took less is run again as soon as from its middle, wherever it is broken. */
const shortestParkedMs = 1_000;

/** Practice takes no longer than this, and a run that does is not run again for it. */
const longestRehearsalMs = 300;

/** The runs that are to end where they are, and those that nobody wants any more. */
const stopped = new Set<number>();
const unwanted = new Set<number>();
/** Orders are carried out one after the other. */
let last: Promise<void> = Promise.resolve();
const pause = createPause();
const background = createBackground(
  () => last.then(pause.over),
  () => plain?.parking,
);

/** What judges comes once the first run is shown: that has no need of it. */
let mayJudge: () => void;
const firstShown = new Promise<void>((resolve) => {
  mayJudge = resolve;
});

/** Undefined where it can't be fetched: then a run is not judged, and says so; the next one asks again. */
const fetchedJudges = (): Promise<Judges | undefined> =>
  firstShown
    .then(() => fetched(() => import('../../../scenarios/lab/judges.ts'), 'judges'))
    .then(({ judges }) => judges)
    .catch(() => undefined);

scope.onmessage = ({ data: order }: MessageEvent<Order>) => {
  if (order.do === 'stop') (order.unwanted ? unwanted : stopped).add(order.run);
  else if (order.do === 'pause') pause.begin();
  else if (order.do === 'go on') pause.end();
  else if (order.do === 'may judge') mayJudge();
  else if (order.do === 'stand ready') void standReady(order.atUs, order.altered).catch(reportError);
  else if (order.do === 'check') void check(order.id, order.request).catch(reportError);
  else if (order.do === 'text') void tell(order.id, order.name);
  else if (order.do === 'make ready') void makeReady();
  else last = last.then(() => carryOut(order)).catch(reportError);
};

type Deed = Extract<Order, { do: 'run' | 'read' | 'capture' | 'survey' | 'reference' }>;

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
let plain: Plain | undefined;

interface Plain {
  readonly id: number;
  readonly records: readonly TraceRecord[];
  readonly tookMs: number;
  /** Begins it anew. */
  readonly open: () => OpenSimulation;
  parking?: Parking;
  /** When the last run that began as it did went another way. */
  partsUs: number;
}

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
  function post(over: boolean): void {
    const { events, nowUs } = simulation;
    const batch = { ...packNew(), events, nowUs, over };
    scope.postMessage({ id, batch }, [batch.pack.cells.buffer]);
  }
  const ends = (): boolean => stopped.has(id) || unwanted.has(id);
  const begun = performance.now();
  let batchFrom = begun;
  for (let over = false; !over && !ends(); ) {
    const sliceFrom = performance.now();
    while (!over && performance.now() - sliceFrom < sliceMs) over = simulation.advance(eventsAtOnce);
    if (over) break;
    if (performance.now() - batchFrom >= batchMs) {
      post(false);
      batchFrom = performance.now();
    }
    await breath();
    await pause.over();
  }
  stopped.delete(id);
  const tookMs = performance.now() - begun;
  const isThere = simulation.records.length > 0;
  if (isThere && !unwanted.has(id)) {
    // It is shown what happened before that is judged.
    post(true);
    const { records } = simulation;
    if (isPlain) {
      const again = (): OpenSimulation => open({ after: records, mayGrow: true });
      plain = { id, records, tookMs, open: again, partsUs: Number.POSITIVE_INFINITY };
      if (tookMs > shortestParkedMs) void park(plain).catch(reportError);
    } else if (before !== undefined)
      before.partsUs = before.records[simulation.shared]?.at ?? Number.POSITIVE_INFINITY;
  }
  const tellAnswer = (answer: RunAnswer): void => {
    stopped.delete(id);
    unwanted.delete(id);
    const rest = packNew();
    scope.postMessage({ id, answer: closingOf(answer), rest }, [rest.pack.cells.buffer]);
    if (answer.ok && tookMs <= longestRehearsalMs) practise(request);
  };
  const wanted = (): Wanted => (unwanted.has(id) ? 'nothing' : stopped.has(id) ? 'unjudged' : 'judged');
  void (isThere ? fetchedJudges() : Promise.resolve(undefined)).then((judges) =>
    background.asked(judgingTask(simulation, judges, wanted, tellAnswer)),
  );
  background.foreseen();
}

/** Of a run some stand ready within it, for whoever breaks it: of a long one here and there, of each where it is told. */
async function park(run: Plain): Promise<Parking> {
  const { createParking } = await import('./parking.ts');
  run.parking ??= createParking(run.open, run.records, run.tookMs);
  background.foreseen();
  return run.parking;
}

/** Where somebody looks he may break something next. */
async function standReady(atUs: number, altered: boolean): Promise<void> {
  if (plain === undefined) return;
  const run = plain;
  const parking = await park(run);
  parking.standBefore(altered ? Math.min(atUs, run.partsUs) : atUs);
  background.foreseen();
}

function practise(request: RunRequest): void {
  short = request;
  if (mayRehearse) void rehearse(request);
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
    const { request, at } = order;
    return { id, capture: capture(await loaded(request), request, filesBeside(request.name), at) };
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
