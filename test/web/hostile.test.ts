import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { webRun } from '../support/web-run.ts';
import { useSite } from './site.ts';
import { turnedIn } from './turned.ts';

// Whatever a trace says stays text wherever the page shows it, and in what it saves: markup, quotes, controls, half characters, long words.

const site = useSite();
beforeEach(async () => {
  const { records } = webRun('lost-200-ok').data;
  await site.open('#v1&s=figure-1');
  await site.page.evaluate((told) => Object.assign(globalThis, { told }), [...records] as object[]);
});

const markup = '<img src=x onerror="globalThis.hit=1"><svg onload=globalThis.hit=1>';
const hostile: readonly (readonly [what: string, text: string])[] = [
  ['markup', markup],
  ['quotes', `"'\`><b onclick=globalThis.hit=1>&lt;\${globalThis.hit=1}</b>`],
  ['an end of what it stands in', '--></style></script></svg>]]><script>globalThis.hit=1</script>'],
  ['line ends', `one\r\ntwo\n  p0->>p1: three\u2028four;end`],
  ['controls', '\u0000\u0007\u001b[31m\u007f\u0085'],
  ['turned writing', '\u202Eabc\u2066def\u200f'],
  ['half characters', '\ud800x\udc00\uffff'],
  ['a long word', 'w'.repeat(3_000)],
];

/** The trace with a host, a state, reasons and the title that say this, opened as a file would be. */
async function openWith(text: string): Promise<void> {
  await site.page.evaluate(
    async (codes) => {
      // Half a character would not survive the way into the page.
      const word = String.fromCharCode(...codes);
      const put = (value: unknown, name: string): unknown => {
        if (typeof value === 'string') {
          if (name === 'title' || name === 'reason') return word;
          return name === 'type' ? value : value.replaceAll('bob', word).replaceAll('proceeding', word);
        }
        if (Array.isArray(value)) return value.map((one) => put(one, name));
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, put(one, key)]));
      };
      const { siplab, told } = globalThis as unknown as {
        siplab: { openTrace(name: string, records: unknown): Promise<void> };
        told: unknown;
      };
      await siplab.openTrace(`${word}.ndjson`, put(told, ''));
    },
    [...Array(text.length).keys()].map((at) => text.charCodeAt(at)),
  );
  await site.page.waitForSelector('#pane .arrow');
  await site.atRest();
}

/** Elements that only a text could have made, and what it did. */
const made = async () => ({
  turned: await turnedIn(site.page),
  ...(await site.page.evaluate(() => ({
    elements: [
      ...document.querySelectorAll(
        'img, script:not([src]), [onerror], [onload], [onclick], .app b > b, svg svg',
      ),
    ].map((one) => one.outerHTML.slice(0, 80)),
    hit: 'hit' in globalThis,
    wide: document.documentElement.scrollWidth - innerWidth,
  }))),
});
const nothing = { turned: [], elements: [], hit: false, wide: 0 };

async function saved(item: string): Promise<{ name: string; text: string }> {
  const waiting = site.page.waitForEvent('download');
  await site.page.click('[aria-label="Export"]');
  await site.page.click(`.menu [role="menuitem"]:has(b:text-is("${item}"))`);
  const download = await waiting;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

it.each(hostile)('%s: in the ladder, each tab, the lists, and what is saved', async (_, text) => {
  await openWith(text);
  await site.page.focus('#ladder');
  await site.page.keyboard.press('Home');
  for (let message = 0; message < 6; message++) {
    for (const tab of ['raw', 'fields', 'bytes', 'state', 'spec', 'diff'])
      await site.page.click(`#tab-${tab}`);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('ArrowDown');
  }
  for (const key of ['t', 'y', 'n']) await site.page.keyboard.press(key);
  expect(await made()).toEqual(nothing);
  await site.page.keyboard.press('Shift+V');
  await site.page.waitForSelector('.table-rows [role="row"]');
  expect(await made()).toEqual(nothing);
  await site.page.keyboard.press('Shift+V');
  await site.page.keyboard.press('Control+k');
  await site.page.waitForSelector('#palette[open] [role="option"]');
  expect(await made()).toEqual(nothing);
  await site.page.keyboard.press('Escape');

  const drawing = await saved('SVG');
  expect(drawing.name).toMatch(/^[\w.-]+_[\w-]+_A_[\da-f]{8}\.svg$/);
  const parsed = await site.page.evaluate((svg) => {
    const tree = new DOMParser().parseFromString(svg, 'image/svg+xml');
    const strange = [...tree.querySelectorAll('*')].filter(
      (one) =>
        ![
          'svg',
          'g',
          'style',
          'title',
          'desc',
          'text',
          'tspan',
          'line',
          'path',
          'rect',
          'circle',
          'polygon',
          'polyline',
        ].includes(one.tagName) || [...one.attributes].some(({ name }) => name.startsWith('on')),
    );
    return {
      errors: tree.querySelectorAll('parsererror').length,
      strange: strange.map(({ tagName }) => tagName),
    };
  }, drawing.text);
  expect(parsed).toEqual({ errors: 0, strange: [] });
  const { text: diagram } = await saved('Mermaid');
  for (const line of diagram.trimEnd().split('\n').slice(1))
    expect(line).toMatch(
      /^ {2}(?:title |participant p\d+ as |p\d+--?(?:>>|x)p\d+: |Note over p\d+: )[^<>;]*(?:#\d+;[^<>;]*)*$/,
    );
  expect((await saved('Text')).text).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
  );

  for (const view of ['charts', 'matrix']) {
    await site.page.focus('#ladder');
    await site.page.keyboard.press('v');
    if (view === 'matrix') await site.page.keyboard.press('v');
    await site.page.waitForSelector(view === 'charts' ? '.chart:not(.mini)' : '.matrix');
    expect(await made()).toEqual(nothing);
    await site.page.keyboard.press('Escape');
  }
  expect(site.complaints).toEqual([]);
});
