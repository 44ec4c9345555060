import { describe, expect, it } from 'vitest';
import { useSite } from './site.ts';

// What it takes to show what came of a fault, counted: how long it takes is the bench's to say (`npm run bench -- page`).

const site = useSite();

interface Counted {
  /** How often the page asked how large something is, or where it is scrolled to. */
  readonly sizes: number;
  /** How much text was made of records. */
  readonly written: number;
  readonly ordered: readonly string[];
  readonly delivered: number;
  /** What the clock said when the broken message was drawn, and when the page had come to rest. */
  readonly clockThen: string;
  readonly clockLater: string;
  /** Messages that were drawn once the broken one was, as parts of what is there: the run is drawn once more when it has been judged. */
  readonly drawnLater: number;
}

/** Breaks what is selected by a button, and counts until the ladder shows what came of it, and a little longer. */
function breakAndCount([button, broken]: readonly [button: string, broken: string]): Promise<Counted> {
  return site.page.evaluate(
    async ([clicked, shown]) => {
      const counted = { sizes: 0, written: 0, delivered: 0, ordered: [] as string[], drawnLater: 0 };
      const undo: (() => void)[] = [];
      for (const name of ['clientWidth', 'clientHeight', 'scrollTop', 'scrollLeft'] as const) {
        const was = Object.getOwnPropertyDescriptor(Element.prototype, name)!;
        const get = function size(this: Element): number {
          counted.sizes++;
          return was.get!.call(this) as number;
        };
        Object.defineProperty(Element.prototype, name, { ...was, get });
        undo.push(() => Object.defineProperty(Element.prototype, name, was));
      }
      const write = JSON.stringify;
      JSON.stringify = ((value: { type?: unknown } | null | undefined, ...rest: []) => {
        // A record's type is a word; the forms that records are unpacked into have none yet.
        if (typeof value === 'object' && typeof value?.type === 'string') counted.written++;
        return write(value, ...rest);
      }) as typeof write;
      undo.push(() => {
        JSON.stringify = write;
      });
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function posted(this: Worker, order: { do: string }) {
        this.addEventListener('message', () => counted.delivered++, { once: true });
        counted.ordered.push(order.do);
        post.call(this, order);
      } as typeof post;
      undo.push(() => {
        Worker.prototype.postMessage = post;
      });
      const clock = (): string => document.getElementById('clock')!.textContent;
      const frame = (): Promise<unknown> => new Promise((next) => requestAnimationFrame(next));
      const clockBefore = clock();
      document.querySelector<HTMLElement>(clicked)!.click();
      let clockThen: string | undefined;
      const watch = new MutationObserver((changes) => {
        if (clockThen !== undefined)
          counted.drawnLater += changes
            .flatMap(({ addedNodes }) => [...addedNodes])
            .filter((node) => node instanceof Element && node.classList.contains('arrow')).length;
        if (document.querySelector(shown) !== null) clockThen ??= clock();
      });
      watch.observe(document.getElementById('pane')!, { childList: true, subtree: true });
      while (clockThen === undefined) await frame();
      for (const back of undo) back();
      while (clock() === clockBefore) await frame();
      await frame();
      watch.disconnect();
      counted.drawnLater /= document.querySelectorAll('#pane .arrow').length;
      return {
        ...counted,
        clockThen: clockThen === clockBefore ? 'as before' : clockThen,
        clockLater: clock(),
      };
    },
    [button, broken] as const,
  );
}

describe('a fault in a short run', () => {
  async function broken(button: string, shown: string): Promise<Counted> {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await site.page.waitForSelector('.fault-bar');
    await site.page.waitForFunction(() => location.hash.includes('&h='));
    await site.page.focus('#ladder');
    await site.atRest();
    return breakAndCount([button, shown]);
  }

  it('is one order, one delivery, and one drawing of the ladder; what stands around it follows, and one more when it is judged', async () => {
    const counted = await broken('.fault-bar details button', '.arrow.corrupted');
    const ladderFirst = { sizes: 0, written: 0, clockThen: 'as before' };
    expect(counted).toMatchObject({ ordered: ['run'], delivered: 1, ...ladderFirst });
    // It is the same run, but for its verdict, which stands beside it.
    expect(counted.drawnLater).toBe(0);
    expect(counted.clockLater).toMatch(/fingerprint/);
  });

  it('one with a key is simulated and judged ahead: nothing is ordered, and the ladder is drawn once', async () => {
    const counted = await broken('.fault-bar button', '.arrow.lost');
    const ladderFirst = { sizes: 0, written: 0, clockThen: 'as before' };
    expect(counted).toMatchObject({ ordered: [], delivered: 0, ...ladderFirst, drawnLater: 0 });
    expect(counted.clockLater).toMatch(/fingerprint/);
    await site.page.waitForFunction(() => document.getElementById('said')!.textContent.includes('Run B'));
    expect(await site.page.textContent('.rail')).toContain('Drop 200 INVITE');
    // It stands in the address, with a mark of the run that it is of.
    await site.page.waitForFunction(() => location.hash.includes('&f='));
    expect(await site.page.evaluate(() => location.hash)).toMatch(/&h=[0-9a-f]{8}/);
    expect(site.complaints).toEqual([]);
  });

  it('nor is anything for one that was pointed at before it was chosen', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await site.page.click('.fault-bar summary');
    await site.page.hover('.fault-bar details button');
    await site.atRest();
    const counted = await breakAndCount(['.fault-bar details button', '.arrow.corrupted']);
    expect(counted).toMatchObject({ ordered: [], delivered: 0, clockThen: 'as before', drawnLater: 0 });
    expect(counted.clockLater).toMatch(/fingerprint/);
  });

  it('has the style of what is new computed, and of what it touches: never of all the page again', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0');
    await site.page.waitForSelector('.fault-bar');
    await site.page.focus('#ladder');
    const styled = await styledWhile(async () => {
      await site.page.keyboard.press('d');
      await site.page.waitForSelector('.arrow.lost', { state: 'attached' });
      await site.atRest();
    });
    const all = await site.page.evaluate(() => document.querySelectorAll('*').length);
    expect(styled.length).toBeGreaterThan(1);
    expect(Math.max(...styled)).toBeLessThan(all / 2);
  });
});

/** Of how many elements the style was computed, each time that it was. */
async function styledWhile(act: () => Promise<void>): Promise<number[]> {
  const session = await site.page.context().newCDPSession(site.page);
  const styled: number[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, args } of value as { name?: string; args?: { elementCount?: number } }[])
      if (name === 'UpdateLayoutTree') styled.push(args?.elementCount ?? 0);
  });
  const over = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'] } });
  await act();
  await session.send('Tracing.end');
  await over;
  await session.detach();
  return styled;
}
