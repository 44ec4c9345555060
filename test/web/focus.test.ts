import { beforeEach, describe, expect, it } from 'vitest';
import { type Site, useSite } from './site.ts';

// Where the focus is can be seen, of everything that can have it: the points around it are others than without it (T17, WCAG 2.4.7 and 2.4.13).

const site = useSite();

/** Of the playhead, which is as wide as the page, the handle alone is ringed. */
const leastOfHandle = 40;
const mostPresses = 400;

interface Place {
  /** What it is, without which of them: one button of a kind is looked at. */
  readonly kind: string;
  /** Whether it is in the part of the page that is asked about. */
  readonly asked: boolean;
  /** So many points, at the least, are of a colour that stands out by 3:1: half of what lies around it. */
  readonly least: number;
  readonly clip: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** What has the focus, and the part of the window around it; undefined once Tab has left the page. */
function focused(part: string): Promise<Place | undefined> {
  return site.page.evaluate(
    ([part, leastOfHandle]) => {
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
      const kind = [named(at), named(at.parentElement), ...states].join(' ');
      return { kind, asked: at.closest(part) !== null, least, clip };
    },
    [part, leastOfHandle] as const,
  );
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
beforeEach(async () => {
  blank = await site.page.context().newPage();
  await site.page.bringToFront();
});

/** Everything that Tab comes to from here on whose focus can't be seen, and how many kinds of things it comes to in a part of the page. */
async function walked(part: string, seen: Set<string>): Promise<{ unseen: string[]; kinds: number }> {
  const unseen: string[] = [];
  const kinds = new Set<string>();
  for (let presses = 0; presses < mostPresses; presses++) {
    const place = await focused(part);
    if (place === undefined) break;
    if (place.asked) kinds.add(place.kind);
    if (!seen.has(place.kind)) {
      const points = await pointsOf(place);
      if (points >= place.least) seen.add(place.kind);
      else unseen.push(`${place.kind}: ${points} of ${place.least}`);
    }
    await site.page.keyboard.press('Tab');
  }
  return { unseen, kinds: kinds.size };
}

const again = 'sel=core>bob/sender.1/INVITE/1/1';
const lost = 'f=x:bob>core/200 INVITE/1';

describe.each(['light', 'dark'] as const)('in %s the focus can be seen', (colorScheme) => {
  /** What was seen on one of the pages is not looked at again on another. */
  const seen = new Set<string>();
  it.each([
    ['of the page, and of the text of a message', `#v1&s=lost-200-ok&${again}`, '.tabs', '.app', 40],
    ['of its fields', `#v1&s=lost-200-ok&${again}`, '#tab-fields', '#tab-panel', 1],
    ['of its machines', `#v1&s=lost-200-ok&${again}`, '#tab-state', '#tab-panel', 1],
    [
      'of two runs compared',
      `#v1&s=figure-1&${lost}&cmp=side`,
      '#pane-a .arrow',
      '.runs-room, #compare-bar, #second, #differences',
      5,
    ],
    ['of the statecharts', '#v1&s=lost-200-ok&view=charts', '.chart', '#view', 3],
    ['of the requirements', '#v1&s=lost-200-ok&view=matrix', '.matrix', '#view', 3],
    ['of a lesson', '#v1&lesson=handshake&step=2', '.question', '#learn', 3],
    ['of the table', `#v1&s=lost-200-ok&table=1&${again}`, '.table-rows [role="row"]', '#table', 1],
  ] as const)('%s', async (_, address, selector, part, least) => {
    await site.page.emulateMedia({ colorScheme });
    await site.goto(address, selector);
    if (selector.startsWith('#tab-')) await site.page.click(selector);
    await site.page.focus('.skip');
    const { unseen, kinds } = await walked(part, seen);
    expect(unseen).toEqual([]);
    expect(kinds).toBeGreaterThanOrEqual(least);
  });
});

it('the ladder’s ring goes round all of it, whatever stands beside it', async () => {
  for (const width of [1680, 390]) {
    await site.page.setViewportSize({ width, height: 844 });
    await site.open('#v1&s=figure-1');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Home');
    const [ring, ladder] = await site.page.evaluate(() => {
      const stage = document.getElementById('ladder')!;
      const room = stage.parentElement!;
      const after = getComputedStyle(room, '::after');
      return [Number.parseFloat(after.right), room.clientWidth - stage.offsetLeft - stage.offsetWidth];
    });
    expect(ring).toBe(ladder);
  }
});
