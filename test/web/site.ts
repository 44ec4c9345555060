import type { Page } from 'playwright-core';
import { type ServedPage, servePage } from '../../ui/cli/serve/serve-page.ts';
import { type Browser, type BrowserOptions, startChromium } from '../support/chromium.ts';

/** The page as its users have it: built, served by the program, in a real browser. */
export interface Site {
  readonly url: string;
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
  /** Opens an address of the page, such as `#v1&s=lost-200-ok`, anew, and waits until its ladder stands. */
  open(fragment: string): Promise<void>;
  /** The same for an address that shows something else than the ladder: waits for what the selector finds. */
  goto(fragment: string, selector: string): Promise<void>;
  close(): Promise<void>;
}

export async function openSite(options: BrowserOptions = {}): Promise<Site> {
  const served: ServedPage = await servePage({ port: 0, host: '127.0.0.1' });
  const browser: Browser = await startChromium(options);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(served.url) && !/^(?:data|blob):/.test(request.url()))
      complaints.push(`asked for ${request.url()}`);
  });
  const goto = async (fragment: string, selector: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(served.url + fragment);
    await page.waitForSelector(selector);
  };
  return {
    url: served.url,
    page,
    complaints,
    open: (fragment) => goto(fragment, '.arrow'),
    goto,
    async close() {
      await browser.close();
      await served.close();
    },
  };
}
