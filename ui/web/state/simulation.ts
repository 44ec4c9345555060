// A run asked of the worker, its model made as it comes in: a long run is shown before it is over.
import type { Us } from '../../../sim/time.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breath } from '../breath.ts';
import { fetched } from '../fetched.ts';
import { createModelMaker, type ModelMaker, type RunModel, type Told } from '../model/run-model.ts';
import type { RunSoFar, SimulationClient } from '../worker/client.ts';
import type { RunAnswer, RunData, RunRequest } from '../worker/messages.ts';
import { inSlices } from './slices.ts';

/** How far a run is that takes its time. */
export interface Progress {
  readonly events: number;
  readonly nowUs: Us;
}

export interface Watcher {
  /** False once nobody wants it any more. */
  goesOn(): boolean;
  progress(progress: Progress): void;
  /**
   * Shows what there is so far, for as long as that goes on; told each time it has doubled, and when the run is `over` and has still to be
   * judged. Until it is shown nothing more is taken.
   */
  show(soFar: RunModel, goesOn: () => boolean, over: boolean): Promise<void>;
}

/** The finished run's model, or what is wrong; undefined where nobody wants it any more. */
export async function simulated(
  client: SimulationClient,
  request: RunRequest,
  watcher: Watcher,
): Promise<RunModel | Extract<RunAnswer, { ok: false }> | undefined> {
  let maker: ModelMaker | undefined;
  let beginning: Promise<void> | undefined;
  let shown = 0;
  let showing: Promise<void> | undefined;
  let whole = false;
  const isUnderWay = (): boolean => !whole && watcher.goesOn();

  async function show(soFar: ModelMaker, records: readonly TraceRecord[], over: boolean): Promise<void> {
    // What is over is shown though it is judged meanwhile: that shows nothing else.
    const goesOn = over ? watcher.goesOn : isUnderWay;
    // Much has been looked at in this task: the page may answer before it draws.
    if (records.length >= recordsAtOnce) await breath();
    const data = unfinished(records);
    const model = over
      ? await modelInPieces(data, goesOn, soFar)
      : await inSlices(soFar.modelling(data), goesOn);
    if (model === undefined) return;
    if (over) mayBeBroken(request, records, soFar);
    await watcher.show(model, goesOn, over);
  }

  /** Of a run that begins as another there is a maker once it has something of its own, or is over. */
  function begin(soFar: RunSoFar): void {
    const { records, before, shared, parted, over } = soFar;
    const told = before && toldBy.get(before);
    if (told === undefined || goingOn === undefined) maker = createModelMaker(records);
    else if (parted || over)
      beginning = inSlices(goingOn.beginningAs(told, records, shared), watcher.goesOn).then((made) => {
        maker = made;
      });
  }

  const answer = await client.run(request, (soFar) => {
    const { records, events, nowUs, parted, over } = soFar;
    watcher.progress({ events, nowUs });
    if (maker === undefined && beginning === undefined) begin(soFar);
    if (over && parted) {
      // One after the other: a model is made of one thing at a time.
      showing = (showing ?? beginning ?? Promise.resolve()).then(() => maker && show(maker, records, over));
      return;
    }
    if (showing !== undefined || maker === undefined) return;
    maker.take(Math.min(records.length, maker.taken + recordsAtOnce));
    // What is as it was before the change is on the screen already.
    if (!parted || maker.taken < 2 * shown) return;
    shown = maker.taken;
    const shows = show(maker, records, over).then(() => {
      if (showing === shows) showing = undefined;
    });
    showing = shows;
  });
  whole = true;
  await beginning;
  await showing;
  if (!watcher.goesOn()) return undefined;
  if (!answer.ok) return answer;
  return modelInPieces(answer.run, watcher.goesOn, maker);
}

/** What long runs have told that are over, by their records: a run that begins as one of them goes on from there. */
const toldBy = new WeakMap<readonly TraceRecord[], Told>();
let goingOn: typeof import('../model/begun.ts') | undefined;

/** A run without further fault rules is what one with some begins as. All that is still to be told of it is how it is judged. */
function mayBeBroken({ faults }: RunRequest, records: readonly TraceRecord[], { told }: ModelMaker): void {
  if (faults.length > 0 || records.length <= recordsAtOnce) return;
  toldBy.set(records, told);
  void fetched(() => import('../model/begun.ts')).then(
    (part) => {
      goingOn = part;
    },
    // Without it a model is made from the first record on.
    () => undefined,
  );
}

/** So many records are taken at once; then the page may draw. */
export const recordsAtOnce = 2_500;

/** A model made piece by piece, or finished where it was begun, so that the page never stands still; undefined where it is not to go on. */
export async function modelInPieces(
  data: RunData,
  goesOn: () => boolean,
  maker: ModelMaker = createModelMaker(data.records),
): Promise<RunModel | undefined> {
  while (maker.taken < data.records.length) {
    if (!goesOn()) return undefined;
    maker.take(Math.min(data.records.length, maker.taken + recordsAtOnce));
    if (maker.taken < data.records.length) await breath();
  }
  return inSlices(maker.modelling(data), goesOn);
}

/** Of a run that broke off. */
export function modelSoFar(
  records: readonly TraceRecord[],
  goesOn: () => boolean,
): Promise<RunModel | undefined> {
  return modelInPieces(unfinished(records), goesOn);
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
