import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandGroups } from '../../ui/web/commands/all.ts';
import { isCharacter, keyOf } from '../../ui/web/commands/command.ts';
import { axeFindings } from './axe.ts';
import { useSite } from './site.ts';

// Every key of the ladder, in a real browser.

const site = useSite();

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await site.page.keyboard.press(key);
};
const focusLadder = () => site.page.focus('#ladder');
const head = () => site.page.textContent('.inspector-head h2');
const keyShown = () => site.page.textContent('.inspector-head .key');
const event = async () =>
  Number(/event (\d+) of/.exec((await site.page.getAttribute('#scrub', 'aria-valuetext')) ?? '')?.[1]);
const clock = () => site.page.textContent('.clock b');
/** Speaking waits its second. */
const said = (text: string) =>
  site.page.waitForSelector(`#said span:text-is("${text}")`, { state: 'attached' });
const scrolled = () => site.page.evaluate(() => document.getElementById('ladder')?.scrollTop ?? 0);
const focused = () =>
  site.page.evaluate(() => {
    const panes = ['top', 'rail', 'tool-bar', 'ladder', 'inspector', 'foot'];
    return panes.find((name) =>
      document.querySelector(`#${name}, .${name}`)?.contains(document.activeElement),
    );
  });

describe('the name of a key', () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
    ...{ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
    ...held,
  });

  it('has what is held with it, letters in one case, signs as they are', () => {
    expect(keyOf(press('d'))).toBe('d');
    expect(keyOf(press('D'))).toBe('d');
    expect(keyOf(press('N', { shiftKey: true }))).toBe('Shift+N');
    expect(keyOf(press('?', { shiftKey: true }))).toBe('?');
    expect(keyOf(press('l', { ctrlKey: true, shiftKey: true }))).toBe('Control+Shift+L');
    expect(keyOf(press('k', { metaKey: true }))).toBe('Control+K');
    expect(keyOf(press('ArrowDown', { shiftKey: true }))).toBe('Shift+ArrowDown');
  });

  it('is no command’s twice, and each command that has a key says so', () => {
    const commands = commandGroups.flatMap((group) => group.commands);
    const keys = commands.flatMap((command) => command.keys);
    expect(keys).toEqual([...new Set(keys)]);
    for (const { keys: own, shown, does } of commands) {
      expect(shown === '').toBe(own.length === 0);
      expect(does).not.toBe('');
    }
  });

  it('tells what may be said by accident from what is meant', () => {
    expect(['a', 'Z', '1', '?', '/'].every((key) => isCharacter(press(key)))).toBe(true);
    fc.assert(
      fc.property(fc.constantFrom(' ', 'Enter', 'ArrowUp', 'F6', 'PageDown'), (key) => {
        expect(isCharacter(press(key))).toBe(false);
      }),
    );
    expect(isCharacter(press('z', { ctrlKey: true }))).toBe(false);
  });
});

describe('moving in time', () => {
  it('goes to the next and the last event, message, timer, state and trouble', async () => {
    await site.open('#v1&s=lost-200-ok&t=0');
    await focusLadder();
    await press('.', '.');
    const second = await event();
    await press(',');
    expect(await event()).toBe(second - 1);
    await press('ArrowRight');
    expect(await event()).toBe(second);

    await press('n');
    expect(await head()).toContain('200 OK');
    expect(await site.page.textContent('.inspector-head .tags')).toContain('lost');
    const lostAt = await clock();
    await press('t');
    expect(await head()).toContain('Timer');
    expect(await site.page.textContent('.inspector-head .tags')).toContain('timer fired');
    const firedAt = await clock();
    expect(firedAt).not.toBe(lostAt);
    await press('t', 'Shift+T');
    expect(await clock()).toBe(firedAt);
    await press('e');
    expect(await site.page.textContent('.inspector-head dl')).toContain('Sent');
    await press('y');
    expect(await site.page.textContent('.inspector-head .tags')).toBe('state');
    await press('Shift+N');
    expect(await clock()).toBe(lostAt);
    const before = await event();
    await press('Shift+N');
    expect(await event()).toBe(before);
    await said('No further loss, fault or violation.');
  });

  it('begins anew where the playhead stands at the end, as it does when a run is opened', async () => {
    await site.open('#v1&s=lost-200-ok');
    await focusLadder();
    await press('n');
    expect(await site.page.textContent('.inspector-head .tags')).toContain('lost');
    await site.open('#v1&s=figure-1');
    await site.page.click('[aria-label="Next loss, fault or violation"]');
    await said('No further loss, fault or violation.');
    expect(await site.page.locator('.inspector-head').count()).toBe(0);
  });

  it('tells who would measure from nothing what to do', async () => {
    await site.open('#v1&s=lost-200-ok');
    await focusLadder();
    await press('m');
    await site.page.waitForSelector('.toast:has-text("Select a message")');
  });

  it('goes to what breaks a requirement', async () => {
    await site.open('#v1&s=negative/receiver/pra-inv-01&t=0');
    await focusLadder();
    await press('n');
    expect(await site.page.locator('.inspector .tag.bad').count()).toBeGreaterThan(0);
  });

  it('steps by the menu beside the buttons', async () => {
    await site.open('#v1&s=lost-200-ok&t=0');
    await site.page.click('.step-menu summary');
    await site.page.click('.step-menu button:has-text("Next timer")');
    expect(await site.page.textContent('.inspector-head .tags')).toContain('timer fired');
    expect(await site.page.locator('.step-menu[open]').count()).toBe(0);
  });

  it('changes the speed', async () => {
    await site.open('#v1&s=figure-1');
    const speed = () => site.page.inputValue('.speed select');
    await focusLadder();
    const was = Number(await speed());
    await press(']');
    expect(Number(await speed())).toBe(2 * was);
    await press('[', '[');
    expect(Number(await speed())).toBe(was / 2);
  });
});

describe('moving among messages', () => {
  it('walks one by one, ten by ten, to both ends', async () => {
    await site.open('#v1&s=figure-1');
    await focusLadder();
    const number = async () => Number((await site.page.textContent('.inspector-head h2 .mono'))?.slice(1));
    await press('Home');
    expect(await number()).toBe(1);
    await press('ArrowDown', 'ArrowDown');
    expect(await number()).toBe(3);
    await press('ArrowUp');
    expect(await number()).toBe(2);
    await press('PageDown');
    expect(await number()).toBe(12);
    await press('PageUp');
    expect(await number()).toBe(2);
    await press('End');
    expect(await number()).toBe(18);
    await press('ArrowDown');
    expect(await number()).toBe(18);
  });

  it('stays between two hosts, goes to what brought about, and to what followed', async () => {
    await site.open('#v1&s=figure-1&sel=core>bob/sender.1/INVITE/1/0');
    await focusLadder();
    await press('Shift+ArrowDown');
    expect(await keyShown()).toBe('bob>core/sender.1/200 INVITE/1/0');
    await press('Shift+ArrowUp');
    expect(await keyShown()).toBe('core>bob/sender.1/INVITE/1/0');
    await press('Control+ArrowLeft');
    expect(await keyShown()).toBe('sender>core/sender.1/INVITE/1/0');
    await press('Control+ArrowLeft');
    await said('Nothing in the run brought it about: the scenario did.');
    await press('Control+ArrowRight');
    expect(await keyShown()).toBe('core>sender/sender.1/100 INVITE/1/0');
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    await focusLadder();
    await press('Control+ArrowLeft');
    expect(await head()).toContain('Timer A');
    await press('Control+ArrowRight');
    expect(await keyShown()).toBe('core>bob/sender.1/INVITE/1/1');
  });

  it('goes to the inspector and back, and lets go', async () => {
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    await focusLadder();
    await press('Enter');
    expect(await focused()).toBe('inspector');
    await press('Escape');
    expect(await focused()).toBe('ladder');
    await press('Escape');
    expect(await site.page.locator('.inspector-head').count()).toBe(0);
  });

  it('comes back from the filter to the message that was selected: what the filter answers is no command', async () => {
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    for (const key of ['Enter', 'Escape']) {
      await focusLadder();
      await press('/', 'x', key);
      expect(await focused()).toBe('ladder');
      expect(await keyShown()).toBe('core>bob/sender.1/INVITE/1/1');
    }
    expect(await site.page.inputValue('#filter')).toBe('');
  });

  it('measures from a message to the next ones, until it is let go', async () => {
    await site.open('#v1&s=lost-200-ok');
    await focusLadder();
    await press('Home', 'm', 'ArrowDown');
    await site.page.waitForFunction(() => document.querySelector('.measure-text')?.textContent === 'Δ 20 ms');
    await press('Escape', 'ArrowDown');
    await site.atRest();
    expect(await site.page.locator('.measure-text').count()).toBe(0);
  });

  it('drops, delays, duplicates, and takes it back', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await focusLadder();
    for (const [key, title] of [
      ['d', 'Drop 200 INVITE'],
      ['l', 'Delay 200 INVITE'],
      ['u', 'Duplicate 200 INVITE'],
    ] as const) {
      await press(key);
      await site.page.waitForSelector(`.rail .fault:has-text("${title}")`);
      await press('Control+z');
      await site.page.waitForSelector(`.rail .fault:has-text("${title}")`, { state: 'detached' });
    }
  });
});

describe('looking', () => {
  it('pans by where the keys lie, and D only where nothing is selected', async () => {
    await site.open('#v1&s=figure-1');
    await focusLadder();
    await press('+', '+', '+', '+', '+', '+', 's', 's');
    expect(await scrolled()).toBe(240);
    await press('w');
    expect(await scrolled()).toBe(120);
    await press('d', 'a');
    expect(await site.page.locator('.rail .fault').count()).toBe(0);
  });

  it('zooms, fits, and goes closer to what is selected', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await focusLadder();
    const between = () =>
      site.page.evaluate(() => {
        const box = document.querySelector('.arrow.selected')?.getBoundingClientRect();
        const room = document.getElementById('ladder')?.getBoundingClientRect();
        return [box?.height ?? 0, ((box?.top ?? 0) - (room?.top ?? 0)) / (room?.height ?? 1)] as const;
      });
    const [was] = await between();
    await press('f');
    await site.page.waitForFunction(
      (height) =>
        (document.querySelector('.arrow.selected')?.getBoundingClientRect().height ?? 0) > height * 1.3,
      was,
    );
    // In the middle, or nearly.
    await expect.poll(async () => Math.abs((await between())[1] - 0.5)).toBeLessThan(0.2);
    await press('0');
    await site.page.waitForFunction(() => {
      const ladder = document.getElementById('ladder');
      return ladder !== null && ladder.scrollHeight <= ladder.clientHeight + 2;
    });
  });

  it('has an axis for each digit', async () => {
    const axis = () => site.page.textContent('.tool-bar [aria-label="Time axis"] [aria-pressed="true"]');
    const found: (string | null)[] = [];
    await site.open('#v1&s=figure-1');
    await focusLadder();
    for (const key of ['1', '2', '3', '4']) {
      await press(key);
      found.push(await axis());
    }
    expect(found).toEqual(['Linear', 'Compressed', 'Step', 'Events']);
  });
});

describe('the page by keys', () => {
  it('goes round its parts by F6, both ways', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await focusLadder();
    const round: (string | undefined)[] = [];
    for (let at = 0; at < 6; at++) {
      await press('F6');
      round.push(await focused());
    }
    expect(round).toEqual(['inspector', 'foot', 'top', 'rail', 'tool-bar', 'ladder']);
    await press('Shift+F6');
    expect(await focused()).toBe('tool-bar');
  });

  it('finds commands and scenarios by their names', async () => {
    await site.open('#v1&s=figure-1');
    await focusLadder();
    await press('Control+k');
    await site.page.waitForSelector('#palette[open] [role="option"]');
    expect(await axeFindings(site.page)).toEqual([]);
    await site.page.keyboard.type('open lost 200');
    await press('Enter');
    await site.page.waitForFunction(() => document.title.includes('A lost 200 OK'));
    expect(await focused()).toBe('ladder');
    await press('Control+k');
    await site.page.keyboard.type('time axis step');
    await press('Enter');
    await site.page.waitForFunction(() => location.hash.includes('ax=s'));
    await press('Control+k');
    await site.page.keyboard.type('no such thing');
    await site.page.waitForSelector('.palette-none:has-text("Nothing")');
    await press('Escape');
    expect(await site.page.locator('#palette[open]').count()).toBe(0);
  });

  it('says in the help what every key does', async () => {
    await site.open('#v1&s=figure-1');
    await focusLadder();
    await press('?');
    await site.page.waitForSelector('#help[open] kbd');
    const shown = await site.page.locator('#help kbd').allTextContents();
    const keyed = commandGroups.flatMap(({ commands }) => commands.filter(({ keys }) => keys.length > 0));
    expect(shown).toEqual(keyed.map((command) => command.shown));
    expect(await axeFindings(site.page)).toEqual([]);
    await press('Escape');
    expect(await site.page.locator('#help[open]').count()).toBe(0);
    expect(await focused()).toBe('ladder');
    expect(site.complaints).toEqual([]);
  });

  it('lets single characters be switched off for good, and on again', async () => {
    const axis = () => site.page.textContent('.tool-bar [aria-label="Time axis"] [aria-pressed="true"]');
    await site.open('#v1&s=figure-1');
    await site.page.click('[aria-label="Keys and help"]');
    await site.page.click('#help [role="switch"]');
    await press('Escape');
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await focusLadder();
    await press('d', '1', '?', 'v');
    // A key that is none would have been heard before this one.
    await press('ArrowDown');
    expect(await keyShown()).not.toBe('bob>core/sender.1/200 INVITE/1/0');
    expect(await site.page.locator('.rail .fault').count()).toBe(0);
    expect(await site.page.locator('#help[open]').count()).toBe(0);
    expect(await site.page.getAttribute('.app', 'data-view')).toBe('ladder');
    expect(await axis()).toBe('Compressed');
    await press('Control+k');
    await site.page.keyboard.type('single characters');
    await press('Enter', '1');
    expect(await axis()).toBe('Linear');
    expect(site.complaints).toEqual([]);
  });
});
