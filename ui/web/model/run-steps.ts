// What one can step through: places among the records, since a long run has hundreds of thousands of them.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { countBefore } from '../../views/bisect.ts';
import type { Instant } from './arrows.ts';

export interface Step extends Instant {
  readonly what: 'sent' | 'arrived' | 'lost' | 'timer' | 'state' | 'fault' | 'act';
}

/** In order. The list may grow. */
export interface RunSteps extends Iterable<Step> {
  readonly length: number;
  at(index: number): Step | undefined;
  /** How many lie at or before a moment. */
  upTo(now: Instant): number;
}

/** Gathers the steps among records, which may grow at their end; each is taken by its place. */
export class StepList implements RunSteps {
  readonly #records: readonly TraceRecord[];
  readonly #places: number[];

  constructor(records: readonly TraceRecord[], places: number[]) {
    this.#records = records;
    this.#places = places;
  }

  take(place: number): void {
    if (whatOf(this.#records[place]!) !== undefined) this.#places.push(place);
  }

  get length(): number {
    return this.#places.length;
  }

  at(index: number): Step | undefined {
    const record = this.#records[this.#places[index] ?? -1];
    const what = record && whatOf(record);
    return what && { atUs: record!.at, seq: record!.seq, what };
  }

  upTo({ atUs, seq }: Instant): number {
    return countBefore(this.#places.length, (index) => {
      const record = this.#records[this.#places[index]!]!;
      return record.at < atUs || (record.at === atUs && record.seq <= seq);
    });
  }

  *[Symbol.iterator](): Iterator<Step> {
    for (let index = 0; index < this.#places.length; index++) yield this.at(index)!;
  }
}

function whatOf(record: TraceRecord): Step['what'] | undefined {
  switch (record.type) {
    case 'message.sent':
      return 'sent';
    case 'message.received':
      return 'arrived';
    case 'message.dropped':
      return 'lost';
    case 'timer.fired':
      return 'timer';
    case 'state':
      return 'state';
    case 'fault':
      return 'fault';
    case 'act':
      return 'act';
    default:
      return undefined;
  }
}
