import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { install, installing } from './install.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const packages = ['chromium', 'fonts-liberation'];

/** A real Chromium with a profile of its own, gone when it is closed. */
export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** What a reader has allowed, such as `clipboard-read`. */
  readonly permissions?: readonly string[];
}

/** A test's own limit comes first: what is slow is no failure, what never comes is. */
const patienceMs = 100_000;

/** Starts it. `CHROME` says which; else an installed one; else, as root on Debian, it is installed. */
export async function startChromium({
  width = 1680,
  height = 1050,
  dark = false,
  permissions = [],
}: BrowserOptions = {}): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'siplab-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: true,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    permissions: [...permissions],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  context.setDefaultTimeout(patienceMs);
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

function chromiumPath(): string {
  const asked = process.env.CHROME;
  if (asked !== undefined && asked !== '') return asked;
  const found = installed();
  if (found !== undefined) return found;
  install(...packages);
  const fresh = installed();
  if (fresh !== undefined) return fresh;
  throw new Error(
    `the browser tests need Chromium or Chrome; install it: sudo sh -c '${installing(...packages)}', or set CHROME to its path`,
  );
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere];
  return paths.find((path) => existsSync(path));
}
