import { describe, expect, it } from 'vitest';
import { dropFile } from './drop-file.ts';
import { longTrace } from './long-trace.ts';
import { useSite } from './site.ts';

const site = useSite();

const named = () =>
  site.page.evaluate(
    () => document.querySelector<HTMLSelectElement>('.top select')!.selectedOptions[0]?.text,
  );
const choose = async (name: string): Promise<void> => {
  await site.page.selectOption('.top select', name);
  await site.atRest();
};
/** Until the page is another one to go back from. */
const written = (part: string) => site.page.waitForFunction((wanted) => location.hash.includes(wanted), part);

describe('the chooser of scenarios', () => {
  const figure1 = 'Figure 1, pushing a picture over INVITE and MSRP';
  const lost = 'A lost 200 OK';

  it('names the scenario that is shown, also to who goes back', async () => {
    await site.open('#v1&s=figure-1');
    for (const name of ['lost-200-ok', 'figure-1', 'lost-200-ok']) {
      await choose(name);
      await written(`s=${name}&eng=`);
    }
    expect(await named()).toBe(lost);
    for (const title of [figure1, lost, figure1]) {
      await site.page.goBack();
      await expect.poll(named).toBe(title);
      await site.atRest();
    }
    expect(site.complaints).toEqual([]);
  });

  it('names a trace that was opened, and leads back to what was there before', async () => {
    const records = longTrace({ messages: 100, atOnce: 1 }).map((record) => JSON.stringify(record));
    const openTrace = async (): Promise<void> => {
      await dropFile(site.page, 'told.ndjson', `${records.join('\n')}\n`);
      await site.page.waitForFunction(() => document.title.startsWith('A long run'));
      await site.atRest();
      expect(await named()).toBe('told.ndjson');
    };
    await site.open('#v1&s=lost-200-ok');
    await openTrace();
    await choose('lost-200-ok');
    await site.page.waitForFunction(() => document.title.startsWith('A lost 200 OK'));
    expect(await named()).toBe(lost);
    const own = `title: Mine
core: { kind: sip }
agents: { bob: { role: push-receiver, uri: 'sip:bob@example.com' } }
timeline: [{ at: 0s, do: register, by: bob }]
`;
    await dropFile(site.page, 'mine.yaml', own);
    await site.page.waitForFunction(() => document.title.startsWith('Mine'));
    await site.atRest();
    expect(await named()).toBe('mine.yaml');
    await openTrace();
    await choose('own');
    await site.page.waitForFunction(() => document.title.startsWith('Mine'));
    expect(await named()).toBe('mine.yaml');
    expect(site.complaints).toEqual([]);
  });
});
