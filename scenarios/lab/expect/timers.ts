// `timers`: that a timer was set, fired or cleared.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { TimerExpectation } from './expectations.ts';
import { at, happened, type JudgedLine, line, type Names, times } from './verdict.ts';

export function judgeTimer(
  expected: TimerExpectation,
  records: readonly TraceRecord[],
  names: Names,
): JudgedLine {
  const { change, timer, on, atUs, place } = expected;
  const wanted = timerKey(timer);
  const because: number[] = [];
  for (const record of records) {
    if (!isTimer(record) || record.type !== `timer.${change}` || timerKey(record.name) !== wanted) continue;
    if (on !== undefined && !names(record.node, on)) continue;
    if (atUs === undefined || record.at === atUs) because.push(record.seq);
  }
  const ok = expected.times === undefined ? because.length > 0 : because.length === expected.times;
  const verb = change === 'fired' ? 'fired' : `was ${change}`;
  const where = `${on === undefined ? '' : ` on ${on}`}${atUs === undefined ? '' : ` at ${at(atUs)}`}`;
  const not = ok ? '' : `, not ${expected.times === undefined ? 'at least once' : times(expected.times)}`;
  return line(ok, `${timer} ${happened(verb, because.length)}${where}${not}`, because, place);
}

type TimerRecord = Extract<TraceRecord, { readonly due: number }>;

function isTimer(record: TraceRecord): record is TimerRecord {
  return record.type === 'timer.set' || record.type === 'timer.fired' || record.type === 'timer.cleared';
}

/** `timerB`, `Timer B` and `B` are one timer. */
export function timerKey(name: string): string {
  return name.toLowerCase().replace(/^timer ?/, '');
}
