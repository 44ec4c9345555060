import { expect, it } from 'vitest';
import { webRun } from '../support/web-run.ts';
import { holdBack } from './hold-back.ts';
import { useSite } from './site.ts';

// What those hear who listen to a run: on the page itself, where a screen reader would be told.

const site = useSite();
const lost = webRun('lost-200-ok');

const total = lost.arrows.length;

interface Heard {
  readonly atMs: number;
  readonly text: string;
}

/** All that is said from now on, and when. */
async function listen(): Promise<() => Promise<readonly Heard[]>> {
  await site.page.evaluate(() => {
    const heard: object[] = [];
    Object.assign(globalThis, { heard });
    new MutationObserver((all) => {
      for (const { addedNodes } of all)
        for (const node of addedNodes) heard.push({ atMs: performance.now(), text: node.textContent });
    }).observe(document.getElementById('said')!, { childList: true });
  });
  return () => site.page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);
}

const said = (text: string) =>
  site.page.waitForFunction((wanted) => document.getElementById('said')?.textContent?.includes(wanted), text);
const press = (key: string) => site.page.keyboard.press(key);

it('while a run plays its milestones are said, never each event, and no more than a sentence a second', async () => {
  await site.open('#v1&s=lost-200-ok');
  await site.page.focus('#ladder');
  const heard = await listen();
  await press('Space');
  await said('The run has ended.');
  const all = await heard();
  const texts = all.map(({ text }) => text);
  expect(texts[0]).toBe('Playing.');
  expect(texts).toContain('200 INVITE from bob to core is lost: fault 1, 1.040 seconds');
  expect(texts.some((text) => /^(?:Half|Three quarters) of the run, \d+\.\d{3} seconds$/.test(text))).toBe(
    true,
  );
  expect(all.length).toBeLessThanOrEqual(6);
  expect(lost.steps.length).toBeGreaterThan(100);
  for (const [at, { atMs }] of all.entries())
    if (at > 0) expect(atMs - all[at - 1]!.atMs).toBeGreaterThanOrEqual(999);
  expect(site.complaints).toEqual([]);
});

it('what one steps to is said, unless a message has been selected, which the grid says', async () => {
  await site.open('#v1&s=lost-200-ok&t=1000');
  await site.page.focus('#ladder');
  const heard = await listen();
  const rest = () => site.page.waitForTimeout(1_100);
  const active = () => site.page.getAttribute('#ladder', 'aria-activedescendant');
  await press('.');
  await said(`of ${lost.steps.length}`);
  const [step] = await heard();
  expect(step!.text).toMatch(/^\S.*, 1\.\d{3} seconds, event \d+ of \d+$/);
  await rest();
  await press('t');
  await said('fires');
  await rest();
  await press('y');
  await said(' to ');
  expect((await heard()).at(-1)!.text).toMatch(/^\S+: \S+ (?:\S+ )?to \S+ on \S+, /);
  const before = (await heard()).length;
  expect(await active()).toBe(null);
  await rest();
  await press('e');
  await site.page.waitForSelector('#ladder[aria-activedescendant]');
  await rest();
  expect(await heard()).toHaveLength(before);
  expect(site.complaints).toEqual([]);
});

it('a run that is still under way is told, how many messages are found is busy until it is there, and then that it is', async () => {
  const letGo = await holdBack(site.page, '**/judges*.js');
  await site.page.goto(`${site.url}#v1&s=lost-200-ok&q=INVITE`);
  await site.page.waitForSelector(`.filtered[aria-busy="true"]:has-text("of ${total}")`);
  const heard = await listen();
  await said('The run is being simulated and judged.');
  letGo();
  await site.page.waitForSelector(`.filtered[aria-busy="false"]:has-text("of ${total}")`);
  await said(`The run is there: ${total} messages.`);
  expect((await heard()).map(({ text }) => text)).toEqual([
    'The run is being simulated and judged.',
    `The run is there: ${total} messages.`,
  ]);
  expect(site.complaints).toEqual([]);
});
