import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

const site = useSite();

describe('the statecharts', () => {
  it('draw a machine with what the open run took of it', async () => {
    await site.goto('#v1&s=lost-200-ok&view=charts&m=inviteClient', '.chart .count:text-is("×2")');
    const timerA = site.page.locator('[data-key="calling.retransmitting > timerA > calling.retransmitting"]');
    expect(await timerA.textContent()).toContain('×1');
    expect(await site.page.locator('.chart .bundle.never').count()).toBeGreaterThan(0);
    expect(await site.page.locator('.transition-list tbody tr').count()).toBe(17);
    expect(await site.page.textContent('.transition-list .reason')).toContain('nobody tells of an ACK');
    expect(site.complaints).toEqual([]);
  });

  it('point from the table to the drawing', async () => {
    await site.goto('#v1&s=lost-200-ok&view=charts&m=inviteClient', '.chart .count:text-is("×2")');
    await site.page.hover('.transition-list tr:has-text("timerM")');
    await site.page.waitForSelector('.chart .bundle.lit');
    expect(await site.page.textContent('.chart .bundle.lit .transition.lit text')).toBe('◷ timerM');
  });

  it('are gone through by keys too: the row that has the focus is lit in the drawing, and brought into view', async () => {
    await site.page.setViewportSize({ width: 1024, height: 768 });
    await site.goto('#v1&s=lost-200-ok&view=charts&m=inviteServer', '.chart');
    await site.page.focus('.transition-list tbody tr:last-child button');
    await site.page.keyboard.press('Enter');
    await site.page.waitForSelector('.chart .transition.lit');
    const key = await site.page.getAttribute('.chart .transition.lit', 'data-key');
    const [event] = await site.page.locator('.transition-list tr.lit b').allTextContents();
    expect(key).toContain(event?.replace('◷ ', ''));
    await site.page.waitForFunction(() => {
      const [one, room] = ['.chart .transition.lit', '.chart-scroll'].map((which) =>
        document.querySelector(which)!.getBoundingClientRect(),
      );
      return one!.top >= room!.top - 1 && one!.bottom <= room!.bottom + 1;
    });
  });

  it('mark the states in which machines are where the playhead stands', async () => {
    await site.goto('#v1&s=lost-200-ok&view=charts&m=inviteClient&t=1100', '.chart .here');
    const marked = () =>
      site.page
        .locator('.chart .state.now')
        .evaluateAll((all) =>
          all.map(
            (one) =>
              `${one.querySelector('.name')?.textContent}: ${one.querySelector('.here title')?.textContent}`,
          ),
        );
    // The sender has heard 100 of the core; the core nothing of the receiver, whose 200 is lost.
    expect(await marked()).toEqual(['retransmitting: Now: core', 'proceeding: Now: sender']);
    expect(await site.page.textContent('.now-tag')).toContain('At 1.100 s: ');
    await site.page.click('[aria-label^="The next time that proceeding > 2xx"]');
    await site.page.waitForSelector('.state.now:has-text("accepted")');
    expect(await site.page.textContent('.transition-list tr:has-text("proceeding → accepted") em')).toBe(
      '1 of 1',
    );
  });

  it('lead from a count to the moments at which the transition was taken', async () => {
    await site.goto('#v1&s=lost-200-ok&view=charts&m=inviteClient', '.to-taken');
    await site.page.focus('.transition-list tr:has-text("timerM") .to-taken');
    await site.page.keyboard.press('Enter');
    await site.page.waitForSelector('.app[data-view="ladder"]');
    await site.page.waitForSelector('.inspector:has-text("terminated")');
    await site.page.waitForSelector('#toast span:text-is("accepted > timerM > terminated: 1 of 2 times.")');
    await site.page.click('#toast .toast-action');
    await site.page.waitForSelector('#toast span:has-text("2 of 2 times")');
    expect(site.complaints).toEqual([]);
  });

  it('go from machine to machine, and into the address and back', async () => {
    await site.goto('#v1&s=lost-200-ok&view=charts&m=inviteClient', '.chart');
    await site.page.click('[data-machine="dialog"]');
    await site.page.waitForFunction(() => location.hash.includes('m=dialog'));
    expect(await site.page.textContent('.view-head h1')).toBe('Dialog and session timer');
    await site.page.goBack();
    await site.page.waitForSelector('[data-machine="inviteClient"][aria-current="true"]');
  });

  it('keep every text within its box', async () => {
    await site.goto('#v1&s=lost-200-ok&view=charts', '.chart .count:text-is("×2")');
    const ids = await site.page
      .locator('[data-machine]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-machine')));
    expect(ids.length).toBeGreaterThan(15);
    for (const id of ids) {
      await site.page.click(`[data-machine="${id}"]`);
      await site.page.waitForSelector(`[data-machine="${id}"][aria-current="true"]`);
      const wide = await site.page.evaluate(() => {
        const within = (text: Element, box: Element) => {
          const [a, b] = [text.getBoundingClientRect(), box.getBoundingClientRect()];
          return (
            a.left >= b.left - 0.5 &&
            a.right <= b.right + 0.5 &&
            a.top >= b.top - 2 &&
            a.bottom <= b.bottom + 2
          );
        };
        const pairs = [...document.querySelectorAll('.chart :is(.state, .bundle)')].flatMap((group) => {
          const box = group.querySelector('.frame, .label');
          return box === null
            ? []
            : [...group.querySelectorAll('text:not(.here text)')].map((text) => ({ text, box }));
        });
        return pairs.filter(({ text, box }) => !within(text, box)).map(({ text }) => text.textContent);
      });
      expect({ id, wide }).toEqual({ id, wide: [] });
    }
  });

  it('count over all scenarios, as they are run', async () => {
    await site.goto('#v1&s=lost-200-ok&view=charts&m=inviteClient', '.chart');
    await site.page.click('.view-head >> text=All scenarios');
    await site.page.waitForSelector('.view-head progress');
    await site.page.waitForFunction(() => {
      const share = document.querySelector('[data-machine="inviteClient"] em')?.textContent ?? '0/1';
      return Number(share.split('/')[0]) > 8;
    });
    expect(site.complaints).toEqual([]);
  });

  it('are reached and left by the keyboard', async () => {
    await site.open('#v1&s=lost-200-ok');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('v');
    await site.page.waitForSelector('.chart');
    await site.page.keyboard.press('Escape');
    await site.page.waitForSelector('.arrow');
    expect(await site.page.evaluate(() => document.activeElement?.id)).toBe('ladder');
  });

  it.each(['light', 'dark'] as const)('give axe nothing to find, in %s', async (colorScheme) => {
    await site.page.emulateMedia({ colorScheme });
    await site.goto('#v1&s=lost-200-ok&view=charts', '.chart .count:text-is("×2")');
    expect(await axeFindings(site.page)).toEqual([]);
  });

  it.each([
    [1680, 1050],
    [1024, 768],
    [390, 844],
    [360, 640],
  ])('fit %i × %i', async (width, height) => {
    await site.page.setViewportSize({ width, height });
    await site.goto('#v1&s=lost-200-ok&view=charts&m=pushSender', '.chart');
    const sideways = await site.page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      const cut = [...document.querySelectorAll('.view-head > *, .top > *')].filter((element) => {
        const { right, width: wide } = element.getBoundingClientRect();
        return wide > 1 && right > clientWidth + 0.5;
      });
      return [scrollWidth - clientWidth, ...cut.map((element) => element.className)];
    });
    expect(sideways).toEqual([0]);
  });
});
