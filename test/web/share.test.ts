import { describe, expect, it } from 'vitest';
import { copiedLink } from './copied-link.ts';
import { type Site, useSite } from './site.ts';

// A link carries everything: the same page opens in another browser.

const site = useSite({ permissions: ['clipboard-read', 'clipboard-write'] });
const other = useSite();

const fingerprint = (of: Site) => of.page.textContent('.fingerprint .mono');
const toast = (of: Site) => of.page.textContent('#toast span');
const text = (of: Site) =>
  of.page.evaluate(() =>
    [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'),
  );

async function drop(of: Site, name: string, content: string): Promise<void> {
  await of.page.evaluate(
    ([file, inside]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([inside!], file!));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, content],
  );
}

describe('a copied link', () => {
  it('opens an edited text with its fingerprint, before the address bar has come to rest', async () => {
    await site.open('#v1&s=lost-200-ok');
    const baseline = await fingerprint(site);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('i');
    await site.page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await site.page.waitForSelector('.cm-line:has-text("title:")');
    await site.page.keyboard.press('Control+End');
    await site.page.keyboard.insertText('until: 90s\n');
    await site.page.waitForSelector('.runs');
    await site.atRest();
    const changed = await fingerprint(site);
    expect(changed).not.toBe(baseline);
    const link = await copiedLink(site);
    expect(link).toMatch(/^#v1&z=/);
    await other.goto(link, '.runs');
    expect(await fingerprint(other)).toBe(changed);
    await other.page.waitForSelector('.cm-line');
    expect(await text(other)).toBe(await text(site));
    expect(await other.page.textContent('#toast')).toBe('');
    expect([...site.complaints, ...other.complaints]).toEqual([]);
  });

  it('opens a scenario of one’s own, short and readable where it is short', async () => {
    await site.open('');
    const scenario = `title: Mine
core: { kind: sip }
agents: { bob: { role: push-receiver, uri: 'sip:bob@example.com' } }
timeline: [{ at: 0s, do: register, by: bob }]
`;
    await drop(site, 'mine.yaml', scenario);
    await site.page.waitForFunction(() => document.title.startsWith('Mine'));
    await site.atRest();
    const link = await copiedLink(site);
    expect(link).toMatch(/^#v1&s=own&own=mine.yaml&yaml=title:%20Mine/);
    await other.open(link);
    expect(await other.page.title()).toContain('Mine');
    expect(await fingerprint(other)).toBe(await fingerprint(site));
    await site.page.waitForFunction(() => location.hash.includes('own=mine.yaml'));
    await site.page.reload();
    await site.page.waitForFunction(() => document.title.startsWith('Mine'));
  });

  it('can’t carry a text that is too long: a file is offered, and this browser keeps it', async () => {
    await site.open('');
    const noise = Array.from({ length: 9_000 }, (_, at) =>
      ((at * 7919 * (at + 13)) % 9973).toString(36),
    ).join('');
    const scenario = `title: Long
description: ${noise}
core: { kind: sip }
agents: { bob: { role: push-receiver, uri: 'sip:bob@example.com' } }
timeline: [{ at: 0s, do: register, by: bob }]
`;
    await drop(site, 'long.yaml', scenario);
    await site.page.waitForFunction(() => document.title.startsWith('Long'));
    await site.page.waitForFunction(() => location.hash.includes('file=long.yaml'));
    await site.page.keyboard.press('Control+Shift+L');
    await site.page.waitForSelector('#toast .toast-action');
    expect(await toast(site)).toContain('too long for a link');
    const saved = site.page.waitForEvent('download');
    await site.page.click('#toast .toast-action');
    expect((await saved).suggestedFilename()).toBe('long.yaml');
    const link = await site.page.evaluate(() => location.hash);
    await other.open(link);
    expect(await toast(other)).toContain('is in a file, long.yaml');
    await site.page.reload();
    await site.page.waitForFunction(() => document.title.startsWith('Long'));
  });
});

describe('an address that was made elsewhere', () => {
  it('says with what engine, and from where on the trace differs, and opens all the same', async () => {
    await site.open('#v1&s=figure-1');
    await site.page.waitForFunction(() => /&h=[\da-f]{8}\.\d+\.[\da-f]{16}/.test(location.hash));
    const hash = await site.page.evaluate(() => location.hash);
    await site.open(hash);
    expect(await site.page.textContent('#toast')).toBe('');
    const [, own, records, eighths] = /&h=([\da-f]{8})\.(\d+)\.([\da-f]{16})/.exec(hash)!;
    const elsewhere = `${eighths!.slice(0, 8)}${[...eighths!.slice(8)].map((digit) => (15 - Number.parseInt(digit, 16)).toString(16)).join('')}`;
    const changed = hash
      .replace(`${own}.${records}.${eighths}`, `00000000.${records}.${elsewhere}`)
      .replace(/eng=[^&]*/, 'eng=9.9.9');
    await site.open(changed);
    await site.page.waitForSelector('#toast span');
    expect(await toast(site)).toMatch(
      /^Made with engine 9\.9\.9; the trace differs from between event \d+ and event \d+ on\.$/,
    );
    expect(await site.page.locator('.arrow').count()).toBeGreaterThan(10);
  });

  it('is opened as far as it is understood', async () => {
    await site.open('#v1&s=lost-200-ok&zoom=9&z=AAAA&t=soon');
    await site.page.waitForSelector('#toast span');
    expect(await toast(site)).toMatch(/^Not understood: .*zoom=9.*t=soon.* The rest was opened\.$/);
    expect(await site.page.title()).toContain('A lost 200 OK');
  });
});
