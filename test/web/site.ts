import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type ServedPage, servePage } from '../../ui/cli/serve/serve-page.ts';
import { type Browser, type BrowserOptions, startChromium } from '../support/chromium.ts';
import { atRest } from './at-rest.ts';

/** The page as its users have it: built, served by the program, in a real browser. */
export interface Site {
  readonly url: string;
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
  /** Opens an address of the page, such as `#v1&s=lost-200-ok`, anew, and waits until its ladder stands and the page has come to rest. */
  open(fragment: string): Promise<void>;
  /** The same for an address that shows something else than the ladder: waits for what the selector finds. */
  goto(fragment: string, selector: string): Promise<void>;
  /** Until no run is under way, nothing more comes by itself, what there is has been drawn, and nothing glides. */
  atRest(): Promise<void>;
}

export interface OwnSite extends Site {
  close(): Promise<void>;
}

/**
 * For the tests of a file or of a `describe`: one server and one Chromium for all of them, and for each test, and each time that it is
 * tried, a tab of its own with nothing open, where nothing is kept of what others did. So each runs by itself, in any order, and again.
 */
export function useSite(options: BrowserOptions = {}): Site {
  let [served, browser, now]: [ServedPage?, Browser?, Site?] = [];
  const here = (): Site => {
    if (now === undefined) throw new Error('a test has the site, nobody else');
    return now;
  };
  beforeAll(async () => {
    served = await serve();
    browser = await startChromium(options);
  });
  beforeEach(async () => {
    const { context } = browser!;
    const before = context.pages();
    now = await siteIn(await context.newPage(), served!);
    for (const page of before) await page.close();
    await context.unrouteAll();
    await forget(now);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  return {
    get url() {
      return here().url;
    },
    get page() {
      return here().page;
    },
    get complaints() {
      return here().complaints;
    },
    open: (fragment) => here().open(fragment),
    goto: (fragment, selector) => here().goto(fragment, selector),
    atRest: () => here().atRest(),
  };
}

/** What the page keeps in the browser. */
async function forget({ page, url }: Site): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(url);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage' });
  await session.detach();
}

/** One for whoever closes it; what is done in it stays. */
export async function openSite(options: BrowserOptions = {}): Promise<OwnSite> {
  const served = await serve();
  const browser = await startChromium(options);
  const { context } = browser;
  const site = await siteIn(context.pages()[0] ?? (await context.newPage()), served);
  return {
    ...site,
    async close() {
      await browser.close();
      await served.close();
    },
  };
}

function serve(): Promise<ServedPage> {
  return servePage({ port: 0, host: '127.0.0.1' });
}

async function siteIn(page: Page, { url }: ServedPage): Promise<Site> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(?:data|blob):/.test(request.url()))
      complaints.push(`asked for ${request.url()}`);
  });
  await slowDown(page);
  const goto = async (fragment: string, selector: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(url + fragment);
    await page.waitForSelector(selector);
    await atRest(page);
  };
  return {
    url,
    page,
    complaints,
    open: (fragment) => goto(fragment, '.arrow'),
    goto,
    atRest: () => atRest(page),
  };
}

/** `SLOW=6` makes the page take six times as long for all that it does, to find out what leans on its being fast. */
async function slowDown(page: Page): Promise<void> {
  const rate = Number(process.env.SLOW ?? 1);
  if (!(rate > 1)) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}
