// `states`: where machines are at the end, or were at some time.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { StateExpectation } from './expectations.ts';
import { type JudgedLine, line, type Names } from './verdict.ts';

export function judgeState(
  expected: StateExpectation,
  records: readonly TraceRecord[],
  names: Names,
): JudgedLine {
  const { machine, on, is, reached, place } = expected;
  const last = new Map<string, { readonly state: string; readonly seq: number }>();
  const visits: number[] = [];
  for (const record of records) {
    if (record.type !== 'state' || record.machine !== machine) continue;
    if (on !== undefined && !names(record.node, on)) continue;
    last.set(`${record.node} ${record.id}`, { state: record.to, seq: record.seq });
    if (reached !== undefined && isIn(record.to, reached)) visits.push(record.seq);
  }
  const who = on === undefined ? machine : `${machine} on ${on}`;
  if (reached !== undefined) {
    const ok = visits.length > 0;
    return line(ok, `${who} ${ok ? 'reached' : 'never reached'} ${reached}`, visits, place);
  }
  const ends = [...last.values()];
  const there = ends.filter(({ state }) => isIn(state, is ?? ''));
  const ok = there.length > 0;
  const states = [...new Set(ends.map(({ state }) => state))].slice(0, 5).join(', ') || 'nowhere';
  const text = ok ? `${who} is in ${is} at the end` : `${who} is in ${states} at the end, not in ${is}`;
  return line(
    ok,
    text,
    (ok ? there : ends).map(({ seq }) => seq),
    place,
  );
}

/** A state is also in those that it is nested in: `calling.waiting` is in `calling`. */
function isIn(state: string, wanted: string): boolean {
  return state === wanted || state.startsWith(`${wanted}.`);
}
