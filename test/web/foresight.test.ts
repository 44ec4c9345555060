import { expect, it, vi } from 'vitest';
import { type Actions, createActions } from '../../ui/web/state/actions.ts';
import { foresee } from '../../ui/web/state/foresight.ts';
import { createStore, type Store } from '../../ui/web/state/store.ts';
import type { SimulationClient } from '../../ui/web/worker/client.ts';
import type { RunAnswer, RunRequest } from '../../ui/web/worker/messages.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { push, story } from '../scenarios/runs/lab.ts';

// What the changes with a key come to is simulated before they are made.

// A list that the build makes.
vi.mock('../../ui/web/library.ts', () => ({ library: [], shipped: () => undefined }));
vi.stubGlobal('requestAnimationFrame', (drawn: () => void) => setTimeout(drawn));

const text = story({ acts: [push] });
const name = 'own.yaml';
const deedsOf = ['drop', 'delay', 'duplicate'] as const;
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

/** How often the run was asked for that was asked for as the nth. */
function timesAsked({ asked }: Lab, nth: number): number {
  return asked.filter((rules) => rules.join() === asked[nth]!.join()).length;
}

async function foreseen({ store, actions }: Lab, key: string): Promise<void> {
  actions.select({ kind: 'arrow', key });
  expect(store.foreseeing.value).toBe(true);
  await vi.waitUntil(() => !store.foreseeing.value, { timeout: 100_000 });
}

it.each(deedsOf)(
  'who does it asks for no further run, and has the one that they would have had: %s',
  async (deed) => {
    const here = await lab();
    await foreseen(here, ok);
    expect(here.asked.length).toBe(4);
    await here.actions.deed(deed);
    expect(timesAsked(here, deedsOf.indexOf(deed) + 1)).toBe(1);
    const { data, counts, clauses } = here.store.altered.value!;
    const again = simulate({ text, name, faults: here.asked[deedsOf.indexOf(deed) + 1]! }, () => undefined);
    const { records, fingerprint } = (again as Extract<RunAnswer, { ok: true }>).run;
    expect(data).toMatchObject({ fingerprint, records });
    expect(counts.lost).toBe(deed === 'drop' ? 1 : 0);
    expect(clauses.size).toBeGreaterThan(0);
  },
);

it('any other change is simulated when it is made', async () => {
  const here = await lab();
  await foreseen(here, ok);
  await here.actions.deed('corrupt');
  expect(here.asked[4]?.join()).toMatch(/corrupt/);
  expect(here.store.altered.value?.data.faults[0]).toMatch(/^corrupt/);
});

it('of what is pointed at too, once', async () => {
  const here = await lab();
  await foreseen(here, ok);
  const { store, actions } = here;
  const edits = actions.furtherEdits();
  for (const edit of [...edits, ...edits]) {
    store.previewed.value = { key: ok, edit };
    store.previewed.value = undefined;
  }
  await vi.waitUntil(() => store.foreseen.value.length === deedsOf.length + edits.length, {
    timeout: 100_000,
  });
  expect(here.asked.length).toBe(1 + deedsOf.length + edits.length);
  const foreseenRun = store.foreseen.value.at(-1)!.run;
  await actions.addEdit(edits.at(-1)!);
  expect(here.asked.length).toBe(1 + deedsOf.length + edits.length);
  expect(store.altered.value).toBe(foreseenRun);
});

it('a change to a run that is changed already goes on from that', async () => {
  const here = await lab();
  await foreseen(here, 'sender>core/sender.1/INVITE/1/0');
  await here.actions.deed('drop');
  await foreseen(here, ok);
  const dropped = here.asked.findIndex((rules) => rules.length === 2);
  await here.actions.deed('drop');
  expect(timesAsked(here, dropped)).toBe(1);
  expect(here.store.altered.value?.data.faults.length).toBe(2);
});

it('with another seed it is another run', async () => {
  const here = await lab();
  await foreseen(here, ok);
  await here.actions.reseed('another');
  here.actions.select({ kind: 'arrow', key: ok });
  await here.actions.deed('drop');
  expect(here.store.altered.value?.data.seed).toBe('another');
});

it('what could not be judged is asked for again when it is wanted', async () => {
  let judged = false;
  const without = (run: RunAnswer): RunAnswer =>
    run.ok && !judged
      ? { ok: true, run: { ...run.run, records: run.run.records.filter(({ type }) => type !== 'verdict') } }
      : run;
  const here = await lab(without);
  await foreseen(here, ok);
  judged = true;
  await here.actions.deed('drop');
  expect(timesAsked(here, 1)).toBe(2);
  expect(here.store.altered.value?.clauses.size).toBeGreaterThan(0);
});

it('of a long run nothing is simulated ahead', async () => {
  const here = await lab((run) =>
    run.ok ? { ok: true, run: { ...run.run, records: Array(20).fill(run.run.records).flat() } } : run,
  );
  await foreseen(here, ok);
  expect(here.asked.length).toBe(1);
});
