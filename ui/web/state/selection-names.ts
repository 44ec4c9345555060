// The name of what is selected, for an address and for another run. A message's is its key; a timer's and a state's say of whom, what, and
// the how manieth of that name it is, so that they hold where a fault has moved every record after it.
import type { Stamped, StateEntry, TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Selection } from './store.ts';

/** `timer:core/client INVITE z9hG4bKoae7/timerA/2`, `state:bob/pushReceiver/invitation 1/receiving/1`; undefined where the run has no such thing. */
export function nameOfSelection(run: RunModel, selection: Selection): string | undefined {
  if (selection.kind === 'arrow') return selection.key;
  const { kind, seq } = selection;
  const record = run.bySeq.get(kind === 'timer' ? (timerAt(run, seq)?.set.seq ?? seq) : seq);
  if (record === undefined || !isMoment(kind, record)) return undefined;
  const own = partsOf(record);
  let nth = 0;
  for (const one of run.data.records) {
    if (isMoment(kind, one) && partsOf(one).every((part, at) => part === own[at])) nth++;
    if (one === record) break;
  }
  return `${kind}:${own.join('/')}/${nth}`;
}

/** What a run has of this name, or the message of this key. A timer is pointed at where it ended, as a click on it does. */
export function selectionNamed(run: RunModel, name: string): Selection | undefined {
  const [, word, own, nth] = momentName.exec(name) ?? [];
  if (word === undefined) return { kind: 'arrow', key: name };
  const kind = word === 'timer' ? 'timer' : 'state';
  let left = Number(nth);
  const found = run.data.records.find(
    (one) => isMoment(kind, one) && partsOf(one).join('/') === own && --left === 0,
  );
  if (found === undefined) return undefined;
  return { kind, seq: (kind === 'timer' ? timerAt(run, found.seq)?.end?.seq : undefined) ?? found.seq };
}

/** Whether it is a message's: those are known before the run is. */
export function namesMessage(name: string): boolean {
  return !momentName.test(name);
}

const momentName = /^(timer|state):(.+)\/([1-9]\d{0,8})$/s;

type Moment = Stamped<TimerEntry> | Stamped<StateEntry>;

/** A timer is counted where it was set. */
function isMoment(kind: 'timer' | 'state', record: TraceRecord): record is Moment {
  return record.type === (kind === 'timer' ? 'timer.set' : 'state');
}

function partsOf(record: Moment): readonly string[] {
  return record.type === 'state'
    ? [record.node, record.machine, record.id, record.to]
    : [record.node, record.owner, record.name];
}

function timerAt({ timers }: RunModel, seq: number): RunModel['timers'][number] | undefined {
  return timers.find(({ set, end }) => set.seq === seq || end?.seq === seq);
}
