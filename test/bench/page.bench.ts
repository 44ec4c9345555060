// The page in real Chromium, against its budget: how long it takes to open and to answer, how evenly it moves with a hundred thousand
// messages, how large it is. Frames are compared with those of an empty page in the same browser; each number is the median of three.
import type { TraceRecord } from '../../sim/trace/records.ts';
import { createDensity } from '../../ui/web/ladder/density.ts';
import { createLines } from '../../ui/web/ladder/lines.ts';
import { createAxis } from '../../ui/web/model/axis.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createRunModel } from '../../ui/web/model/run-model.ts';
import { chunkSizes } from '../web/built-chunks.ts';
import { longTrace } from '../web/long-trace.ts';
import { openSite, type Site } from '../web/site.ts';
import { leastMs, type Measured } from './measure.ts';
import { residentMB } from './resident.ts';

const messages = 100_000;
const frames = 120;
const rounds = 3;

export async function pageBench(): Promise<Measured[]> {
  const site = await openSite();
  // What runs the bench names each function by a helper that only its own files have.
  await site.page.addInitScript('globalThis.__name = (named) => named');
  try {
    const rows = [...sizes(), ...indexing()];
    rows.push(budgeted('first ladder, cold', await median(() => firstLadder(site)), 'ms', 1_000));
    rows.push(budgeted('a fault, to its run drawn (figure 1)', await median(() => fault(site)), 'ms', 50));
    rows.push(...(await longRun(site)));
    return rows;
  } finally {
    await site.close();
  }
}

async function longRun(site: Site): Promise<Measured[]> {
  const { page } = site;
  const empty = await median(async () => {
    await page.goto('about:blank');
    return frameTimes(site, '() => {}');
  });
  await site.open('');
  await page.evaluate(
    `globalThis.told = (${longTrace.toString()})({ messages: ${messages}, atOnce: 100 }); undefined`,
  );
  const opened = await median(() => page.evaluate(openTrace));
  const moves = {
    panning: '(n, stage) => { stage.scrollTop += 90; }',
    jumping: '(n, stage) => { stage.scrollTop = ((n * 7919) % 997) / 997 * stage.scrollHeight; }',
    scrubbing: `(n) => {
      const range = document.getElementById('scrub');
      range.value = String((n * 37) % 1000);
      range.dispatchEvent(new Event('input'));
    }`,
    zooming: `(n, stage) => stage.dispatchEvent(new WheelEvent('wheel', { deltaY: n % 60 < 30 ? 100 : -100, ctrlKey: true, cancelable: true }))`,
  };
  const rows = [budgeted(`${messages} messages, to usable`, opened, 'ms', 1_500)];
  for (const [name, move] of Object.entries(moves)) {
    const value = await median(() => frameTimes(site, move));
    rows.push({ ...row(`frame p95 ${name}`, value, 'ms'), ratioTo: { 'an empty page': value / empty } });
  }
  await page.keyboard.press('0');
  rows.push(budgeted('select, to the inspector filled', await median(() => page.evaluate(select)), 'ms', 50));
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  rows.push(budgeted('nodes in the document', nodes, 'nodes', 2_500));
  const devtools = await page.context().newCDPSession(page);
  await page.evaluate('globalThis.told = undefined');
  await devtools.send('HeapProfiler.collectGarbage');
  const memory = residentMB('renderer');
  if (memory !== undefined) rows.push(budgeted('renderer, its memory', memory, 'MB', 350));
  return rows;
}

/** What runs in the page: each says how many ms it took. */
async function openTrace(): Promise<number> {
  const { told, siplab } = globalThis as unknown as {
    told: object[];
    siplab: { openTrace(name: string, records: object[]): Promise<void> };
  };
  const begun = performance.now();
  await siplab.openTrace('long.ndjson', told);
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  return performance.now() - begun;
}

async function select(): Promise<number> {
  const ladder = document.getElementById('ladder')!;
  const head = (): string => document.querySelector('.inspector-head')?.textContent ?? '';
  const press = (key: string): boolean => ladder.dispatchEvent(new KeyboardEvent('keydown', { key }));
  press('Home');
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const before = head();
  const begun = performance.now();
  press('ArrowDown');
  while (head() === before) await new Promise((drawn) => requestAnimationFrame(drawn));
  return performance.now() - begun;
}

/** The 95th of a hundred frames' times while something moves a little each frame. */
function frameTimes({ page }: Site, move: string): Promise<number> {
  return page.evaluate(`(async () => {
    const move = ${move};
    const stage = document.getElementById('ladder');
    const times = [];
    let last = performance.now();
    for (let n = 0; n < ${frames}; n++) {
      move(n, stage);
      await new Promise((next) => requestAnimationFrame(next));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times.sort((a, b) => a - b)[Math.floor(${frames} * 0.95)];
  })()`) as Promise<number>;
}

async function firstLadder({ page, url }: Site): Promise<number> {
  await page.goto('about:blank');
  const begun = performance.now();
  await page.goto(url);
  await page.waitForSelector('.arrow');
  return performance.now() - begun;
}

async function fault(site: Site): Promise<number> {
  await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
  return site.page.evaluate(async () => {
    const begun = performance.now();
    document.getElementById('ladder')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'd' }));
    while (document.querySelector('.arrow.lost') === null)
      await new Promise((drawn) => requestAnimationFrame(drawn));
    return performance.now() - begun;
  });
}

/** The model that the page makes of a trace, its axis and its overview. */
function indexing(): Measured[] {
  const records = longTrace({ messages, atOnce: 100 }) as TraceRecord[];
  const data = traceData('long.ndjson', records);
  const { arrows, timers, pills, laneOf, lanes, endUs } = createRunModel(data);
  const content = { arrows, timers: timers.filter(({ telling }) => telling), pills, laneOf, endUs };
  const axis = createAxis(content, 'compressed');
  const overview = (): unknown =>
    createDensity(createLines(arrows, axis, laneOf), lanes.length, axis.bottom + 1);
  return [
    row(
      'model of the records',
      leastMs(() => createRunModel(data), rounds),
      'ms',
    ),
    budgeted(
      'axis',
      leastMs(() => createAxis(content, 'compressed'), rounds),
      'ms',
      100,
    ),
    budgeted('columns and density', leastMs(overview, rounds), 'ms', 50),
  ];
}

function sizes(): Measured[] {
  const { first, texts, worker, wholeWorker, styles, fonts } = chunkSizes();
  return [
    budgeted('first script, zipped', first / 1024, 'KiB', 90),
    row('texts of the scenarios, zipped', texts / 1024, 'KiB'),
    budgeted('worker to run figure 1, zipped', worker / 1024, 'KiB', 200),
    row('worker with all that it may fetch, zipped', wholeWorker / 1024, 'KiB'),
    budgeted('styles, zipped', styles / 1024, 'KiB', 12),
    budgeted('fonts', fonts / 1024, 'KiB', 90),
  ];
}

async function median(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await measure());
  return values.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

function row(name: string, value: number, unit: string): Measured {
  return { name: `page: ${name}`, value, unit, ratioTo: {} };
}

/** At most 1 of its budget: held. */
function budgeted(name: string, value: number, unit: string, budget: number): Measured {
  return { ...row(name, value, unit), ratioTo: { [`its budget of ${budget}`]: value / budget } };
}
