// What two runs have in common before they part: where a run has only fault rules more than another, everything until one of these is at work.
import type { FaultRule } from '../../sim/faults/fault-rule.ts';
import { createMemory } from '../../sim/trace/memory.ts';
import type { RunEntry, TraceRecord } from '../../sim/trace/records.ts';
import type { Sink } from '../../sim/trace/trace.ts';

/** What is known of a run that begins as another did. */
export interface Beginning {
  /** So many records are known from the other run at most. */
  readonly known: number;
  /** How many fault rules both have: the first ones. */
  readonly rules: number;
}

/** How a run begins that has these rules, as another did; undefined where they may differ from the first. */
export function beginningOf(
  run: RunEntry,
  rules: readonly FaultRule[],
  other: readonly TraceRecord[],
): Beginning | undefined {
  const [first] = other;
  if (first?.type !== 'run' || withoutRules(first) !== withoutRules(run)) return undefined;
  const both = rulesIn(first);
  if (JSON.stringify(both) !== JSON.stringify(rulesIn(run).slice(0, both.length))) return undefined;
  if (rules.slice(both.length).some(holdsFromTheFirst)) return undefined;
  const verdicts = other.findIndex(({ type }) => type === 'verdict' || type === 'end');
  return { known: verdicts < 0 ? other.length : verdicts, rules: both.length };
}

type Told = Omit<RunEntry, 'type'>;

function rulesIn({ parameters }: Told): readonly unknown[] {
  const { faults } = parameters as { readonly faults: readonly unknown[] };
  return faults;
}

/** What a run was told, but for its fault rules. */
function withoutRules({ title, scenario, seed, epoch, parameters }: Told): string {
  const rest = { ...(parameters as Readonly<Record<string, unknown>>), faults: undefined };
  return JSON.stringify([title, scenario, seed, epoch, rest]);
}

/** Hosts come up before the first event: what holds from the first moment holds for them too. */
function holdsFromTheFirst(rule: FaultRule): boolean {
  return ('fromUs' in rule && rule.fromUs === 0) || ('atUs' in rule && rule.atUs === 0);
}

/** A memory that was not told all, because some of it is as in another run. */
export interface FilledMemory {
  readonly sink: Sink;
  readonly records: readonly TraceRecord[];
  /** Takes from the other run what it lacks before the record of this number. */
  fill(before: number): void;
  /** The run was told something else than it was. */
  replaceFirst(run: RunEntry): void;
}

/** As `createMemory`, after another run's records. */
export function createFilledMemory(other: readonly TraceRecord[]): FilledMemory {
  const { sink, records } = createMemory();
  function fill(before: number): void {
    for (let seq = records.length; seq < before; seq++) sink(other[seq]!);
  }
  return {
    records,
    fill,
    replaceFirst(run) {
      records[0] = { ...records[0], ...run } as TraceRecord;
    },
    sink(record) {
      fill(record.seq);
      sink(record);
    },
  };
}
