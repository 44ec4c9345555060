// `ends`: why the run ended.
import type { EndReason } from '../../../sim/trace/records.ts';
import type { Expectations } from './expectations.ts';
import type { JudgedLine } from './verdict.ts';

/** A run that was cut off has shown less than its scenario wanted, so a limit fails unless it is expected. */
export function judgeEnd(expected: Expectations['ends'], reason: EndReason | undefined): JudgedLine[] {
  if (reason === undefined) return [];
  if (expected !== undefined) {
    const ok = expected.reason === reason;
    const text = `the run ended: ${reason}${ok ? '' : `, not ${expected.reason}`}`;
    return [{ ok, judged: true, text, because: [], place: expected.place }];
  }
  const cutOff = reason !== 'idle' && reason !== 'until';
  return cutOff ? [{ ok: false, judged: true, text: `the run was cut off: ${reason}`, because: [] }] : [];
}
