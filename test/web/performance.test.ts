import { beforeEach, describe, expect, it } from 'vitest';
import { longTrace } from './long-trace.ts';
import { type Site, useSite } from './site.ts';

// A hundred thousand messages on the page. How fast is the bench's to say (`npm run bench -- page`); here it has to be right, and small.

const messages = 100_000;
const mostNodes = 2_500;

const site = useSite();

/** By the page's own way to open a trace. */
async function openLongTrace({ page }: Site, count: number): Promise<void> {
  await page.evaluate(`(async () => {
    const __name = (named) => named;
    globalThis.told = (${longTrace.toString()})({ messages: ${count}, atOnce: 100 });
    await siplab.openTrace('long.ndjson', told);
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  })()`);
}

const nodes = () => site.page.evaluate(() => document.querySelectorAll('*').length);
/** To a place; what moves too fast to be read is drawn as lines, so it waits until the messages are there again. */
const scrollTo = async (share: number) => {
  await site.page.evaluate(async (to) => {
    const stage = document.getElementById('ladder')!;
    stage.scrollTop = to * (stage.scrollHeight - stage.clientHeight);
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }, share);
  await site.page.waitForSelector('.arrow', { state: 'attached' });
};
/** How much of a canvas has colour. */
const painted = (selector: string) =>
  site.page.evaluate((which) => {
    const canvas = document.querySelector<HTMLCanvasElement>(which)!;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
      willReadFrequently: true,
    })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let full = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at]! > 0) full++;
    return full / (data.length / 4);
  }, selector);

/** The row that the grid calls active: its number, and what its cells say. */
const activeRow = () =>
  site.page.evaluate(() => {
    const id = document.getElementById('ladder')!.getAttribute('aria-activedescendant') ?? '';
    const row = document.getElementById(id);
    const cells = [...(row?.querySelectorAll('[role="gridcell"]') ?? [])].map((cell) => cell.textContent);
    return { index: Number(row?.getAttribute('aria-rowindex')), time: cells[0] ?? '' };
  });
/** When the message of a row was sent, by the trace; the first row holds the columns' names. */
const timeOfRow = (index: number) =>
  site.page.evaluate((row) => {
    const { told } = globalThis as unknown as { told: readonly { type: string; at: number }[] };
    return told.filter(({ type }) => type === 'message.sent')[row - 2]!.at / 1_000_000;
  }, index);

/** An element as the browser hands it to a screen reader. */
async function accessible(selector: string) {
  const cdp = await site.page.context().newCDPSession(site.page);
  const { root } = await cdp.send('DOM.getDocument');
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const [{ nodes }, { node }] = [
    await cdp.send('Accessibility.getPartialAXTree', { nodeId, fetchRelatives: false }),
    await cdp.send('DOM.describeNode', { nodeId }),
  ];
  await cdp.detach();
  const { role, name, properties = [], ignored } = nodes[0]!;
  const property = (wanted: string) => properties.find((one) => one.name === wanted)?.value;
  expect(ignored).toBe(false);
  return {
    id: node.backendNodeId,
    role: role?.value as unknown,
    name: name?.value as unknown,
    focused: property('focused')?.value as unknown,
    selected: property('selected')?.value as unknown,
    active: property('activedescendant')?.relatedNodes?.[0]?.backendDOMNodeId,
  };
}

/** While something is done, the most elements that there ever were at the end of a frame. */
async function mostWhile(act: () => Promise<void>): Promise<number> {
  await site.page.evaluate(() => {
    const count = { most: 0, goes: true };
    Object.assign(globalThis, { count });
    const look = (): void => {
      count.most = Math.max(count.most, document.querySelectorAll('*').length);
      if (count.goes) requestAnimationFrame(look);
    };
    look();
  });
  await act();
  return site.page.evaluate(() => {
    const { count } = globalThis as unknown as { count: { most: number; goes: boolean } };
    count.goes = false;
    return count.most;
  });
}

/** What scripts hold on to, once what nobody holds has gone. */
async function heapBytes(): Promise<number> {
  const cdp = await site.page.context().newCDPSession(site.page);
  // What was marked before it was let go of outlives the first.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return usedSize;
}

describe('a trace of a hundred thousand messages', () => {
  beforeEach(async () => {
    await site.open('');
    await openLongTrace(site, messages);
    await site.atRest();
  });

  it('opens, and little of it is in the document', async () => {
    expect(await site.page.locator('.arrow').count()).toBeGreaterThan(10);
    expect(await site.page.textContent('#tool-bar')).toContain('100000 messages');
    expect(await nodes()).toBeLessThanOrEqual(mostNodes);
    expect(await painted('.minimap canvas')).toBeGreaterThan(0.3);
  });

  it('can be panned, scrubbed and zoomed from end to end', async () => {
    for (const share of [0.1, 0.5, 0.99, 1, 0]) {
      await scrollTo(share);
      expect(await site.page.locator('.arrow').count()).toBeGreaterThan(0);
      expect(await nodes()).toBeLessThanOrEqual(mostNodes);
    }
    for (const value of ['0', '500', '777', '1000']) {
      await site.page.fill('#scrub', value);
      expect(await site.page.getAttribute('#scrub', 'aria-valuetext')).toMatch(/event \d+ of \d+$/);
    }
    await site.page.focus('#ladder');
    for (let out = 0; out < 12; out++) await site.page.keyboard.press('-');
    await site.page.waitForSelector('.overview:not([hidden])', { state: 'attached' });
    expect(await site.page.locator('.arrow').count()).toBe(0);
    await site.atRest();
    expect(await painted('.overview')).toBeGreaterThan(0.02);
    for (let out = 0; out < 30; out++) await site.page.keyboard.press('-');
    await site.atRest();
    expect(await painted('.density canvas')).toBeGreaterThan(0.2);
    expect(await nodes()).toBeLessThanOrEqual(mostNodes);
    // All of it fits; once more, it is as large as it reads best.
    await site.page.keyboard.press('0');
    await site.atRest();
    expect(await painted('.density canvas')).toBeGreaterThan(0.2);
    expect(await site.page.locator('.arrow').count()).toBe(0);
    await site.page.keyboard.press('0');
    await site.page.waitForSelector('.arrow');
    expect(site.complaints).toEqual([]);
  });

  it('draws only what changes: its grid once it has come to rest, and no bar of the histogram while it is scrubbed', async () => {
    await scrollTo(0.3);
    const changed = await site.page.evaluate(async () => {
      const stage = document.getElementById('ladder')!;
      const frame = (): Promise<unknown> => new Promise((next) => requestAnimationFrame(next));
      const active = (): string => document.querySelector('#grid [role="row"][id]')!.id;
      let [grid, bars, sizes, given] = [0, 0, 0, 0];
      const watching = new MutationObserver((found) => {
        for (const { target } of found) if ((target as Element).closest('.bars') !== null) bars++;
      });
      const first = new MutationObserver(() => grid++);
      watching.observe(document.getElementById('scrubber')!, { subtree: true, attributes: true });
      const was = active();
      first.observe(document.getElementById('grid')!, { subtree: true, childList: true, attributes: true });
      // It rests when the clock says so, which stands still meanwhile.
      const { setTimeout: later, clearTimeout: never } = window;
      const held = new Map<number, () => void>();
      window.setTimeout = ((run: () => void) => {
        held.set(++given, run);
        return given;
      }) as typeof later;
      window.clearTimeout = ((id: number) => held.delete(id)) as typeof never;
      for (let n = 0; n < 30; n++) {
        stage.scrollTop += 20;
        await frame();
      }
      const whileMoving = grid;
      Object.assign(window, { setTimeout: later, clearTimeout: never });
      for (const run of held.values()) run();
      while (active() === was || grid === whileMoving) await frame();
      const range = document.getElementById('scrub') as HTMLInputElement;
      for (let n = 0; n < 10; n++) {
        range.value = String(100 + 37 * n);
        range.dispatchEvent(new Event('input'));
        await frame();
      }
      first.disconnect();
      watching.disconnect();
      const top = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollTop')!;
      Object.defineProperty(Element.prototype, 'scrollTop', {
        ...top,
        get(this: Element): number {
          if (this === stage) sizes++;
          return top.get!.call(this) as number;
        },
      });
      const zoom = (deltaY: number): boolean =>
        stage.dispatchEvent(new WheelEvent('wheel', { deltaY, ctrlKey: true, cancelable: true }));
      zoom(-1);
      Object.defineProperty(Element.prototype, 'scrollTop', top);
      zoom(1);
      return { whileMoving, bars, sizes };
    });
    // The first move draws at once, since it may be the only one.
    expect(changed.whileMoving).toBe(1);
    expect(changed.bars).toBe(0);
    expect(changed.sizes).toBe(0);
  });

  it('numbers the rows of its grid rightly: the first, one amid, the last', async () => {
    await site.page.focus('#ladder');
    expect(await site.page.getAttribute('#ladder', 'aria-rowcount')).toBe(String(messages + 1));
    for (const [keys, index] of [
      [['Home'], 2],
      [['End'], messages + 1],
      [['Home', 'PageDown', 'ArrowDown'], 13],
    ] as const) {
      for (const key of keys) await site.page.keyboard.press(key);
      await site.page.waitForFunction(
        (wanted) =>
          document.querySelector('[aria-selected="true"]')?.getAttribute('aria-rowindex') === wanted,
        String(index),
      );
      const row = await activeRow();
      expect(row.index).toBe(index);
      expect(Number.parseFloat(row.time)).toBeCloseTo(await timeOfRow(index), 6);
    }
    await scrollTo(0.5);
    const { x, y } = await site.page.evaluate(() => {
      const middle = innerHeight / 2;
      const boxes = [...document.querySelectorAll('.arrow .shaft')].map((shaft) =>
        shaft.getBoundingClientRect(),
      );
      const box = boxes.find(({ y: top, height }) => top > middle && height < 40)!;
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    await site.page.mouse.click(x, y);
    await site.page.waitForFunction(
      () => Number(document.querySelector('[aria-selected="true"]')?.getAttribute('aria-rowindex')) > 13,
    );
    const clicked = (await activeRow()).index;
    expect(clicked).toBeGreaterThan(messages / 4);
    await site.page.focus('#ladder');
    const by = messages / 2 - clicked;
    for (let tens = Math.trunc(Math.abs(by) / 10); tens > 0; tens--)
      await site.page.keyboard.press(by > 0 ? 'PageDown' : 'PageUp');
    for (let ones = Math.abs(by) % 10; ones > 0; ones--)
      await site.page.keyboard.press(by > 0 ? 'ArrowDown' : 'ArrowUp');
    await site.page.waitForSelector(`[aria-selected="true"][aria-rowindex="${messages / 2}"]`, {
      state: 'attached',
    });
    const amid = await activeRow();
    expect(Number.parseFloat(amid.time)).toBeCloseTo(await timeOfRow(messages / 2), 6);
    // The rows stand in the tree of the browser a little after they stand in the document.
    await expect
      .poll(async () => {
        const [grid, row] = [await accessible('#ladder'), await accessible('[aria-selected="true"]')];
        const { role, name, focused, active } = grid;
        return {
          grid: { role, name, focused },
          row: { role: row.role, selected: row.selected },
          told: String(row.name).includes(amid.time),
          isActive: active === row.id,
        };
      })
      .toEqual({
        grid: { role: 'grid', name: 'Messages of the run', focused: true },
        row: { role: 'row', selected: true },
        told: true,
        isActive: true,
      });
  });

  it('shows the messages of one window in one order, in the drawing and in the grid', async () => {
    await scrollTo(0.5);
    const orders = await site.page.evaluate(() => {
      const indexOf = (node: Element): number =>
        (node as unknown as { __data__: { arrow: { index: number } } }).__data__.arrow.index;
      const arrows = [...document.querySelectorAll('.arrow')];
      const rows = [...document.querySelectorAll('[role="row"][id]')];
      return {
        svg: arrows.map(indexOf),
        grid: rows.map((row) => Number(row.getAttribute('aria-rowindex')) - 2),
      };
    });
    for (const order of [orders.svg, orders.grid]) expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(orders.grid.filter((index) => !orders.svg.includes(index)).length).toBeLessThanOrEqual(1);
  });

  it('keeps the document small all the while it is panned, zoomed and scrubbed', async () => {
    const most = await mostWhile(async () => {
      await site.page.hover('#ladder');
      for (let turn = 0; turn < 20; turn++) await site.page.mouse.wheel(0, turn < 14 ? 700 : -900);
      await site.page.keyboard.down('Control');
      for (let turn = 0; turn < 16; turn++) await site.page.mouse.wheel(0, turn < 8 ? 120 : -120);
      await site.page.keyboard.up('Control');
      for (const value of [3, 900, 250, 610, 40, 999, 500]) await site.page.fill('#scrub', String(value));
    });
    expect(most).toBeGreaterThan(300);
    expect(most).toBeLessThanOrEqual(mostNodes);
  });

  it('leaves its heads and lifelines as they are while it is panned and zoomed', async () => {
    // Where the playhead was put last is drawn in a frame that may still be to come.
    await site.atRest();
    const changed = await site.page.evaluate(async () => {
      const stage = document.getElementById('ladder')!;
      const frame = (): Promise<unknown> => new Promise((next) => requestAnimationFrame(next));
      let changes = 0;
      const watching = new MutationObserver((found) => {
        changes += found.length;
      });
      for (const part of document.querySelectorAll('#pane :is(.heads, .lifelines)'))
        watching.observe(part, { subtree: true, childList: true, attributes: true, characterData: true });
      for (let n = 0; n < 10; n++) {
        stage.scrollTop += 90;
        const deltaY = n < 5 ? 100 : -100;
        stage.dispatchEvent(new WheelEvent('wheel', { deltaY, ctrlKey: true, cancelable: true }));
        await frame();
      }
      await frame();
      watching.disconnect();
      return changes;
    });
    expect(changed).toBe(0);
  });

  it('leaves no more behind each time it is opened', async () => {
    const heaps = [await heapBytes()];
    for (let load = 0; load < 2; load++) {
      await openLongTrace(site, messages);
      await site.page.waitForSelector('.arrow');
      heaps.push(await heapBytes());
    }
    for (const heap of heaps) expect(Math.abs(heap / heaps[0]! - 1)).toBeLessThanOrEqual(0.1);
  });

  it('can not be broken, only looked at', async () => {
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Home');
    await site.page.keyboard.press('d');
    expect(await site.page.textContent('#toast')).toContain('opened trace');
    expect(site.complaints).toEqual([]);
  });
});

describe('a run that takes its time', () => {
  it('is shown while it is simulated, and what there is stays when it is stopped', async () => {
    await site.open('');
    const pushes = Array.from({ length: 1_500 }, (_, n) => [
      `  - { at: ${10 + n}s, do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: 3KiB }] }`,
    ]);
    const scenario = [
      'title: Many pushes',
      'core: { kind: sip, domain: example.com }',
      'agents:',
      '  sender: { role: push-sender, uri: "sip:push@example.net" }',
      '  bob: { role: push-receiver, uri: "sip:bob@example.com", features: [+g.oma.lcsi.sip-push] }',
      'timeline:',
      '  - { at: 0s, do: register, by: bob }',
      ...pushes.flat(),
    ].join('\n');
    await site.page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'many.yaml'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    }, scenario);
    await site.page.waitForSelector('.progress');
    await site.page.waitForFunction(() => document.title.startsWith('Many pushes'));
    await site.page.click('.progress button');
    await site.page.waitForSelector('.progress', { state: 'detached' });
    const shown = await site.page.textContent('#clock');
    expect(shown).toContain('fingerprint');
    const counted = Number(/(\d+) messages/.exec((await site.page.textContent('#tool-bar')) ?? '')?.[1]);
    expect(counted).toBeGreaterThan(20);
    expect(counted).toBeLessThan(1_500 * 14);
    await site.page.focus('#ladder');
    await site.page.keyboard.press('End');
    await site.page.waitForSelector('.arrow.selected');
    expect(site.complaints).toEqual([]);
  });
});
