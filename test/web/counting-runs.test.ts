import { expect, it } from 'vitest';
import { longTrace } from './long-trace.ts';
import { useSite } from './site.ts';

// The bars over the slider are counted piece by piece, where a run is long.

const site = useSite();

it('shows the bars of the run that was chosen last, whatever is still being counted', async () => {
  await site.open('#v1&s=figure-1');
  await site.page.evaluate(`globalThis.__name = (named) => named; globalThis.tell = ${longTrace.toString()}`);
  const { alone, later, drawn } = await site.page.evaluate(async () => {
    const { siplab, tell } = globalThis as unknown as {
      siplab: {
        openTrace(name: string, records: readonly object[]): Promise<void>;
        atRest(): Promise<void>;
      };
      tell(told: { messages: number; atOnce: number }): readonly object[];
    };
    const [many, few] = [40_000, 300].map((messages) => tell({ messages, atOnce: 10 }));
    const bars = (): string =>
      [...document.querySelectorAll('#scrubber .bars path')].map((path) => path.getAttribute('d')).join(';');
    const shown: string[] = [];
    const watching = new MutationObserver(() => shown.push(bars()));
    const watch = { subtree: true, childList: true, attributes: true };
    watching.observe(document.querySelector('#scrubber .bars')!, watch);
    const opened = async (name: string, records: readonly object[]): Promise<string> => {
      await siplab.openTrace(name, records);
      await siplab.atRest();
      return bars();
    };
    const aloneMany = await opened('many.ndjson', many!);
    const aloneFew = await opened('few.ndjson', few!);
    // On a slow machine each step is a piece.
    const now = performance.now.bind(performance);
    let asked = 0;
    performance.now = () => {
      asked++;
      return now() + 5 * asked;
    };
    shown.length = 0;
    await siplab.openTrace('many.ndjson', many!);
    const last = await opened('few.ndjson', few!);
    performance.now = now;
    watching.disconnect();
    return { alone: { many: aloneMany, few: aloneFew }, later: last, drawn: shown };
  });
  expect(alone.many.length).toBeGreaterThan(100);
  expect(alone.few).not.toBe(alone.many);
  expect(later).toBe(alone.few);
  // What was left before it was done was never drawn.
  expect(drawn).not.toContain(alone.many);
});
