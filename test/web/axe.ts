import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { atRest } from './at-rest.ts';

/** All that WCAG 2.2 asks for at AA, the size of what is to be hit too, which axe does not look at unasked; and what is best done. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds wrong with the page as it stands once it rests, by rule and place: half of a transition has half of a contrast. Where
 * something came or went while it looked, it looks again: axe stumbles over what is gone.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  await atRest(page);
  await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const { axe: here } = globalThis as unknown as {
      axe: { run(how: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
    };
    const most = 5;
    for (let looks = 1; ; looks++) {
      let changed = false;
      const watching = new MutationObserver(() => {
        changed = true;
      });
      watching.observe(document.body, { childList: true, subtree: true });
      const found = await here
        .run({ runOnly: { type: 'tag', values } })
        .catch((error: unknown) => error as Error);
      changed ||= watching.takeRecords().length > 0;
      watching.disconnect();
      if (changed && looks < most) continue;
      if (found instanceof Error) throw found;
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
      );
    }
  }, tags);
}
