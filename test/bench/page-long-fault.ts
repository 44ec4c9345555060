// A fault in a long run on the page: how long until what came of it is there, whether the page says how far it is, and whether it answers meanwhile.
import type { Page } from 'playwright-core';
import type { Site } from '../web/site.ts';

/** Where it is broken: at its first message or at its last. */
const places = { first: 'Home', last: 'End' } as const;

export interface LongFault {
  readonly messages: number;
  readonly place: keyof typeof places;
  /** Until the ladder shows the lost message, and what follows it. */
  readonly drawnMs: number;
  /** Until the run is whole and judged. */
  readonly wholeMs: number;
  /** Whether it was told how far the run is. */
  readonly told: boolean;
  /** The longest time in which the page could not answer until it was drawn, and until it was whole, in ms. */
  readonly longestToDrawnMs: number;
  readonly longestMs: number;
}

/** Of a push of 64 KiB, as many as make some so many messages. */
const messagesOfPush = 78;

function scenarioOf(messages: number): string {
  const push =
    'do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: 64KiB }]';
  const pushes = Array.from(
    { length: Math.ceil(messages / messagesOfPush) },
    (_, n) => `  - { at: ${10 + n}s, ${push} }`,
  );
  return `title: Many pushes
core: { kind: sip, domain: example.com }
network: { links: { default: { transport: udp, latency: 5ms } } }
agents:
  sender: { role: push-sender, uri: "sip:push@example.net" }
  bob: { role: push-receiver, uri: "sip:bob@example.com", features: [+g.oma.lcsi.sip-push] }
timeline:
  - { at: 0s, do: register, by: bob }
${pushes.join('\n')}
`;
}

/** How often each is done: what counts is the one in the middle. */
const rounds = 3;

/** Opens such a run, loses its first message and then, instead, its last one, again and again, and waits for what comes of each. */
export async function longFaults({ page, open }: Site, messages: number): Promise<LongFault[]> {
  await open('');
  const begun = performance.now();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'many.yaml'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  }, scenarioOf(messages));
  await atRest(page);
  const openedMs = performance.now() - begun;
  const faults: Record<LongFault['place'], LongFault[]> = { first: [], last: [] };
  for (let round = 0; round < rounds; round++) {
    for (const place of ['first', 'last'] as const) {
      // Somebody reads before he breaks something; the worker makes itself ready meanwhile, and later what was used up.
      await page.waitForTimeout((round === 0 ? 1.5 : 0.5) * openedMs);
      faults[place].push(await faultAt(page, place));
      await page.keyboard.press('Control+z');
      await atRest(page);
    }
  }
  return [middle(faults.first), middle(faults.last)];
}

/** By each of their measures the one in the middle. */
function middle(faults: readonly LongFault[]): LongFault {
  const by = (measure: (fault: LongFault) => number): number =>
    faults.map(measure).sort((one, other) => one - other)[Math.floor(faults.length / 2)] ?? Number.NaN;
  return {
    place: faults[0]!.place,
    messages: by(({ messages }) => messages),
    drawnMs: by(({ drawnMs }) => drawnMs),
    wholeMs: by(({ wholeMs }) => wholeMs),
    told: faults.every(({ told }) => told),
    longestToDrawnMs: by(({ longestToDrawnMs }) => longestToDrawnMs),
    longestMs: by(({ longestMs }) => longestMs),
  };
}

/** The baseline is whole. */
async function atRest(page: Page): Promise<void> {
  const hasRun = (): boolean =>
    document.title.startsWith('Many pushes') &&
    document.querySelector('.progress') === null &&
    document.querySelector('.arrow.lost') === null &&
    (document.querySelector('.fingerprint .mono')?.textContent ?? '') !== '';
  await page.waitForFunction(hasRun, undefined, { timeout: 0 });
}

async function faultAt(page: Page, place: LongFault['place']): Promise<LongFault> {
  await page.focus('#ladder');
  await page.keyboard.press(places[place]);
  // What it takes to go there is not the fault's.
  await page.evaluate('siplab.atRest()');
  const measured = await page.evaluate(async () => {
    const fingerprint = (): string => document.querySelector('.fingerprint .mono')?.textContent ?? '';
    const [before, begun] = [fingerprint(), performance.now()];
    let [longestMs, told] = [0, false];
    const watching = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestMs = Math.max(longestMs, duration);
    });
    watching.observe({ type: 'longtask' });
    const until = async (isThere: () => boolean): Promise<number> => {
      while (!isThere()) {
        told ||= document.querySelector('.progress') !== null;
        await new Promise((next) => requestAnimationFrame(next));
      }
      await new Promise((next) => setTimeout(next));
      return performance.now() - begun;
    };
    const key = new KeyboardEvent('keydown', { key: 'd', bubbles: true });
    document.getElementById('ladder')!.dispatchEvent(key);
    const drawnMs = await until(() => document.querySelector('.arrow.lost') !== null);
    const longestToDrawnMs = longestMs;
    const wholeMs = await until(() => !['', before].includes(fingerprint()));
    watching.disconnect();
    const counted = /(\d+) messages/.exec(document.getElementById('tool-bar')!.textContent)?.[1];
    return { messages: Number(counted), drawnMs, wholeMs, told, longestToDrawnMs, longestMs };
  });
  return { place, ...measured };
}
