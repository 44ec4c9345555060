import { describe, expect, it } from 'vitest';
import { openAddress } from '../../ui/web/state/address.ts';
import { copiedLink } from './copied-link.ts';
import { dropFile } from './drop-file.ts';
import { type Site, useSite } from './site.ts';

// A text that stands in the editor and is no run yet is part of what the page shows: it is in the address, and there again when that is opened.

const options = { permissions: ['clipboard-read', 'clipboard-write'] };
const [site, other] = [useSite(options), useSite(options)];

const written = ({ page }: Site) =>
  page.evaluate(() => [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));
const mistakes = ({ page }: Site) => page.locator('.mistakes li').allTextContents();
const hash = ({ page }: Site) => page.evaluate(() => location.hash);
/** The text in the address of a page, however it is written. */
const draft = async (where: Site) => (await openAddress(await hash(where))).state.draft?.text;
const fingerprint = ({ page }: Site) => page.textContent('.fingerprint .mono');

/** Opens the editor, and writes a line with a mistake at the head of the text. */
async function mistyped(where: Site): Promise<void> {
  await where.page.click('text=Edit scenario');
  await where.page.waitForSelector('.cm-line');
  await where.page.focus('.cm-content');
  await where.page.keyboard.press('Control+Home');
  await where.page.keyboard.type('tilte: Mistyped\n');
  await where.page.waitForSelector('.mistakes li');
}

describe('a text with mistakes', () => {
  it('is in a copied link, and runs where it is opened once it is mended', async () => {
    await site.open('#v1&s=lessons/handshake');
    const before = await fingerprint(site);
    await mistyped(site);
    const link = await copiedLink(site);
    await other.goto(link, '.mistakes li');
    expect(await mistakes(other)).toEqual(await mistakes(site));
    expect(await written(other)).toBe(await written(site));
    expect((await written(other)).split('\n')[0]).toBe('tilte: Mistyped');
    expect(await fingerprint(other)).toBe(before);
    expect(await other.page.textContent('.editor-status')).toContain('the run is as it was');
    expect(await copiedLink(other)).toBe(link);
    await other.page.focus('.cm-content');
    await other.page.keyboard.press('Control+Home');
    await other.page.keyboard.press('Shift+End');
    await other.page.keyboard.type('# mended');
    await expect.poll(() => mistakes(other)).toEqual([]);
    await expect.poll(() => other.page.textContent('.editor-status')).toBe('Run B shows it');
    await expect.poll(() => draft(other)).toBeUndefined();
    expect([...site.complaints, ...other.complaints]).toEqual([]);
  });

  it('is in the address while the editor is closed, and stands there when it is opened', async () => {
    await site.open('#v1&s=lessons/handshake&draft=:tilte: Mistyped%0A');
    expect(await site.page.isVisible('.cm-content')).toBe(false);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('ArrowDown');
    await expect.poll(() => hash(site)).toContain('&sel=');
    expect(await draft(site)).toBe('tilte: Mistyped\n');
    await site.page.click('text=Edit scenario');
    await site.page.waitForSelector('.mistakes li');
    expect(await written(site)).toBe('tilte: Mistyped\n');
    await site.page.click('.editor-head >> text=Revert');
    await expect.poll(() => site.page.textContent('.editor-status')).toContain('as it was opened');
    await expect.poll(() => draft(site)).toBeUndefined();
    expect(site.complaints).toEqual([]);
  });

  it('goes with its scenario, and is there again with it', async () => {
    await site.open('#v1&s=lessons/handshake');
    await mistyped(site);
    await expect.poll(() => draft(site)).toMatch(/^tilte: Mistyped\n/);
    const choose = async (name: string): Promise<void> => {
      await site.page.selectOption('.top select', name);
      const scenario = async () => (await openAddress(await hash(site))).state.scenario;
      await expect.poll(scenario).toBe(name);
      await site.atRest();
    };
    await choose('lost-200-ok');
    await expect.poll(() => draft(site)).toBeUndefined();
    expect(await mistakes(site)).toEqual([]);
    await choose('lessons/handshake');
    await expect.poll(() => draft(site)).toMatch(/^tilte: Mistyped\n/);
    await expect.poll(() => mistakes(site)).not.toEqual([]);
    expect(site.complaints).toEqual([]);
  });

  it('is left where it was in the history: who goes back takes a text back that has run, and goes forward to it', async () => {
    await site.open('#v1&s=lessons/handshake&edit=1');
    await site.page.waitForSelector('.cm-line');
    const own = await written(site);
    const before = await fingerprint(site);
    await site.page.focus('.cm-content');
    await site.page.keyboard.press('Control+Home');
    await site.page.keyboard.type('# mine\n');
    const edits = async () => (await openAddress(await hash(site))).state.edits.map(({ deed }) => deed);
    await expect.poll(edits).toEqual(['text']);
    await site.page.keyboard.type('tilte: Mistyped\n');
    await expect.poll(() => draft(site)).toMatch(/^# mine\ntilte: Mistyped\n/);
    await site.page.goBack();
    await expect.poll(() => written(site)).toBe(own);
    await site.atRest();
    expect([await edits(), await draft(site)]).toEqual([[], undefined]);
    expect(await fingerprint(site)).toBe(before);
    await site.page.goForward();
    await expect.poll(() => mistakes(site)).not.toEqual([]);
    expect((await written(site)).split('\n').slice(0, 2)).toEqual(['# mine', 'tilte: Mistyped']);
    expect(await edits()).toEqual(['text']);
    expect(site.complaints).toEqual([]);
  });

  it('is not that of a scenario which is chosen before the editor was opened', async () => {
    await site.open('#v1&s=lessons/handshake&draft=:tilte: Mistyped');
    await site.page.selectOption('.top select', 'lost-200-ok');
    await site.atRest();
    await expect.poll(() => draft(site)).toBeUndefined();
    await site.page.click('text=Edit scenario');
    await site.page.waitForSelector('.cm-line');
    expect(await written(site)).toContain('title: A lost 200 OK');
    expect(await mistakes(site)).toEqual([]);
  });

  it('follows an address that is changed by hand', async () => {
    await site.open('#v1&s=lessons/handshake&edit=1');
    await site.page.waitForSelector('.cm-line');
    const own = await written(site);
    await site.page.evaluate(() => {
      location.hash = '#v1&s=lessons/handshake&edit=1&draft=:tilte: Mistyped';
    });
    await site.page.waitForSelector('.mistakes li');
    expect(await written(site)).toBe('tilte: Mistyped');
    await site.page.evaluate(() => {
      location.hash = '#v1&s=lessons/handshake&edit=1';
    });
    await expect.poll(() => mistakes(site)).toEqual([]);
    expect(await written(site)).toBe(own);
    expect(site.complaints).toEqual([]);
  });

  it('is in the address with its name where it was opened from a file, and so is the run that stayed', async () => {
    await site.open('#v1&s=lessons/handshake');
    await dropFile(site.page, 'größer.yaml', 'title: Larger\ntimelime: []\n');
    await site.page.waitForSelector('.mistakes li');
    await site.page.click('#toast [aria-label="Dismiss"]');
    await site.page.focus('.cm-content');
    await site.page.keyboard.press('Control+End');
    await site.page.keyboard.type('# and more');
    await expect.poll(() => draft(site)).toMatch(/# and more$/);
    const link = await copiedLink(site);
    expect(link).toContain('s=lessons/handshake&edit=1&draft=');
    await other.goto(link, '.mistakes li');
    expect(await other.page.textContent('.editor-head h2')).toContain('größer.yaml');
    expect(await written(other)).toBe('title: Larger\ntimelime: []\n# and more');
    expect(await mistakes(other)).toEqual(await mistakes(site));
    expect(await fingerprint(other)).toBe(await fingerprint(site));
    expect([...site.complaints, ...other.complaints]).toEqual([]);
  });
});
