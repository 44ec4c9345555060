import { expect, it } from 'vitest';
import { longTrace } from './long-trace.ts';
import { useSite } from './site.ts';

// Two runs of a hundred thousand messages that differ in a quarter of them: more than is listed, and the page answers while they are compared.

const messages = 100_000;
const changed = 25_000;
const gone = 100;
const total = changed + gone;

const site = useSite();

/** In the page: one message in four has another text, one in a thousand is not there. */
function otherwise(records: readonly { readonly id?: number; readonly raw?: string }[]): object[] {
  return records.flatMap((record) => {
    if (record.id === undefined) return [record];
    if (record.id % 1_000 === 2) return [];
    return record.id % 4 === 1 && record.raw !== undefined
      ? [{ ...record, raw: `${record.raw}another text` }]
      : [record];
  });
}

const press = (key: string) => site.page.keyboard.press(key);
const said = (text: string) =>
  site.page.waitForFunction((wanted) => document.getElementById('said')?.textContent?.includes(wanted), text);
const selectedKey = () => site.page.textContent('.inspector-head .key');

it('two runs of a hundred thousand messages are compared while the page answers, counted, walked, and little in the document', async () => {
  await site.open('');
  // They are compared piece by piece, from the moment in which they are there: the page draws and selects meanwhile.
  const { frames, selected, told } = await site.page.evaluate<Compared>(`(async () => {
    const __name = (named) => named;
    const a = (${longTrace.toString()})({ messages: ${messages}, atOnce: 100 });
    const b = (${otherwise.toString()})(a);
    await siplab.openTrace('long.ndjson', a, b);
    return (${whileCompared.toString()})();
  })()`);
  expect(frames).toBeGreaterThan(5);
  expect(selected).toBe(true);
  expect(told.filter((text) => text.endsWith('%')).length).toBeGreaterThan(2);
  await site.atRest();
  await counted();
  await notListed();
  await walked();
  await small();
});

interface Compared {
  readonly frames: number;
  readonly selected: boolean;
  readonly told: readonly string[];
}

/** In the page: what it draws, selects and tells while it compares. */
async function whileCompared(): Promise<Compared> {
  const tag = (): string => document.querySelector('.compare-button .tag')?.textContent ?? '';
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const key = (name: string) =>
    document
      .getElementById('ladder')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  let [frames, selected] = [0, false];
  const told = new Set<string>();
  document.getElementById('ladder')?.focus();
  key('c');
  for (; tag() === 'Δ …'; frames++) {
    if (frames === 1) key('ArrowDown');
    await frame();
    selected ||= document.querySelector('.inspector-head .key') !== null && tag() === 'Δ …';
    told.add(document.querySelector('.compare-bar .mono')?.textContent ?? '');
  }
  return { frames, selected, told: [...told] };
}

/** They are counted right. */
async function counted(): Promise<void> {
  await site.page.waitForSelector('.delta');
  expect(await site.page.textContent('.delta')).toBe(`Δ ${total}: −${gone} ↔${changed}`);
  expect(await site.page.textContent('.compare-button .tag')).toBe(`Δ ${total}`);
  expect(await site.page.textContent('.compare-bar .parting')).toContain('diverges at');
}

/** They are not listed, nor is each difference drawn: the strip beside the ladder has all of them. */
async function notListed(): Promise<void> {
  expect(await site.page.textContent('#differences')).toContain(
    '25,100 differences: more than can be listed',
  );
  expect(await site.page.locator('.difference-row, #pane .difference').count()).toBe(0);
  const edge = await site.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.minimap canvas')!;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
    copy.drawImage(canvas, 0, 0);
    const scale = canvas.width / canvas.clientWidth;
    const { data } = copy.getImageData(Math.round((canvas.clientWidth - 3) * scale), 0, 1, canvas.height);
    const alphas = Array.from({ length: data.length / 4 }, (_, row) => data[4 * row + 3]!);
    const full = alphas.filter((alpha) => alpha > 0);
    return { share: full.length / alphas.length, densities: new Set(full).size };
  });
  expect(edge.share).toBeGreaterThan(0.9);
  // The more of them fall on a row, the darker it is.
  expect(edge.densities).toBeGreaterThan(5);
}

/** They are walked by J and K, what only the baseline has too. */
async function walked(): Promise<void> {
  await site.page.focus('#ladder');
  await press('Escape');
  // By their numbers 1, 2, 5, 9: the third message is not there, each fourth from the second has another text.
  const walked = ['sender.0/100 INVITE', 'sender.0/INVITE', 'sender.0/ACK', 'sender.0/486 BYE'];
  for (const [index, part] of walked.entries()) {
    await press('j');
    await said(`Difference ${index + 1} of ${total}`);
    expect(await selectedKey()).toContain(part);
  }
  for (const index of [3, 2, 1]) {
    await press('k');
    await said(`Difference ${index} of ${total}`);
  }
  await press('k');
  await said('No difference before.');
}

/** They are little in the document, in one ladder and in two. */
async function small(): Promise<void> {
  const nodes = () => site.page.evaluate(() => document.querySelectorAll('*').length);
  expect(await nodes()).toBeLessThanOrEqual(2_500);
  await press('Shift+C');
  await site.page.waitForSelector('#pane-a .arrow', { state: 'attached' });
  expect(await nodes()).toBeLessThanOrEqual(2_500);
  expect(site.complaints).toEqual([]);
}
