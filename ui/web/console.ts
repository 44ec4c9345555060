// What the page offers in the browser's console: runs by name, in the worker or in the page itself, to see that they agree.
import { atRest } from './later.ts';
import { shipped } from './library.ts';
import type { Page } from './page.ts';
import type { SimulationClient } from './worker/client.ts';
import type { RunAnswer, WrittenRequest } from './worker/messages.ts';

export function offerConsole(
  client: SimulationClient,
  { actions, store }: Pick<Page, 'actions' | 'store'>,
): void {
  Object.assign(globalThis, {
    siplab: {
      /** Shows records as a trace that was opened; others, as run B, beside them. */
      openTrace: actions.openTrace,
      /** More records than these are drawn as a density, until their range is narrowed. */
      drawUpTo(records: number): void {
        store.mostRecords.value = records;
      },
      /** For programs that look at the page: resolves once it has come to rest. */
      atRest: (): Promise<void> => atRest(store),
      /** The fingerprints of shipped scenarios, or what is wrong with them. */
      async fingerprints(
        names: readonly string[],
        where: 'page' | 'worker',
      ): Promise<Record<string, string>> {
        const found: Record<string, string> = {};
        for (const name of names) found[name] = await fingerprint(client, name, where);
        return found;
      },
    },
  });
}

async function fingerprint(
  client: SimulationClient,
  name: string,
  where: 'page' | 'worker',
): Promise<string> {
  if (shipped(name) === undefined) return 'not shipped';
  const answer =
    where === 'worker'
      ? await client.run({ name, faults: [] })
      : await inPage({ name, text: (await client.text(name)) ?? '', faults: [] });
  return answer.ok ? answer.run.fingerprint : answer.errors.join('; ');
}

/** The page itself has no need of the simulation: it is loaded when asked for. */
async function inPage(request: WrittenRequest): Promise<RunAnswer> {
  const [{ simulate }, { filesBeside }] = await Promise.all([
    import('./worker/simulate.ts'),
    import('./worker/shipped-files.ts'),
  ]);
  return simulate(request, filesBeside(request.name));
}
