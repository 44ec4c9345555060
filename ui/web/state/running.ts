// Runs: asked of the worker as the page's state says, prepared piece by piece where they are long, and put into the page whole.
import { batch } from '@preact/signals-core';
import { shipped } from '../library.ts';
import { rulesOf } from '../model/edit-rules.ts';
import type { FaultEdit } from '../model/fault-edit.ts';
import type { RunModel } from '../model/run-model.ts';
import { textInForce } from '../model/text-edit.ts';
import type { SimulationClient } from '../worker/client.ts';
import type { RunAnswer, RunRequest } from '../worker/messages.ts';
import { runForeseen } from './foreseen.ts';
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

/** A short run is judged by then, once it is shown. */
const judgedSoonMs = 150;

export function createRunning(store: Store, client: SimulationClient) {
  let turn = 0;
  /** What stands around a run that has still to be judged waits for that. */
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** The run that is altered: under way, or whole. */
  let baseline: Promise<Simulated> | undefined;

  /** What is under way is wanted no more, but for the baseline where that is to be altered; tells for how long what begins now is. */
  function overtake(keepsBaseline = false): () => boolean {
    const mine = ++turn;
    client.leave(keepsBaseline);
    if (!keepsBaseline) baseline = undefined;
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
    const model = request && runForeseen(store.foreseen.peek(), request);
    if (model !== undefined) return { model };
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
    const goesOn = overtake(!both);
    const [before, name] = [store.selection.value, wanted ?? store.selectedName.value];
    const edits = store.edits.value.now.filter(({ off }) => !off);
    store.busy.value = true;
    store.failure.value = undefined;
    const mine: Promise<Simulated> =
      baseline ??
      simulate(
        [],
        watching('baseline', () => baseline === mine, edits.length > 0),
      );
    baseline = mine;
    const altering = edits.length > 0 ? simulate(edits, watching('altered', goesOn)) : undefined;
    const [first, second = {}] = await Promise.all([mine, altering]);
    // What broke off may be mended by a change.
    if (first.failure !== undefined && baseline === mine)
      baseline = first.model && Promise.resolve({ model: first.model });
    const runs = {
      baseline: first.model,
      altered: first.model !== undefined && first.failure === undefined ? second.model : undefined,
    };
    if (!goesOn() || !(await prepared(runs, goesOn))) return;
    // A reader may have selected something else while it ran.
    const selected = store.selection.value === before ? name : store.selectedName.value;
    await put(runs, { atOnce: both }, () => {
      store.failure.value = first.failure ?? second.failure;
      store.busy.value = false;
      store.progress.value = undefined;
      if (runs.altered === undefined) store.comparing.value = undefined;
      keepSelection(selected);
    });
  }

  /** Shows a run while it comes in. Who `waitsForMore` is not shown a short one that is altered at once. */
  function watching(place: keyof Runs, goesOn: () => boolean, waitsForMore = false): Watcher {
    return {
      goesOn,
      progress(progress) {
        if (goesOn()) store.progress.value = progress;
      },
      async show(soFar, stillWanted, over) {
        if (over && waitsForMore) return;
        const runs = { baseline: store.baseline.peek(), altered: store.altered.peek(), [place]: soFar };
        const show = async (): Promise<void> => {
          if (await prepared(runs, stillWanted)) await put(runs, { over, goesOn: !over });
        };
        await (isLong(soFar) ? client.alone(show) : show());
      },
    };
  }

  function shownOf({ baseline, altered }: Runs): RunModel | undefined {
    return store.showing.peek() === 'b' ? (altered ?? baseline) : baseline;
  }

  /** What there is to be seen of them is there; false where it doesn't go on. */
  async function prepared(runs: Runs, goesOn: () => boolean): Promise<boolean> {
    await store.prepare(shownOf(runs), goesOn);
    return goesOn();
  }

  /**
   * Puts runs into the page, the ladder first; short ones all at once, where something else than a change of the reader's brings them. What
   * stands around one that is `over` and has still to be judged waits for that a moment longer. Of one that still `goesOn` more will come:
   * it is drawn in a task of its own, so that none takes long.
   */
  async function put(
    runs: Runs,
    { atOnce = false, over = false, goesOn = false } = {},
    beside = (): void => undefined,
  ): Promise<void> {
    const ladderFirst = !atOnce || isLong(shownOf(runs));
    clearTimeout(waiting);
    batch(() => {
      store.ladderFirst.value = ladderFirst && (goesOn ? 'in a task' : 'at once');
      store.baseline.value = runs.baseline;
      store.altered.value = runs.altered;
      beside();
    });
    if (!ladderFirst) return;
    await shown();
    if (!over) store.ladderFirst.value = false;
    else
      waiting = setTimeout(() => {
        store.ladderFirst.value = false;
      }, judgedSoonMs);
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
