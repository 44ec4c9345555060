// `counts`: how often messages were sent.
import { matchesSummary } from '../../../sim/faults/matching.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { CountExpectation } from './expectations.ts';
import { happened, type JudgedLine, line, type Names, times } from './verdict.ts';

export function judgeCount(
  expected: CountExpectation,
  records: readonly TraceRecord[],
  names: Names,
): JudgedLine {
  const { summary, from, to } = expected;
  const because = records.flatMap((record) =>
    record.type === 'message.sent' &&
    matchesSummary(summary, record.summary) &&
    (from === undefined || names(record.from, from)) &&
    (to === undefined || names(record.to, to))
      ? [record.seq]
      : [],
  );
  const what = from === undefined || to === undefined ? summary : `${from} -> ${to}: ${summary}`;
  const ok = because.length === expected.times;
  const text = `${what} ${happened('was sent', because.length)}${ok ? '' : `, not ${times(expected.times)}`}`;
  return line(ok, text, because, expected.place);
}
