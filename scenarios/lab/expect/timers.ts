// `timers`: that a timer was set, fired or cleared.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { TimerExpectation } from '../scenario.ts';
import { at, type JudgedLine, line, type Names, times } from './verdict.ts';

export function judgeTimer(
  expected: TimerExpectation,
  records: readonly TraceRecord[],
  names: Names,
): JudgedLine {
  const { change, timer, on, atUs, place } = expected;
  const wanted = timerKey(timer);
  const because = records.flatMap((record) =>
    record.type === `timer.${change}` &&
    timerKey(record.name) === wanted &&
    (on === undefined || names(record.node, on)) &&
    (atUs === undefined || record.at === atUs)
      ? [record.seq]
      : [],
  );
  const ok = expected.times === undefined ? because.length > 0 : because.length === expected.times;
  const verb = change === 'fired' ? 'fired' : `was ${change}`;
  const where = `${on === undefined ? '' : ` on ${on}`}${atUs === undefined ? '' : ` at ${at(atUs)}`}`;
  const not = ok ? '' : `, not ${expected.times === undefined ? 'at least once' : times(expected.times)}`;
  return line(ok, `${timer} ${verb}${where} ${times(because.length)}${not}`, because, place);
}

/** `timerB`, `Timer B` and `B` are one timer. */
function timerKey(name: string): string {
  return name.toLowerCase().replace(/^timer ?/, '');
}
