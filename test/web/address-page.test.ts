import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisModes } from '../../ui/web/model/axis.ts';
import { deedsFor, editFor, type FaultEdit } from '../../ui/web/model/fault-edit.ts';
import { timeModes } from '../../ui/web/model/time-modes.ts';
import { firstState, type PageState } from '../../ui/web/state/page-state.ts';
import { writeAddress } from '../../ui/web/state/written-address.ts';
import { webRun } from '../support/web-run.ts';
import { anyScale } from './any-scale.ts';
import { brokenAddresses } from './broken-addresses.ts';
import { useSite } from './site.ts';

// What an address says is what the page then shows, and says again (T12 of README.md).

const site = useSite();

const name = 'lost-200-ok';
const run = webRun(name);
const broken = run.arrows.slice(0, 8).map((arrow) => editFor(deedsFor(arrow)[0]!, arrow, run.arrows));

/** What a reader may have come to in a run of the scenario. */
const reached: fc.Arbitrary<PageState> = fc
  .record(
    {
      edits: fc.uniqueArray(
        fc
          .tuple(fc.constantFrom(...broken), fc.boolean())
          .map(([edit, off]): FaultEdit => (off ? { ...edit, off } : edit)),
        {
          maxLength: 2,
          selector: ({ message, nth }: FaultEdit & { message?: string; nth?: number }) => `${message} ${nth}`,
        },
      ),
      atUs: fc.integer({ min: 1, max: 1_200 }).map((ms) => ms * 1_000),
      // What comes before any fault is in every run.
      selected: fc.constantFrom(...run.arrows.slice(0, 2).map(({ key }) => key)),
      axis: fc.constantFrom(...axisModes),
      scale: anyScale,
      filter: fc.constantFrom('is:lost', 'method:INVITE -is:lost', '200 OK', '%&=#~'),
      hidden: fc.constantFrom(['core'], ['sender'], ['bob']),
      times: fc.constantFrom(...timeModes),
      seed: fc.constantFrom('2', 'an ä & = seed'),
      comparing: fc.constantFrom('overlay' as const, 'side' as const),
      showing: fc.constantFrom('a' as const, 'b' as const),
      details: fc.record(
        {
          link: fc.constantFrom('sender<>core', 'default'),
          find: fc.constantFrom('sip:', '%&=#~'),
          crlf: fc.constant('1'),
          under: fc.constant('bytes'),
          against: fc.constantFrom('run', 'hop'),
          list: fc.constant('0'),
          outcome: fc.constantFrom('held', 'not exercised'),
          words: fc.constantFrom('ACK', 'a, b'),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['edits', 'axis', 'details'] },
  )
  .map(({ comparing, showing, ...made }) => ({
    ...firstState,
    ...made,
    scenario: name,
    // Where every change is switched off there is one run alone.
    ...(made.edits.some(({ off }) => !off) &&
      (showing === 'a' ? { showing } : comparing !== undefined && { comparing })),
  }));

describe('an address', () => {
  it('that is opened is written again as it was, whatever it holds', async () => {
    for (const state of fc.sample(reached, { numRuns: 20, seed: 412 })) {
      const address = writeAddress(state);
      await site.goto(address, '.tool-bar');
      await site.page.waitForFunction(() => location.hash.includes('&h='));
      const written = await site.page.evaluate(() => location.hash.replace(/&(?:eng|h)=[^&]*/g, ''));
      expect(written).toBe(new URL(address, site.url).hash);
      expect(await site.page.textContent('#toast'), address).toBe('');
    }
    expect(site.complaints).toEqual([]);
  });

  it('that is broken is told in a corner, and what is understood of it is opened: thirty and more', async () => {
    await site.open('#v1&s=figure-1');
    const addresses = (await brokenAddresses()).filter((address) => address.length < 2_000);
    expect(addresses.length).toBeGreaterThanOrEqual(30);
    for (const address of addresses) {
      await site.page.evaluate((hash) => {
        location.hash = hash;
      }, address);
      await site.page.waitForSelector('#toast:has-text("Not understood")');
      await site.atRest();
      expect(await site.page.locator('.arrow').count(), address).toBe(18);
      await site.page.click('#toast [aria-label="Dismiss"]');
      await site.page.waitForSelector('#toast:has-text("Not understood")', { state: 'hidden' });
    }
    expect(site.complaints).toEqual([]);
  });
});
