import { describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

describe('where nothing is selected, the inspector tells how the run was judged', () => {
  const site = useSite();

  const lines = async (look: string) => {
    await site.page.waitForSelector('.inspector .expected');
    return site.page.locator(`.inspector .expected li.${look}`).allTextContents();
  };

  it('each expectation, and a proof is a click away', async () => {
    await site.open('#v1&s=lost-200-ok');
    expect(await lines('met')).toEqual([
      'ladder: 9 messages in order: met',
      'PSA-EST-01: held: met',
      'PRA-INV-06a: held: met',
    ]);
    await site.page.click('.inspector .expected button:text-is("PRA-INV-06a: held")');
    await site.page.waitForSelector('.inspector-head');
    expect(await site.page.textContent('.inspector-head h2')).toContain('200 OK');
    expect(site.complaints).toEqual([]);
  });

  it('what was not met stands there in words', async () => {
    await site.open('#v1&s=figure-1&f=n:default/loss/100%25');
    await site.page.waitForSelector('.inspector .expected li.missed');
    expect((await lines('missed')).join('\n')).toMatch(/: not met/);
  });

  it('a clause that is violated leads to the record that shows it', async () => {
    await site.open('#v1&s=negative/sender/psa-rel-01');
    expect((await lines('missed')).length).toBeGreaterThan(0);
    await site.page.click('.inspector .expected li.missed button');
    await site.page.waitForSelector('.inspector-head');
  });

  it('a lesson tells nothing of what is still to come', async () => {
    await site.goto('#v1&lesson=session-timers&step=1', '.learn');
    await site.page.waitForSelector('.inspector .empty, .inspector-head');
    expect(await site.page.locator('.inspector .expected').count()).toBe(0);
  });
});
