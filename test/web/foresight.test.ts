import { expect, it, vi } from 'vitest';
import { type Actions, createActions } from '../../ui/web/state/actions.ts';
import { foresee } from '../../ui/web/state/foresight.ts';
import { createStore, type Store } from '../../ui/web/state/store.ts';
import type { SimulationClient } from '../../ui/web/worker/client.ts';
import type { RunAnswer, RunRequest } from '../../ui/web/worker/messages.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { push, story } from '../scenarios/runs/lab.ts';

// What the likeliest change to a selected message comes to is simulated before it is made.

// A list that the build makes.
vi.mock('../../ui/web/library.ts', () => ({ library: [], shipped: () => undefined }));
vi.stubGlobal('requestAnimationFrame', (drawn: () => void) => setTimeout(drawn));

const text = story({ acts: [push] });
const name = 'own.yaml';
const ok = 'bob>core/sender.1/200 INVITE/1/0';

interface Lab {
  readonly store: Store;
  readonly actions: Actions;
  /** The fault rules of each run that was asked for. */
  readonly asked: (readonly string[])[];
}

/** A page without a document; its worker answers with what `answer` makes of a run. */
async function lab(answer: (run: RunAnswer) => RunAnswer = (run) => run): Promise<Lab> {
  const asked: (readonly string[])[] = [];
  const client = {
    async run(request: RunRequest) {
      asked.push(request.faults);
      return answer(simulate({ text, ...request }, () => undefined));
    },
    leave: () => undefined,
    standReady: () => undefined,
    text: async () => text,
  } as unknown as SimulationClient;
  const store = createStore();
  const actions = createActions(store, client);
  foresee(store, actions, client);
  await actions.openOwn({ name, text });
  return { store, actions, asked };
}

async function foreseen({ store, actions }: Lab, key: string): Promise<void> {
  actions.select({ kind: 'arrow', key });
  await vi.waitUntil(() => store.foreseen.value !== undefined);
}

it('who drops it asks for no further run, and has the one that they would have had', async () => {
  const here = await lab();
  await foreseen(here, ok);
  expect(here.asked.length).toBe(2);
  await here.actions.deed('drop');
  expect(here.asked.length).toBe(2);
  const { request, run } = here.store.foreseen.value!;
  expect(here.store.altered.value).toBe(run);
  const again = simulate({ text, ...request }, () => undefined);
  const { records, fingerprint } = (again as Extract<RunAnswer, { ok: true }>).run;
  expect(run.data).toMatchObject({ fingerprint, records });
  expect(run.counts.lost).toBe(1);
});

it('any other change is simulated when it is made', async () => {
  const here = await lab();
  await foreseen(here, ok);
  await here.actions.deed('delay');
  expect(here.asked.length).toBe(3);
  expect(here.store.altered.value?.counts.lost).toBe(0);
});

it('a change to a run that is changed already goes on from that', async () => {
  const here = await lab();
  await foreseen(here, 'sender>core/sender.1/INVITE/1/0');
  await here.actions.deed('drop');
  here.store.foreseen.value = undefined;
  await foreseen(here, ok);
  await here.actions.deed('drop');
  expect(here.asked.length).toBe(3);
  expect(here.asked.at(-1)?.length).toBe(2);
  expect(here.store.altered.value?.data.faults.length).toBe(2);
});

it('with another seed it is another run', async () => {
  const here = await lab();
  await foreseen(here, ok);
  const { request } = here.store.foreseen.value!;
  await here.actions.reseed('another');
  here.actions.select({ kind: 'arrow', key: ok });
  await here.actions.deed('drop');
  expect(here.asked.length).toBe(4);
  expect(here.store.altered.value?.data.seed).toBe('another');
  expect(request.seed).toBeUndefined();
});

it('what could not be judged is asked for again when it is wanted', async () => {
  let judged = false;
  const without = (run: RunAnswer): RunAnswer =>
    run.ok && !judged
      ? { ok: true, run: { ...run.run, records: run.run.records.filter(({ type }) => type !== 'verdict') } }
      : run;
  const here = await lab(without);
  here.actions.select({ kind: 'arrow', key: ok });
  await vi.waitUntil(() => here.asked.length === 2);
  judged = true;
  await here.actions.deed('drop');
  expect(here.store.foreseen.value).toBeUndefined();
  expect(here.asked.length).toBe(3);
  expect(here.store.altered.value?.clauses.size).toBeGreaterThan(0);
});
