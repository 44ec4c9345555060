// Going somewhere in the run: to the next message, timer, state or trouble; to the same two hosts; to a cause, to an effect.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { countUpTo, isAfter } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Step } from '../model/run-steps.ts';
import { troublesOf } from '../model/troubles.ts';
import type { Page } from '../page.ts';
import type { Selection, Store } from './store.ts';

export type StepKind = 'message' | 'timer' | 'state' | 'trouble';

const kinds = { message: 'sent', timer: 'timer', state: 'state' } as const;
const nothing: Readonly<Record<StepKind, string>> = {
  message: 'No further message.',
  timer: 'No further timer that fires.',
  state: 'No further change of state.',
  trouble: 'No further loss, fault or violation.',
};

/** The playhead goes to the next of a kind, or the one before; what stands there is selected. */
export function goToKind({ store, playback, selectRecord }: Page, kind: StepKind, by: 1 | -1): void {
  const run = store.run.value;
  if (run === undefined) return;
  const from = (now: Instant): Instant | undefined =>
    kind === 'trouble' ? nextTrouble(run, now, by) : nextStep(run, now, by, kinds[kind]);
  const now = store.now.value;
  // At the end, where every run is opened, nothing comes: as playing does, it begins anew.
  const next = from(now) ?? (by > 0 && now.atUs >= run.endUs ? from(theBeginning) : undefined);
  if (next === undefined) {
    store.said.value = nothing[kind];
    return;
  }
  playback.toMoment(next);
  selectRecord(next.seq);
}

const theBeginning: Instant = { atUs: 0, seq: -1 };

function nextTrouble(run: RunModel, now: Instant, by: 1 | -1): Instant | undefined {
  const all = troublesOf(run);
  if (by > 0) return all[countUpTo(all, now)];
  return all.findLast((one) => isAfter(now, one) && !isNow(one, now, run));
}

/** Looks no further than it has to: a long run has hundreds of thousands of steps. */
function nextStep(run: RunModel, now: Instant, by: 1 | -1, what: Step['what']): Instant | undefined {
  const { steps } = run;
  const upTo = steps.upTo(now);
  for (let at = by > 0 ? upTo : upTo - 1; at >= 0 && at < steps.length; at += by) {
    const step = steps.at(at)!;
    if (step.what === what && (by > 0 || (isAfter(now, step) && !isNow(step, now, run)))) return step;
  }
  return undefined;
}

/** A playhead that was put to a time stands at the last event of that time. */
function isNow(one: Instant, now: Instant, { steps }: RunModel): boolean {
  if (now.seq !== Number.MAX_SAFE_INTEGER || one.atUs !== now.atUs) return false;
  return steps.at(steps.upTo(now) - 1)?.seq === one.seq;
}

/** So many messages on, or back; without a selection to the first, or the last. */
export function walkBy({ store, actions }: Page, by: number): void {
  const arrows = shownArrows(store);
  const at = placeOfSelected(store, arrows);
  const wanted = at < 0 ? (by === Number.POSITIVE_INFINITY ? arrows.length - 1 : 0) : at + by;
  choose(actions, arrows[Math.max(0, Math.min(arrows.length - 1, wanted))]);
}

/** The next message between the hosts of the selected one, whichever way it goes. */
export function goToSameLane({ store, actions }: Page, by: 1 | -1): void {
  const arrows = shownArrows(store);
  let at = placeOfSelected(store, arrows);
  const here = arrows[at];
  if (here === undefined) return;
  const hop = hopOf(here);
  do at += by;
  while (arrows[at] !== undefined && hopOf(arrows[at]!) !== hop);
  choose(actions, arrows[at]);
}

/** To the message or timer that brought about what is selected. */
export function goToCause({ store, selectRecord }: Page): void {
  const run = store.run.value;
  const [first, last] = selectedSeqs(store);
  if (run === undefined || first === undefined) return;
  const from = run.bySeq.get(store.selection.value?.kind === 'timer' ? (last ?? first) : first);
  for (let record = from; record?.cause !== undefined; ) {
    record = run.bySeq.get(record.cause);
    if (record !== undefined && canBeSelected(record)) {
      selectRecord(record.seq);
      return;
    }
  }
  store.said.value = 'Nothing in the run brought it about: the scenario did.';
}

/** To the first message that it brought about, else to the first timer or state. */
export function goToEffect({ store, selectRecord }: Page): void {
  const run = store.run.value;
  const seqs = selectedSeqs(store);
  if (run === undefined || seqs.length === 0) return;
  const effects = effectsOf(run, seqs);
  const effect = effects.find(({ type }) => type === 'message.sent') ?? effects[0];
  if (effect === undefined) store.said.value = 'It brought nothing about.';
  else selectRecord(effect.seq);
}

function effectsOf({ data: { records } }: RunModel, seqs: readonly number[]): TraceRecord[] {
  const first = Math.min(...seqs);
  return records.filter(
    (record) =>
      record.seq > first &&
      record.type !== 'message.received' &&
      record.cause !== undefined &&
      seqs.includes(record.cause) &&
      canBeSelected(record),
  );
}

function canBeSelected({ type }: TraceRecord): boolean {
  return /^(?:message\.(?:sent|received)|timer\.(?:set|fired)|state)$/.test(type);
}

/** The records of what is selected: of a message its sending and arrival, of a timer its setting and firing, of a state what caused it. */
function selectedSeqs({ selection, run }: Store): number[] {
  const chosen = selection.value;
  const model = run.value;
  if (chosen === undefined || model === undefined) return [];
  if (chosen.kind === 'arrow') {
    const message = model.arrowByKey.get(chosen.key)?.message;
    return [message?.seq, message?.arrivedSeq].filter((seq) => seq !== undefined);
  }
  if (chosen.kind === 'timer') {
    const timer = model.timers.find(({ set, end }) => set.seq === chosen.seq || end?.seq === chosen.seq);
    return [timer?.set.seq, timer?.end?.seq].filter((seq) => seq !== undefined);
  }
  const cause = model.bySeq.get(chosen.seq)?.cause;
  return cause === undefined ? [chosen.seq] : [chosen.seq, cause];
}

/** Where the selected message stands among those that are shown; -1 where it doesn't. */
function placeOfSelected(store: Store, arrows: readonly Arrow[]): number {
  const wanted = selectedKey(store);
  const index = store.run.value?.arrowByKey.get(wanted ?? '')?.index ?? -1;
  // Where all of them are shown it is known.
  return arrows[index]?.key === wanted ? index : arrows.findIndex(({ key }) => key === wanted);
}

function selectedKey({ selection }: Store): string | undefined {
  return selection.value?.kind === 'arrow' ? selection.value.key : undefined;
}

/** As they stand in the ladder: without hidden lanes, without what goes on inside a folded core, without hidden layers. */
export function shownArrows({ sight }: Pick<Store, 'sight'>): readonly Arrow[] {
  return sight.value?.bulk.arrows ?? [];
}

function hopOf({ message: { fromNode, toNode } }: Arrow): string {
  return [fromNode, toNode].sort().join(' ');
}

function choose({ select }: { select(selection: Selection): void }, arrow: Arrow | undefined): void {
  if (arrow !== undefined) select({ kind: 'arrow', key: arrow.key });
}
