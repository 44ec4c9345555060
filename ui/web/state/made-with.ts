// An address says which engine its run was made with, and what came of it: where it is another run here, that is said.
import { divergence } from '../model/run-mark.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Made } from './page-state.ts';

/** A sentence, or undefined where the run is the one that the address was made of, or nobody can tell. */
export function madeOtherwise(made: Made | undefined, run: RunModel | undefined): string | undefined {
  if (made?.run === undefined || run === undefined || run.data.fingerprint === '') return undefined;
  const differs = divergence(made.run, run.data.fingerprint, run.data.records);
  if (differs === undefined) return undefined;
  const { after, before } = differs;
  const eventAt = (count: number): number => {
    const record = run.data.records[count - 1];
    return record === undefined ? 0 : run.steps.upTo({ atUs: record.at, seq: record.seq });
  };
  const where =
    after === undefined
      ? ''
      : before === undefined
        ? ` after event ${eventAt(after)}`
        : ` from between event ${eventAt(after)} and event ${eventAt(before)} on`;
  return `Made with engine ${made.engine ?? 'unknown'}; the trace differs${where}.`;
}
