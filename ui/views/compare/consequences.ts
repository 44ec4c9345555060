// Why a message differs: from its cause back, what else of the run differs. A timer that fired because in the other run something stopped it
// leads to what stopped it there.

import { atOnce, each, type Steps } from '../../../sim/steps.ts';
import type { TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';
import { placeOfSeq } from '../records-by-seq.ts';
import type { Comparison } from './difference.ts';

export interface Consequence {
  /** The place of the earlier difference that this one follows from; absent where none is known. */
  readonly follows?: number;
  /** The record that brought the message about, in B, or in A for what only A has. */
  readonly cause?: TraceRecord;
}

/** One for each difference. Looks at each record twice, however long its chain of causes is. */
export function consequencesOf(
  comparison: Comparison,
  a: readonly TraceRecord[],
  b: readonly TraceRecord[],
): Consequence[] {
  return atOnce(findingConsequences(comparison, a, b));
}

/** The same step by step. */
export function* findingConsequences(
  { differences, atA, atB }: Comparison,
  a: readonly TraceRecord[],
  b: readonly TraceRecord[],
): Steps<Consequence[]> {
  const runs = { a: yield* readRun(a, atA), b: yield* readRun(b, atB) };
  const own = { a: yield* originsOf(runs.a), b: yield* originsOf(runs.b) };
  const origins = {
    a: yield* originsOf(runs.a, { run: runs.b, origins: own.b }),
    b: yield* originsOf(runs.b, { run: runs.a, origins: own.a }),
  };
  const found: Consequence[] = [];
  yield* each(differences, ({ a: one, b: other }, index) => {
    const [here, there] = other === undefined ? (['a', 'b'] as const) : (['b', 'a'] as const);
    const { records } = runs[here];
    const place = placeOfSeq(records, (other ?? one)!.seq);
    const cause = records[placeOfSeq(records, records[place]?.cause ?? -1)];
    let follows = origins[here][place] ?? none;
    // What stopped a timer in the other run may come later in this one: what it came of there is asked for then.
    for (let steps = 0; follows >= index; steps++) {
      const stopping = differences[follows]?.[there];
      if (steps === mostSteps || stopping === undefined) follows = none;
      else follows = own[there][placeOfSeq(runs[there].records, stopping.seq)] ?? none;
    }
    found.push({ ...(cause !== undefined && { cause }), ...(follows !== none && { follows }) });
  });
  return found;
}

const none = -1;
/** So far back is looked for what another run's message came of. */
const mostSteps = 64;

/** By the place of a record: the place of the difference that what it causes follows from. */
type Origins = Int32Array;

interface ReadRun {
  readonly records: readonly TraceRecord[];
  /** Places of the differences, by key. */
  readonly places: ReadonlyMap<string, number>;
  /** Where each timer was cleared, by all that is known of it when it is set. */
  readonly cleared: ReadonlyMap<string, number>;
}

function* readRun(records: readonly TraceRecord[], places: ReadonlyMap<string, number>): Steps<ReadRun> {
  const cleared = new Map<string, number>();
  yield* each(records, (record, index) => {
    if (record.type === 'timer.cleared') cleared.set(timerName(record), index);
  });
  return { records, places, cleared };
}

function timerName({ node, owner, name, due }: TimerEntry): string {
  return `${node}/${owner}/${name}/${due}`;
}

function* originsOf(
  { records, places }: ReadRun,
  other?: { readonly run: ReadRun; readonly origins: Origins },
): Steps<Origins> {
  const origins = new Int32Array(records.length).fill(none);
  yield* each(records, (record, index) => {
    const own = placeOf(record, places);
    const before = record.cause === undefined ? undefined : origins[placeOfSeq(records, record.cause)];
    origins[index] = own ?? (before === none || before === undefined ? instead(record, other) : before);
  });
  return origins;
}

/** What a message is caused by is asked of its sending; what it causes, of what became of it. */
function placeOf(record: TraceRecord, places: ReadonlyMap<string, number>): number | undefined {
  switch (record.type) {
    case 'message.received':
    case 'message.dropped':
    case 'message.delayed':
    case 'message.duplicated':
      return places.get(record.key);
    default:
      return undefined;
  }
}

/** What stopped a timer in the other run that fires in this one. */
function instead(
  record: TraceRecord,
  other: { readonly run: ReadRun; readonly origins: Origins } | undefined,
): number {
  if (record.type !== 'timer.fired' || other === undefined) return none;
  const stopped = other.run.cleared.get(timerName(record));
  return stopped === undefined ? none : (other.origins[stopped] ?? none);
}
