import type { Site } from './site.ts';

/** Copies the link to what the page shows, by its keys, and puts away what is told of that; the part of it that tells the page. */
export async function copiedLink({ page }: Pick<Site, 'page'>): Promise<string> {
  await page.keyboard.press('Control+Shift+L');
  await page.waitForSelector('#toast span');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.click('#toast [aria-label="Dismiss"]');
  return link.slice(link.indexOf('#'));
}
