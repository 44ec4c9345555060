// A run asked of the worker, its model made as it comes in: a long run is shown before it is over.
import type { Us } from '../../../sim/time.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breath } from '../breath.ts';
import { createModelMaker, type ModelMaker, type RunModel } from '../model/run-model.ts';
import type { RunSoFar, SimulationClient } from '../worker/client.ts';
import type { RunAnswer, RunData, RunRequest } from '../worker/messages.ts';

/** How far a run is that takes its time. */
export interface Progress {
  readonly events: number;
  readonly nowUs: Us;
}

export interface Watcher {
  progress(progress: Progress): void;
  /** Shows what there is so far; told each time that has doubled. */
  show(soFar: RunModel): void;
}

/** The finished run's model, or what is wrong. */
export async function simulated(
  client: SimulationClient,
  request: RunRequest,
  watcher: Watcher,
): Promise<RunModel | Extract<RunAnswer, { ok: false }>> {
  let maker: ModelMaker | undefined;
  let shown = 0;
  const answer = await client.run(request, (soFar: RunSoFar) => {
    const { records, events, nowUs, parted } = soFar;
    maker ??= createModelMaker(records);
    maker.take(records.length);
    watcher.progress({ events, nowUs });
    // What is as it was before the change is on the screen already.
    if (!parted || records.length < 2 * shown) return;
    shown = records.length;
    watcher.show(maker.model(unfinished(records)));
  });
  return answer.ok ? modelInPieces(answer.run, maker) : answer;
}

/** So many records are taken at once; then the page may draw. */
export const recordsAtOnce = 5_000;

/** A model made piece by piece, or finished where it was begun, so that the page never stands still. */
export async function modelInPieces(data: RunData, begun?: ModelMaker): Promise<RunModel> {
  const maker = begun ?? createModelMaker(data.records);
  while (maker.taken < data.records.length) {
    maker.take(Math.min(data.records.length, maker.taken + recordsAtOnce));
    if (maker.taken < data.records.length) await breath();
  }
  return maker.model(data);
}

/** Of a run that broke off. */
export function modelSoFar(records: readonly TraceRecord[]): Promise<RunModel> {
  return modelInPieces(unfinished(records));
}

/** What is known of a run that is under way. */
function unfinished(records: readonly TraceRecord[]): RunData {
  const [run] = records;
  return {
    records,
    verdict: { ok: true, lines: [], warnings: [] },
    fingerprint: '',
    reason: 'limit of events',
    seed: run?.type === 'run' ? run.seed : '',
    title: run?.type === 'run' ? run.title : '',
    description: '',
    faults: [],
    ownFaults: 0,
    unmatched: [],
    tookMs: 0,
  };
}
