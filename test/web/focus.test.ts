import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSite, type Site } from './site.ts';

// Where the focus is can be seen, of everything that can have it: the points around it are others than without it (T17, WCAG 2.4.7 and 2.4.13).

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Of the playhead, which is as wide as the page, the handle alone is ringed. */
const leastOfHandle = 40;
const mostPresses = 400;

interface Place {
  /** What it is, without which of them: one button of a kind is looked at. */
  readonly kind: string;
  /** So many points, at the least, are of a colour that stands out by 3:1: half of what lies around it. */
  readonly least: number;
  readonly clip: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** What has the focus, and the part of the window around it; undefined once Tab has left the page. */
function focused(): Promise<Place | undefined> {
  return site.page.evaluate((leastOfHandle) => {
    const at = document.activeElement;
    if (at === null || at === document.body) return undefined;
    const named = (one: Element | null): string =>
      one === null ? '' : `${one.tagName.toLowerCase()}#${one.id}.${one.getAttribute('class') ?? ''}`;
    const states = ['aria-pressed', 'aria-selected', 'aria-current', 'type', 'role'].map((name) =>
      at.getAttribute(name),
    );
    const { left, top, right, bottom } = at.getBoundingClientRect();
    const [x, y] = [Math.max(0, left - 8), Math.max(0, top - 8)];
    const clip = {
      x,
      y,
      width: Math.max(1, Math.min(innerWidth, right + 40) - x),
      height: Math.max(1, Math.min(innerHeight, bottom + 8) - y),
    };
    const seen = {
      width: Math.min(innerWidth, right) - Math.max(0, left),
      height: Math.min(innerHeight, bottom) - Math.max(0, top),
    };
    const least = at.matches('#scrub') ? leastOfHandle : seen.width + seen.height;
    return { kind: [named(at), named(at.parentElement), ...states].join(' '), least, clip };
  }, leastOfHandle);
}

/** How many points stand out by the focus. */
async function pointsOf({ clip }: Place): Promise<number> {
  const take = () => site.page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  const on = await take();
  await site.page.evaluate(() => {
    const at = document.activeElement as HTMLElement;
    Object.assign(globalThis, { left: at });
    at.blur();
  });
  const off = await take();
  await site.page.evaluate(() => (globalThis as unknown as { left: HTMLElement }).left.focus());
  const urls = [on, off].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return blank.evaluate(async (all) => {
    const [one, other] = await Promise.all(
      all.map(async (url) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        canvas.drawImage(bitmap, 0, 0);
        return canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
      }),
    );
    const part = (value: number): number => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    const light = (data: Uint8ClampedArray, at: number): number =>
      0.2126 * part(data[at]!) + 0.7152 * part(data[at + 1]!) + 0.0722 * part(data[at + 2]!);
    let points = 0;
    for (let at = 0; at < one!.length; at += 4) {
      const [a, b] = [light(one!, at), light(other!, at)];
      if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 3) points++;
    }
    return points;
  }, urls);
}

let blank: Site['page'];
beforeAll(async () => {
  blank = await site.page.context().newPage();
  await site.page.bringToFront();
});

/** Everything that Tab comes to from here on whose focus can't be seen. */
async function unseen(known: Set<string>): Promise<string[]> {
  const found: string[] = [];
  for (let presses = 0; presses < mostPresses; presses++) {
    const place = await focused();
    if (place === undefined) break;
    if (!known.has(place.kind)) {
      known.add(place.kind);
      const points = await pointsOf(place);
      if (points < place.least) found.push(`${place.kind}: ${points} of ${place.least}`);
    }
    await site.page.keyboard.press('Tab');
  }
  return found;
}

const again = 'sel=core>bob/sender.1/INVITE/1/1';
const lost = 'f=x:bob>core/200 INVITE/1';

describe.each(['light', 'dark'] as const)('in %s the focus can be seen', (colorScheme) => {
  /** What was seen on one of the pages is not looked at again on another. */
  const seen = new Set<string>();
  it.each([
    ['of the page, and of the text of a message', `#v1&s=lost-200-ok&${again}`, '.tabs', '#tab-raw', 40],
    ['of its fields', `#v1&s=lost-200-ok&${again}`, '.tabs', '#tab-fields', 1],
    ['of its machines', `#v1&s=lost-200-ok&${again}`, '.tabs', '#tab-state', 1],
    ['of two runs compared', `#v1&s=figure-1&${lost}&cmp=side`, '#pane-a .arrow', '', 5],
    ['of the statecharts', '#v1&s=lost-200-ok&view=charts', '.chart', '', 3],
    ['of the requirements', '#v1&s=lost-200-ok&view=matrix', '.matrix', '', 3],
    ['of a lesson', '#v1&lesson=handshake&step=2', '.question', '', 3],
    ['of the table', `#v1&s=lost-200-ok&table=1&${again}`, '.table-rows [role="row"]', '', 1],
  ] as const)('%s', async (_, address, selector, click, least) => {
    await site.page.emulateMedia({ colorScheme });
    await site.goto(address, selector);
    if (click !== '') await site.page.click(click);
    await site.page.focus('.skip');
    const known = new Set(seen);
    expect(await unseen(known)).toEqual([]);
    expect(known.size - seen.size).toBeGreaterThanOrEqual(least);
    for (const kind of known) seen.add(kind);
  });
});
