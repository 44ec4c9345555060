// The records of a trace by what monitors ask for: type, node and what stands beside these. Each part is made when it is first asked for, in
// time linear in the records of its type.
import type { TraceRecord } from '../../../sim/trace/records.ts';

/** The records of a type; those of timers and messages share one shape. */
export type RecordOf<T extends TraceRecord['type'], R = TraceRecord> = R extends { readonly type: infer U }
  ? T extends U
    ? R
    : never
  : never;

export class TraceIndex {
  readonly #byType = new Map<TraceRecord['type'], TraceRecord[]>();
  readonly #groups = new Map<string, ReadonlyMap<unknown, readonly TraceRecord[]>>();
  readonly #bySeq: ReadonlyMap<number, TraceRecord> | undefined;
  readonly #records: readonly TraceRecord[];

  constructor(records: readonly TraceRecord[]) {
    this.#records = records;
    let inPlace = true;
    let at = 0;
    for (const record of records) {
      push(this.#byType, record.type, record);
      inPlace &&= record.seq === at++;
    }
    // A whole trace has each record at its number.
    this.#bySeq = inPlace ? undefined : new Map(records.map((record) => [record.seq, record]));
  }

  at(seq: number): TraceRecord | undefined {
    return this.#bySeq === undefined ? this.#records[seq] : this.#bySeq.get(seq);
  }

  /** In the order of the trace. */
  of<T extends TraceRecord['type']>(type: T): readonly RecordOf<T>[] {
    return (this.#byType.get(type) ?? none) as unknown as readonly RecordOf<T>[];
  }

  /** The records of a type that have the same key as the one asked for; `by` names the way in which they are grouped. */
  grouped<T extends TraceRecord['type']>(
    type: T,
    by: string,
    keyOf: (record: RecordOf<T>) => string | undefined,
    key: string,
  ): readonly RecordOf<T>[] {
    const name = `${type} ${by}`;
    let groups = this.#groups.get(name);
    if (groups === undefined) {
      const made = new Map<unknown, TraceRecord[]>();
      for (const record of this.of(type)) {
        const own = keyOf(record);
        if (own !== undefined) push(made, own, record as unknown as TraceRecord);
      }
      groups = made;
      this.#groups.set(name, groups);
    }
    return (groups.get(key) ?? none) as unknown as readonly RecordOf<T>[];
  }
}

const none: readonly TraceRecord[] = [];

export function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
