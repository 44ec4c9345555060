import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { atRest } from './at-rest.ts';

/** What axe finds wrong with the page as it stands once it rests, by rule and place: half of a transition has half of a contrast. */
export async function axeFindings(page: Page): Promise<string[]> {
  await atRest(page);
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: here } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
    };
    const { violations } = await here.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}
