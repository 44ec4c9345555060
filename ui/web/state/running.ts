// Runs: asked of the worker as the page's state says, prepared piece by piece where they are long, and put into the page whole.
import { batch } from '@preact/signals-core';
import { shipped } from '../library.ts';
import { rulesOf } from '../model/edit-rules.ts';
import type { FaultEdit } from '../model/fault-edit.ts';
import type { RunModel } from '../model/run-model.ts';
import { textInForce } from '../model/text-edit.ts';
import type { SimulationClient } from '../worker/client.ts';
import type { RunAnswer, RunRequest } from '../worker/messages.ts';
import { namesMessage, selectionNamed } from './selection-names.ts';
import { shown } from './shown.ts';
import { isLong } from './sight.ts';
import { modelSoFar, simulated, type Watcher } from './simulation.ts';
import type { Store } from './store.ts';

interface Runs {
  readonly baseline: RunModel | undefined;
  readonly altered: RunModel | undefined;
}

interface Simulated {
  readonly model?: RunModel | undefined;
  readonly failure?: { readonly errors: readonly string[]; readonly defect: boolean };
}

export function createRunning(store: Store, client: SimulationClient) {
  let turn = 0;

  /** What is under way is wanted no more; tells for how long what begins now is. */
  function overtake(): () => boolean {
    const mine = ++turn;
    client.stop();
    return () => mine === turn;
  }

  /** The scenario as it was opened; of one that ships its name alone. */
  function sourceNow(): { readonly name: string; readonly text?: string } | undefined {
    if (store.trace.value !== undefined) return undefined;
    const { name } = shipped(store.scenario.value) ?? {};
    return store.own.value ?? (name === undefined ? undefined : { name });
  }

  function requestFor(edits: readonly FaultEdit[]): RunRequest | undefined {
    const source = sourceNow();
    if (source === undefined) return undefined;
    const seed = store.seed.value;
    const text = textInForce(edits) ?? source.text;
    return {
      name: source.name,
      ...(text !== undefined && { text }),
      ...rulesOf(edits),
      ...(seed !== undefined && { seed }),
    };
  }

  /** The run's model, and why there is none or not all of it; neither where nobody wants it any more. */
  async function simulate(edits: readonly FaultEdit[], watcher: Watcher): Promise<Simulated> {
    const request = requestFor(edits);
    const answer = request === undefined ? noScenario() : await simulated(client, request, watcher);
    if (answer === undefined || 'arrows' in answer) return { model: answer };
    const { errors, defect, soFar } = answer;
    return { model: soFar && (await modelSoFar(soFar, watcher.goesOn)), failure: { errors, defect } };
  }

  function noScenario(): Extract<RunAnswer, { ok: false }> {
    return { ok: false, errors: [`no scenario called ${store.scenario.value} ships`], defect: false };
  }

  /** Runs the baseline, and the altered run where there are edits. A later call overtakes an earlier one. */
  async function rerun({
    both,
    wanted,
  }: {
    readonly both: boolean;
    readonly wanted?: string;
  }): Promise<void> {
    const goesOn = overtake();
    const [before, name] = [store.selection.value, wanted ?? store.selectedName.value];
    const edits = store.edits.value.now.filter(({ off }) => !off);
    const showIn = (place: 'baseline' | 'altered'): Watcher => ({
      goesOn,
      progress(progress) {
        if (goesOn()) store.progress.value = progress;
      },
      async show(soFar, stillWanted) {
        const runs = { baseline: store.baseline.peek(), altered: store.altered.peek(), [place]: soFar };
        if (await prepared(runs, stillWanted)) await put(runs);
      },
    });
    store.busy.value = true;
    store.failure.value = undefined;
    const kept = both ? undefined : store.baseline.value;
    const first = kept === undefined ? await simulate([], showIn('baseline')) : { model: kept };
    const goesOnTo = first.model !== undefined && first.failure === undefined && edits.length > 0;
    const second = goesOnTo ? await simulate(edits, showIn('altered')) : {};
    const runs = { baseline: first.model, altered: second.model };
    if (!(await prepared(runs, goesOn))) return;
    // A reader may have selected something else while it ran.
    const selected = store.selection.value === before ? name : store.selectedName.value;
    await put(runs, { atOnce: both }, () => {
      store.failure.value = second.failure ?? first.failure;
      store.busy.value = false;
      store.progress.value = undefined;
      if (runs.altered === undefined) store.comparing.value = undefined;
      keepSelection(selected);
    });
  }

  function shownOf({ baseline, altered }: Runs): RunModel | undefined {
    return store.showing.peek() === 'b' ? (altered ?? baseline) : baseline;
  }

  /** What there is to be seen of them is there; false where it doesn't go on. */
  async function prepared(runs: Runs, goesOn: () => boolean): Promise<boolean> {
    await store.prepare(shownOf(runs), goesOn);
    return goesOn();
  }

  /** Puts runs into the page, the ladder first; short ones all at once, where something else than a change of the reader's brings them. */
  async function put(runs: Runs, { atOnce = false } = {}, beside = (): void => undefined): Promise<void> {
    const ladderFirst = !atOnce || isLong(shownOf(runs));
    batch(() => {
      store.ladderFirst.value = ladderFirst;
      store.baseline.value = runs.baseline;
      store.altered.value = runs.altered;
      beside();
    });
    if (!ladderFirst) return;
    await shown();
    store.ladderFirst.value = false;
  }

  /** What was selected by this name is in the new run; what that doesn't have is let go. */
  function keepSelection(name: string | undefined): void {
    const { selection, run, chosen } = store;
    const model = run.value;
    if (name === undefined || model === undefined) return;
    if (!namesMessage(name)) selection.value = selectionNamed(model, name);
    else if (chosen.value === undefined) selection.value = undefined;
  }

  return { sourceNow, requestFor, overtake, rerun, prepared, put };
}
