// Whoever selects a message may break it next: the worker gets ready for it meanwhile, and of a small run the likeliest change is simulated and
// laid out before it is made, so that who makes it sees at once what came of it.
import { effect } from '@preact/signals-core';
import { type Deed, deedsFor } from '../model/fault-edit.ts';
import type { SimulationClient } from '../worker/client.ts';
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
  const { chosen, busy, trace, showing, altered, foreseeing } = store;
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
      if (run.data.records.length <= mostRecords) await simulate(deedsFor(arrow)[0]!, goesOn);
      if (goesOn()) foreseeing.value = false;
    }, restMs);
  });

  async function simulate(deed: Deed, goesOn: () => boolean): Promise<void> {
    const edit = actions.editOf(deed);
    const request = edit && actions.requestWith(edit);
    if (request === undefined || runForeseen(store.foreseen.peek(), request) !== undefined) return;
    const answer = await client.run(request);
    if (!goesOn() || !answer.ok) return;
    const run = await modelInPieces(answer.run, goesOn);
    // What was stopped, or could not be judged, is asked for again when it is wanted.
    if (run === undefined || run.clauses.size === 0) return;
    store.layOut(run);
    store.foreseen.value = { request, run };
  }
}
