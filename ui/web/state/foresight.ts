// Whoever selects a message may break it next: the worker gets ready for it meanwhile, and of a short run the changes that have a key, and
// any that is pointed at, are simulated and laid out before they are made, so that who makes one sees at once what came of it.
import { effect } from '@preact/signals-core';
import { comingLater } from '../later.ts';
import { deedsFor, type FaultEdit } from '../model/fault-edit.ts';
import type { RunModel } from '../model/run-model.ts';
import type { SimulationClient } from '../worker/client.ts';
import type { RunRequest } from '../worker/messages.ts';
import type { Actions } from './actions.ts';
import { type Foreseen, runForeseen } from './foreseen.ts';
import { modelInPieces } from './simulation.ts';
import type { Store } from './store.ts';

/** Who walks from one message to the next breaks none of them. */
const restMs = 100;

/** A run of more records takes longer than is well spent on what may never be asked for. */
const mostRecords = 2_000;

export function foresee(
  store: Store,
  actions: Pick<Actions, 'editOf' | 'requestWith'>,
  client: Pick<SimulationClient, 'standReady' | 'run'>,
): void {
  const { chosen, busy, trace, showing, altered, foreseen, foreseeing, previewed } = store;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  /** Foreseen for the selected message, or about to be. */
  let asked = new Set<string>();
  effect(() => {
    const selected = chosen.value;
    const isAltered = showing.value === 'b' && altered.value !== undefined;
    const mine = ++turn;
    const goesOn = (): boolean => mine === turn;
    clearTimeout(resting);
    const waits = selected !== undefined && !busy.value && trace.value === undefined;
    foreseeing.value = waits;
    if (!waits) return;
    const { arrow, run } = selected;
    resting = setTimeout(async () => {
      client.standReady(arrow.sent.atUs, isAltered);
      if (isShort(run)) await lookAhead(deedsFor(arrow).map(actions.editOf), goesOn);
      if (goesOn()) foreseeing.value = false;
    }, restMs);
  });

  effect(() => {
    const pointedAt = previewed.value?.edit;
    const run = chosen.peek()?.run;
    const mine = turn;
    if (pointedAt !== undefined && run !== undefined && isShort(run) && !busy.peek())
      void comingLater(() => foreseeOne(pointedAt, () => mine === turn));
  });

  function isShort(run: RunModel): boolean {
    return run.data.records.length <= mostRecords && trace.peek() === undefined;
  }

  /** The likeliest first, one after the other: what is asked for meanwhile waits for one at most. */
  async function lookAhead(edits: readonly (FaultEdit | undefined)[], goesOn: () => boolean): Promise<void> {
    const before = foreseen.peek();
    foreseen.value = [];
    asked = new Set();
    for (const edit of edits) if (edit !== undefined && goesOn()) await foreseeOne(edit, goesOn, before);
  }

  async function foreseeOne(
    edit: FaultEdit,
    goesOn: () => boolean,
    before: readonly Foreseen[] = [],
  ): Promise<void> {
    const request = actions.requestWith(edit);
    const name = JSON.stringify(request);
    if (request === undefined || asked.has(name)) return;
    asked.add(name);
    const run = runForeseen(before, request) ?? (await simulate(request, goesOn));
    if (run !== undefined) foreseen.value = [...foreseen.peek(), { request, run }];
  }

  async function simulate(request: RunRequest, goesOn: () => boolean): Promise<RunModel | undefined> {
    const answer = await client.run(request);
    const run = answer.ok && goesOn() ? await modelInPieces(answer.run, goesOn) : undefined;
    // What was stopped, or could not be judged, is asked for again when it is wanted.
    if (run === undefined || run.clauses.size === 0) return undefined;
    store.layOut(run);
    return run;
  }
}
