import { describe, expect, it } from 'vitest';
import { axeFindings } from '../axe.ts';
import { useSite } from '../site.ts';

// A learner's way through a lesson, in a real browser.

const site = useSite();

const title = () => site.page.textContent('#learn-title');
const hash = () => site.page.evaluate(() => location.hash);
const press = (name: string) => site.page.click(`.learn button:text-is("${name}")`);
const choose = (text: string) => site.page.click(`.choice:has-text("${text}")`);
const asking = () => site.page.locator('.app[data-asking]').count();
/** The first question of the lesson on timers A and B, and the challenge at its end. */
const first = () => site.goto('#v1&lesson=retransmission&step=1', '.question');
const challenge = () => site.goto('#v1&lesson=retransmission&step=7', '.conditions');
/** What a screen reader finds in the grid beside the ladder. */
const rows = () => site.page.locator('#grid [role="row"][aria-selected]').allTextContents();

describe('a learner', () => {
  it('finds eight lessons behind one button, and opens one', async () => {
    await site.open('');
    await site.page.click('.learn-button');
    await site.page.waitForSelector('.lesson-entry');
    expect(await site.page.locator('.lesson-entry').count()).toBe(8);
    expect(await site.page.evaluate(() => document.activeElement?.id)).toBe('learn-title');
    await site.page.click('.lesson-entry:has-text("Timers A and B")');
    await site.page.waitForSelector('.question');
    expect(await title()).toContain('Into the void');
    await site.page.waitForFunction(() => location.hash.includes('lesson=retransmission'));
    expect(await hash()).toContain('s=lessons/retransmission');
    expect(await site.page.textContent('.inspector-head')).toContain('INVITE');
  });

  it('sees nothing of what comes next before answering, by no way', async () => {
    await first();
    expect(await asking()).toBe(1);
    const shown = await site.page.locator('.arrow:not(.asked)').count();
    expect(shown).toBe(5);
    await expect.poll(async () => (await rows()).length).toBe(shown);
    expect(await site.page.locator('.arrow.asked').count()).toBeGreaterThan(10);
    expect(await site.page.locator('.arrow.asked:visible').count()).toBe(0);
    expect(await site.page.locator('.ladder .timer:visible').count()).toBe(0);
    expect(await site.page.locator('.scrubber .bars .sip:visible, .inspector .card:visible').count()).toBe(0);
    expect(await site.page.locator('.tool-bar .counts:visible, .minimap canvas:visible').count()).toBe(0);
    const clock = await site.page.textContent('.clock b');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('.');
    await site.page.keyboard.press('End');
    expect(await site.page.textContent('.clock b')).toBe(clock);
    expect(await site.page.textContent('.inspector-head')).toContain('INVITE');
  });

  it('is told why a wrong answer is wrong, and what the run says to the right one', async () => {
    await first();
    await choose('Timer B');
    expect(await site.page.textContent('.feedback')).toMatch(/Not that\..*due only at \d/s);
    expect(await asking()).toBe(1);
    await choose('Timer A');
    expect(await site.page.textContent('.feedback')).toMatch(
      /Timer A was set at 1\.020 s and fires at 1\.520 s/,
    );
    await site.atRest();
    expect(await asking()).toBe(0);
    expect(await site.page.locator('.ladder .timer:visible').count()).toBeGreaterThan(0);
    expect(await site.page.textContent('.inspector-head')).toContain('Timer A');
    // What the next steps ask for is still not there.
    expect(await site.page.locator('.arrow:not(.asked)').count()).toBe(5);
    expect(await site.page.locator('.tool-bar .counts:visible, .minimap canvas:visible').count()).toBe(0);
    expect(await site.page.locator('.note:has-text("F2")').count()).toBe(0);
  });

  it('goes on, and by the browser’s own button back', async () => {
    await first();
    await choose('Timer A');
    await press('Next');
    await site.page.waitForFunction(() => location.hash.includes('step=2'));
    expect(await title()).toContain('Meanwhile');
    await site.page.goBack();
    await site.page.waitForFunction(() =>
      document.getElementById('learn-title')?.textContent?.includes('void'),
    );
    expect(await asking()).toBe(0);
    await site.page.waitForSelector('.choice.right');
  });

  it('turns the pages by the arrow keys, and lets the run show what it does not know', async () => {
    await first();
    await choose('Timer A');
    for (const page of ['Meanwhile', 'Try again', 'Twice as patient', 'Through at last']) {
      await site.page.focus('#learn-title');
      await site.page.keyboard.press('ArrowRight');
      await site.page.waitForFunction(
        (wanted) => document.getElementById('learn-title')?.textContent?.includes(wanted),
        page,
      );
      await press('Show me');
      await site.page.waitForSelector('.choice.right');
      expect(await asking()).toBe(0);
    }
    await press('Next');
    await press('To the challenge');
    expect(await title()).toContain('Enough is enough');
  });

  it('breaks the run, sees that it is not enough, solves the challenge, and finds its progress kept', async () => {
    await challenge();
    expect(await site.page.locator('.conditions .met').count()).toBe(0);
    await site.page.click('.label:has-text("↻3 INVITE")', { force: true });
    await site.page.waitForSelector('.fault-bar');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('d');
    await site.page.waitForSelector('.conditions .met');
    await site.atRest();
    expect(await site.page.textContent('.learn')).toContain('Drop INVITE');
    expect(await site.page.locator('.conditions .met').count()).toBe(1);
    await press('Start over');
    await site.page.waitForFunction(() => document.querySelectorAll('.conditions .met').length === 0);
    await site.atRest();
    await site.page.click('.label:has-text("↻3 INVITE")', { force: true });
    await site.page.click('.further summary');
    await site.page.click('.further button:has-text("Drop every INVITE")');
    await site.page.waitForFunction(() => document.querySelectorAll('.conditions .met').length === 3);
    expect(await site.page.textContent('.learn')).toContain('Solved.');
    // The address opens on the same step.
    await site.page.waitForFunction(() => /INVITE\/\*.*step=7/.test(location.hash));
    const link = await hash();
    await site.goto(link, '.conditions .met');
    expect(await title()).toContain('Enough is enough');
    await press('All lessons');
    expect(await site.page.locator('.lesson-number.solved').count()).toBe(1);
    await site.page.click('[aria-label="Close the lessons"]');
    expect(await site.page.locator('.learn-body').count()).toBe(0);
    expect(await site.page.locator('.app[data-learning]').count()).toBe(0);
    await site.page.waitForFunction(() => !location.hash.includes('lesson='));
    expect(site.complaints).toEqual([]);
  });
});

it('hints lead to a solution that can be shown', async () => {
  await site.goto('#v1&lesson=chunks-and-reports&step=6', '.conditions');
  for (const name of ['A hint', 'Another hint', 'Another hint']) await press(name);
  expect(await site.page.locator('.hints li').count()).toBe(3);
  await press('Show a solution');
  await site.page.waitForFunction(() => document.querySelector('.learn')?.textContent?.includes('Solved.'));
});

it('a lesson that there is not shows the list, and another scenario says so', async () => {
  await site.goto('#v1&lesson=no-such', '.lesson-entry');
  await site.goto('#v1&s=figure-1&lesson=handshake', '.learn-body');
  expect(await site.page.textContent('.learn')).toContain('Another scenario is open');
  await press('Open the lesson’s scenario');
  await site.page.waitForSelector('.question');
});

describe.each([
  { width: 1680, height: 1050, dark: false },
  { width: 1024, height: 768, dark: true },
  { width: 390, height: 844, dark: false },
])('at $width × $height', ({ width, height, dark }) => {
  it('axe finds nothing, and nothing is wider than the page', async () => {
    await site.page.setViewportSize({ width, height });
    await site.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    const places: [string, string][] = [
      ['#v1&lesson=all', '.lesson-entry'],
      ['#v1&lesson=cancel&step=2', '.question'],
      ['#v1&lesson=cancel&step=7', '.conditions'],
    ];
    for (const [address, selector] of places) {
      await site.goto(address, selector);
      if (selector === '.question') {
        await site.page.locator('.choice').first().click();
        await site.page.waitForSelector('.choice.wrong, .choice.right');
      }
      expect(await axeFindings(site.page), address).toEqual([]);
      const wider = await site.page.evaluate(() => {
        const learn = document.getElementById('learn')!;
        return [document.documentElement, learn].filter((one) => one.scrollWidth > one.clientWidth + 1)
          .length;
      });
      expect(wider, address).toBe(0);
    }
  });
});

describe('who looks into the scenario’s text on the way', () => {
  const step = '#v1&s=lessons/handshake&lesson=handshake&step=2';

  it('finds the lesson where it stood when the text is closed, and was told nothing before', async () => {
    await site.goto(step, '.question');
    // The address is written anew once, with a mark of the run.
    await site.page.waitForFunction(() => location.hash.includes('&h='));
    const [before, where] = [await title(), await hash()];
    const shown = await site.page.locator('.arrow:not(.asked)').count();
    await site.page.focus('#ladder');
    await site.page.keyboard.press('i');
    await site.page.waitForSelector('.cm-content');
    await expect.poll(() => site.page.isVisible('.learn')).toBe(false);
    expect(await site.page.textContent('.editor-foot')).toContain('The lesson waits');
    expect(await site.page.locator('.arrow:not(.asked)').count()).toBe(shown);
    expect(await asking()).toBe(1);
    await expect.poll(hash).toContain('&edit=1');
    const both = await hash();
    await site.page.click('[aria-label="Close the editor"]');
    await expect.poll(() => site.page.isVisible('.question')).toBe(true);
    expect(await title()).toBe(before);
    await expect.poll(hash).toBe(where);
    // The address of both opens both.
    await site.goto(both, '.cm-content');
    await expect.poll(() => site.page.locator('.arrow:not(.asked)').count()).toBe(shown);
    await site.page.click('.learn-button');
    await expect.poll(() => site.page.isVisible('.question')).toBe(true);
    expect(await site.page.isVisible('.editor')).toBe(false);
  });

  it('who changes the text sees what comes of it, and then the lesson’s own run again', async () => {
    await site.goto(`${step}&edit=1`, '.cm-content');
    const shown = await site.page.locator('.arrow:not(.asked)').count();
    await site.page.click('.cm-line:has-text("title:")');
    await site.page.keyboard.press('End');
    await site.page.keyboard.press('ArrowLeft');
    await site.page.keyboard.insertText(' <b id=planted>changed</b>');
    await site.page.waitForSelector('.runs');
    await expect.poll(() => site.page.locator('.arrow:not(.asked)').count()).toBeGreaterThan(shown);
    await site.page.click('[aria-label="Close the editor"]');
    await site.page.waitForSelector('.question:visible');
    await expect.poll(() => site.page.locator('.arrow:not(.asked)').count()).toBe(shown);
    expect(await site.page.textContent('.learn')).not.toContain('planted');
    expect(await site.page.locator('#planted').count()).toBe(0);
  });
});
