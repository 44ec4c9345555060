// Whoever selects a message may break it next: the worker gets ready for it meanwhile, and of a short run the changes that have a key are
// simulated and laid out before they are made, so that who makes one sees at once what came of it.
import { effect } from '@preact/signals-core';
import { type Deed, deedsFor } from '../model/fault-edit.ts';
import type { RunModel } from '../model/run-model.ts';
import type { SimulationClient } from '../worker/client.ts';
import type { RunRequest } from '../worker/messages.ts';
import type { Actions } from './actions.ts';
import { runForeseen } from './foreseen.ts';
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
  const { chosen, busy, trace, showing, altered, foreseen, foreseeing } = store;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
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
      if (run.data.records.length <= mostRecords) await lookAhead(deedsFor(arrow), goesOn);
      if (goesOn()) foreseeing.value = false;
    }, restMs);
  });

  /** The likeliest first, one after the other: what is asked for meanwhile waits for one at most. */
  async function lookAhead(deeds: readonly Deed[], goesOn: () => boolean): Promise<void> {
    const before = foreseen.peek();
    foreseen.value = [];
    for (const deed of deeds) {
      const edit = goesOn() ? actions.editOf(deed) : undefined;
      const request = edit && actions.requestWith(edit);
      const run = request && (runForeseen(before, request) ?? (await simulate(request, goesOn)));
      if (run !== undefined) foreseen.value = [...foreseen.peek(), { request: request!, run }];
    }
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
