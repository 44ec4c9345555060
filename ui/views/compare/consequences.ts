// Why a message differs: from its cause back, what else of the run differs. A timer that fired because in the other run something stopped it
// leads to what stopped it there.
import type { TimerEntry, TraceRecord } from '../../../sim/trace/records.ts';
import type { MessageRow } from '../ladder-model.ts';
import type { Comparison } from './compare-messages.ts';

export interface Consequence {
  /** The place of the earlier difference that this one follows from; absent where none is known. */
  readonly follows?: number;
  /** The record that brought the message about, in B, or in A for what only A has. */
  readonly cause?: TraceRecord;
}

/** One for each difference. Looks at each record twice, however long its chain of causes is. */
export function consequencesOf(
  { differences, atA, atB }: Comparison,
  a: readonly TraceRecord[],
  b: readonly TraceRecord[],
): Consequence[] {
  const [inA, inB] = [readRun(a, atA), readRun(b, atB)];
  const plain = { a: originsOf(a, inA, undefined), b: originsOf(b, inB, undefined) };
  const origins = {
    a: originsOf(a, inA, { run: inB, origins: plain.b }),
    b: originsOf(b, inB, { run: inA, origins: plain.a }),
  };
  return differences.map(({ a: one, b: other }, index) => {
    const run = other === undefined ? inA : inB;
    const seq = (other ?? one)!.seq;
    const cause = run.bySeq.get(run.bySeq.get(seq)?.cause ?? -1);
    const [here, there] = other === undefined ? (['a', 'b'] as const) : (['b', 'a'] as const);
    let follows = origins[here].get(seq);
    // What stopped a timer in the other run may come later in this one: what it came of there is asked for then.
    for (let steps = 0; follows !== undefined && follows >= index; steps++) {
      const stopping: MessageRow | undefined = differences[follows]?.[there];
      follows = steps === mostSteps || stopping === undefined ? undefined : plain[there].get(stopping.seq);
    }
    return { ...(cause !== undefined && { cause }), ...(follows !== undefined && { follows }) };
  });
}

/** So far back is looked for what another run's message came of. */
const mostSteps = 64;

/** By the number of a record: the difference that what it causes follows from. */
type Origins = ReadonlyMap<number, number>;

interface ReadRun {
  readonly bySeq: ReadonlyMap<number, TraceRecord>;
  /** What ended each timer, by all that is known of it when it is set. */
  readonly cleared: ReadonlyMap<string, TraceRecord>;
  readonly placeOf: (record: TraceRecord) => number | undefined;
}

function readRun(records: readonly TraceRecord[], places: ReadonlyMap<string, number>): ReadRun {
  const bySeq = new Map<number, TraceRecord>();
  const cleared = new Map<string, TraceRecord>();
  for (const record of records) {
    bySeq.set(record.seq, record);
    if (record.type === 'timer.cleared') cleared.set(timerName(record), record);
  }
  const placeOf = (record: TraceRecord): number | undefined =>
    record.type.startsWith('message.') && 'key' in record ? places.get(record.key) : undefined;
  return { bySeq, cleared, placeOf };
}

function timerName({ node, owner, name, due }: TimerEntry): string {
  return `${node}/${owner}/${name}/${due}`;
}

function originsOf(
  records: readonly TraceRecord[],
  { placeOf }: ReadRun,
  other: { readonly run: ReadRun; readonly origins: Origins } | undefined,
): Origins {
  const origins = new Map<number, number>();
  for (const record of records) {
    const before = record.cause === undefined ? undefined : origins.get(record.cause);
    const stopped = record.type === 'timer.fired' ? other?.run.cleared.get(timerName(record)) : undefined;
    const instead = stopped && other?.origins.get(stopped.seq);
    // What a message is caused by is asked of its sending; what it causes, of the message itself.
    const sent = record.type === 'message.sent' ? undefined : placeOf(record);
    const origin = sent ?? before ?? instead;
    if (origin !== undefined) origins.set(record.seq, origin);
  }
  return origins;
}
