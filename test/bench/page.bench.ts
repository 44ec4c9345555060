// The page in real Chromium, against its budget (`page-budget.ts`): how long it takes to open and to answer, how evenly it moves with a
// hundred thousand messages, how large it is; and that it stands with a million. Each number is the median of three.
import type { Page } from 'playwright-core';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { createAxis } from '../../ui/web/model/axis.ts';
import { createDensity } from '../../ui/web/model/density.ts';
import { createLines } from '../../ui/web/model/lines.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createRunModel } from '../../ui/web/model/run-model.ts';
import { wholeWorker } from '../web/built-chunks.ts';
import { firstVisit } from '../web/first-visit.ts';
import { longTrace } from '../web/long-trace.ts';
import { openSite, type Site } from '../web/site.ts';
import { leastMs, type Measured } from './measure.ts';
import { budgeted, median, row, timed } from './page-budget.ts';
import { type LongFault, longFaults } from './page-long-fault.ts';
import { type Frames, medianFrames, moves, type Slowness, slownessOf } from './page-moves.ts';
import { residentMB } from './resident.ts';

const messages = 100_000;
const many = 1_000_000;

/** The same things done with a page in which there is nothing. */
interface Empty extends Frames {
  readonly slow: Slowness;
  readonly openMs: number;
  readonly answerMs: number;
  readonly nodes: number;
  readonly memoryMB: number | undefined;
}

export async function pageBench(): Promise<Measured[]> {
  const site = await openSite();
  // What runs the bench names each function by a helper that only its own files have.
  await site.page.addInitScript('globalThis.__name = (named) => named');
  try {
    const empty = await emptyPage(site);
    return [
      row('an empty page, frame p95', empty.p95, 'ms'),
      row('its work, how much longer than at best: on average', empty.slow.mean, 'times'),
      row('its work, how much longer than at best: p95', empty.slow.p95, 'times'),
      ...(await sizes(site)),
      ...(await smallRun(site, empty)),
      ...indexing(empty),
      ...(await longRun(site, empty)),
      ...(await hugeRun(site, empty)),
      ...(await brokenRun(site, empty)),
    ];
  } finally {
    await site.close();
  }
}

async function emptyPage({ page }: Site): Promise<Empty> {
  const openMs = await median(async () => {
    const begun = performance.now();
    await page.goto('data:text/html,<title>empty</title><main id=ladder></main>');
    await page.evaluate(drawn);
    return performance.now() - begun;
  });
  const answerMs = await median(() =>
    page.evaluate(`(async () => {
      const begun = performance.now();
      document.getElementById('ladder').append('answered');
      await (${drawn.toString()})();
      return performance.now() - begun;
    })()`),
  );
  const nodes = await countNodes(page);
  const memoryMB = residentMB('renderer');
  const frames = await medianFrames(page, '() => {}');
  return { ...frames, slow: await slownessOf(page), openMs, answerMs, nodes, memoryMB };
}

/** Runs in the page: the next frame has been drawn. */
async function drawn(): Promise<void> {
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
}

function countNodes(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('*').length);
}

async function sizes(site: Site): Promise<Measured[]> {
  const { scripts, worker, styles, fonts } = await firstVisit(site);
  return [
    budgeted('scripts until the first ladder, zipped', scripts.octets / 1024, 'KiB', 90),
    budgeted('worker to run figure 1, zipped', worker.octets / 1024, 'KiB', 200),
    row('worker with all that it may fetch, zipped', wholeWorker() / 1024, 'KiB'),
    budgeted('styles until the first ladder, zipped', styles.octets / 1024, 'KiB', 12),
    budgeted('fonts', fonts.octets / 1024, 'KiB', 90),
  ];
}

async function smallRun(site: Site, { slow, openMs, answerMs }: Empty): Promise<Measured[]> {
  const ladder = await median(() => firstLadder(site));
  const broken = await median(() => fault(site));
  return [
    timed(slow.mean, 'first ladder, cold', ladder, 1_000, openMs),
    timed(slow.mean, 'a fault, to its run drawn (figure 1)', broken, 50, answerMs),
  ];
}

async function firstLadder({ page, url }: Site): Promise<number> {
  await page.goto('about:blank');
  const begun = performance.now();
  await page.goto(url);
  await page.waitForSelector('.arrow');
  return performance.now() - begun;
}

/** From a key to the message drawn as lost, once the page has come to rest as it has when somebody has looked at it. */
async function fault(site: Site): Promise<number> {
  await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
  await site.page.waitForLoadState('networkidle');
  await site.page.focus('#ladder');
  return site.page.evaluate(async () => {
    const begun = performance.now();
    document
      .getElementById('ladder')!
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }));
    while (document.querySelector('.arrow.lost') === null)
      await new Promise((next) => requestAnimationFrame(next));
    // A frame is painted before the next task.
    const { port1, port2 } = new MessageChannel();
    await new Promise((painted) => {
      port1.onmessage = painted;
      port2.postMessage(undefined);
    });
    port1.close();
    return performance.now() - begun;
  });
}

/** The model that the page makes of a trace, its axis and its overview. */
function indexing({ slow }: Empty): Measured[] {
  const records = longTrace({ messages, atOnce: 100 }) as TraceRecord[];
  const data = traceData('long.ndjson', records);
  const { arrows, timers, pills, laneOf, lanes, endUs } = createRunModel(data);
  const content = { arrows, timers: timers.filter(({ telling }) => telling), pills, laneOf, endUs };
  const laid = (): unknown => {
    // Another content each time: what was found of one is kept.
    const axis = createAxis({ ...content }, 'compressed');
    return createDensity(createLines(arrows, axis), lanes.length, axis.bottom + 1);
  };
  const model = leastMs(() => createRunModel(data), 3);
  return [
    row('model of the records', model, 'ms'),
    timed(slow.mean, 'index and axis', leastMs(laid, 3), 150),
  ];
}

async function longRun(site: Site, empty: Empty): Promise<Measured[]> {
  const { page } = site;
  const { slow } = empty;
  await site.open('');
  await tell(page, messages);
  const heaps: number[] = [];
  const opened = await median(async () => {
    const ms = await page.evaluate(openTrace);
    heaps.push(await heapMB(page));
    return ms;
  });
  const rows = [timed(slow.mean, `${messages} messages, to usable`, opened, 1_500, empty.openMs)];
  const growth = 100 * (Math.max(...heaps) / Math.min(...heaps) - 1);
  rows.push(budgeted('the heap after three openings, how far apart', growth, '%', 10));
  for (const [name, move] of Object.entries(moves))
    rows.push(...moving(name, await medianFrames(page, move), empty));
  await page.focus('#ladder');
  await page.keyboard.press('0');
  const selected = await median(() => page.evaluate(select));
  rows.push(timed(slow.mean, 'select, to the inspector filled', selected, 50, empty.answerMs));
  rows.push(budgeted('nodes in the document', await countNodes(page), 'nodes', 2_500, empty.nodes));
  await page.evaluate('globalThis.told = undefined');
  rows.push(...(await memory(page, 350, empty)));
  return rows;
}

function moving(name: string, { p95, late, mainP95 }: Frames, empty: Empty): Measured[] {
  const { slow } = empty;
  // An empty page's own late frames are none of this page's.
  const share = budgeted(`frames later than 33 ms, ${name}`, 100 * Math.max(0, late - empty.late), '%', 2);
  return [
    timed(slow.p95, `frame p95, ${name}`, p95, 17, empty.p95),
    timed(slow.p95, `main thread p95, ${name}`, mainP95, 12, empty.mainP95),
    share,
  ];
}

/** What the page's objects take once those are gone that nothing holds. */
async function heapMB(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  // What was marked before it was let go of outlives the first.
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 1e6;
}

async function memory(page: Page, budget: number, empty: Empty): Promise<Measured[]> {
  // What is swept is given back a little later.
  await heapMB(page);
  await page.waitForTimeout(1_000);
  await heapMB(page);
  const held = residentMB('renderer');
  return held === undefined ? [] : [budgeted('renderer, its memory', held, 'MB', budget, empty.memoryMB)];
}

/** A run of as many messages that is simulated, and broken at its first one or at its last. */
async function brokenRun(site: Site, { slow }: Empty): Promise<Measured[]> {
  const faults = await longFaults(site, messages);
  return faults.flatMap((fault) => brokenAt(fault, slow));
}

function brokenAt(fault: LongFault, slow: Slowness): Measured[] {
  const { place, messages: there, drawnMs, wholeMs, told, longestToDrawnMs, longestMs } = fault;
  const name = `a fault at the ${place} message of a long run`;
  return [
    row(`${name}: its messages`, there, 'messages'),
    timed(slow.mean, `${name}, until the ladder shows it`, drawnMs, 3_000),
    row(`${name}, until the run is whole and judged`, wholeMs, 'ms'),
    { ...row(`${name}: it is told how far it is`, told ? 1 : 0, 'times'), held: told },
    row(`${name}, the longest the page stood still until it was drawn`, longestToDrawnMs, 'ms'),
    timed(slow.mean, `${name}, the longest the page stood still`, longestMs, 50),
  ];
}

/** A million: it opens, shows its density, and goes on answering. It has no budget but that. */
async function hugeRun(site: Site, empty: Empty): Promise<Measured[]> {
  const { page } = site;
  await site.open('');
  await tell(page, many);
  const opened = await page.evaluate(openTrace);
  const frames = await medianFrames(page, moves.jumping);
  return [
    row(`${many} messages, to usable`, opened, 'ms'),
    timed(empty.slow.p95, 'frame p95, jumping among a million', frames.p95, 17, empty.p95),
    budgeted('nodes in the document, of a million', await countNodes(page), 'nodes', 2_500, empty.nodes),
  ];
}

/** Makes a trace in the page. */
function tell(page: Page, count: number): Promise<unknown> {
  return page.evaluate(
    `globalThis.told = (${longTrace.toString()})({ messages: ${count}, atOnce: 100 }); undefined`,
  );
}

/** What runs in the page: each says how many ms it took. */
async function openTrace(): Promise<number> {
  const { told, siplab } = globalThis as unknown as {
    told: object[];
    siplab: { openTrace(name: string, records: object[]): Promise<void> };
  };
  const begun = performance.now();
  await siplab.openTrace('long.ndjson', told);
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  return performance.now() - begun;
}

async function select(): Promise<number> {
  const ladder = document.getElementById('ladder')!;
  const head = (): string => document.querySelector('.inspector-head')?.textContent ?? '';
  const press = (key: string): boolean =>
    ladder.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  press('Home');
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  const before = head();
  const begun = performance.now();
  press('ArrowDown');
  while (head() === before) await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - begun;
}
