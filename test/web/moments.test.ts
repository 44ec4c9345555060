import { describe, expect, it } from 'vitest';
import { outcome } from '../../ui/web/ladder/grid.ts';
import { isBeyond } from '../../ui/web/model/moments.ts';
import { arrowUntil, runUntil } from '../../ui/web/model/until.ts';
import { nameOfSelection, namesMessage, selectionNamed } from '../../ui/web/state/selection-names.ts';
import { webRun } from '../support/web-run.ts';
import { useSite } from './site.ts';

// Timers and states as what is selected: in the address, in another run, in a lesson.

describe('the name of a timer or a state', () => {
  it('is found again, for every one of several runs', () => {
    for (const name of ['figure-1', 'lossy-link', 'core/three-devices', 'agents/refresh-by-update']) {
      const run = webRun(name);
      const seen = new Set<string>();
      for (const record of run.data.records) {
        const kind =
          record.type === 'state'
            ? ('state' as const)
            : record.type === 'timer.set'
              ? ('timer' as const)
              : undefined;
        if (kind === undefined) continue;
        const span = run.timers.find(({ set }) => set.seq === record.seq);
        const selection = { kind, seq: span?.end?.seq ?? record.seq };
        const written = nameOfSelection(run, selection);
        expect(written).toMatch(/^(?:timer|state):[\w-]+\/.+\/\d+$/);
        expect(namesMessage(written ?? '')).toBe(false);
        expect(seen.has(written ?? '')).toBe(false);
        seen.add(written ?? '');
        expect(selectionNamed(run, written ?? '')).toEqual(selection);
        if (kind === 'timer') expect(nameOfSelection(run, { kind, seq: record.seq })).toBe(written);
      }
      expect(seen.size).toBeGreaterThan(50);
    }
  });
});

it('up to the moment at which a message is sent nothing is known of what becomes of it', () => {
  const run = webRun('lossy-link');
  for (const arrow of run.arrows) {
    const cut = arrowUntil(arrow, arrow.sent);
    expect(outcome(cut, arrow.sent)).toBe('under way');
    expect(Object.keys(cut.message)).not.toContain('arrivedUs');
    expect([cut.end, cut.copy, cut.message.lost, cut.message.duplicated, cut.message.delays.length]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      0,
    ]);
    const known = runUntil(run, arrow.sent);
    expect(known.bySeq.has(arrow.sent.seq)).toBe(true);
    expect(known.bySeq.has(arrow.message.arrivedSeq ?? arrow.sent.seq + 1)).toBe(false);
    expect(known.timers.every(({ set, end }) => [set, end].every((one) => !isBeyond(one, arrow.sent)))).toBe(
      true,
    );
    expect(arrowUntil(arrow, undefined)).toBe(arrow);
  }
});

describe('in a browser', () => {
  const site = useSite();

  const hash = () => site.page.evaluate(() => decodeURIComponent(location.hash));
  const head = () => site.page.textContent('.inspector-head');
  const toast = () => site.page.textContent('#toast');
  const clickMiddleOf = async (selector: string): Promise<void> => {
    const box = await site.page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is nowhere`);
    await site.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  };

  it('a state that is clicked is the one that its pill names, and the link opens on it', async () => {
    await site.open('#v1&s=figure-1');
    await clickMiddleOf('.pill:has-text("registering")');
    await site.page.waitForFunction(() => location.hash.includes('sel=state'));
    expect(await head()).toContain('registering.wanted');
    const link = await hash();
    expect(link).toContain('sel=state:bob/registration/registration bob/registering.wanted/1');
    await site.open(link);
    await site.page.waitForSelector('.inspector-head:has-text("registering.wanted")');
    expect(await hash()).toBe(link);
    expect(site.complaints).toEqual([]);
  });

  it('a timer that is clicked is in the link, and stays selected in run A, and where a fault is taken back', async () => {
    await site.open('#v1&s=figure-1&f=x:bob>core/200 INVITE/1');
    await clickMiddleOf('.timer-tag:has-text("A")');
    await site.page.waitForSelector('.inspector-head:has-text("Timer A")');
    await site.page.waitForFunction(() => location.hash.includes('sel=timer'));
    const told = await head();
    expect(told).toContain('timer fired');
    const link = await hash();
    expect(link).toMatch(/sel=timer:core\/client INVITE \w+\.\w+\/timerA\/1&/);
    await site.open(link);
    await site.page.waitForSelector('.inspector-head:has-text("Timer A")');
    expect(await head()).toBe(told);
    await site.page.click('.runs button:has-text("A")');
    await site.page.waitForSelector('.inspector-head:has-text("timer cleared")');
    expect(await head()).toContain('Timer A');
    expect(await hash()).toContain('timerA/1');
    await site.page.click('[role="switch"], .fault input[type="checkbox"]');
    await site.page.waitForFunction(() => location.hash.includes('!x'));
    await site.atRest();
    expect(await head()).toContain('Timer A');
  });

  it.each([
    'timer:core/nobody/timerA/1',
    'state:bob/registration/registration bob/registered/99',
    'bob>core/sender.1/200 INVITE/1/77',
  ])('a link that selects what the run does not have says so, and opens: %s', async (name) => {
    await site.open(`#v1&s=figure-1&sel=${name}`);
    await site.page.waitForSelector('#toast:has-text("not in this run")');
    expect(await toast()).toContain(name);
    expect(await site.page.locator('.inspector .empty').count()).toBe(1);
    expect(site.complaints).toEqual([]);
  });

  it('a lesson whose right answer is a timer does not tell how that ended', async () => {
    await site.goto('#v1&lesson=session-timers&step=2', '.question');
    await site.page.click('.learn button:text-is("Show me")');
    await site.page.waitForSelector('.choice.right');
    const told = (await site.page.textContent('.inspector')) ?? '';
    expect(told).toContain('timer pending');
    expect(told).toContain('not yet');
    expect(told).not.toMatch(/cleared|fired/);
    expect(site.complaints).toEqual([]);
  });
});
