// RFC 4975 §7.1.1–§7.1.4, §7.2: who answers, who reports and who waits, by the values of Success-Report and Failure-Report.
import { type HeaderField, headerValue } from './message.ts';

export type SuccessReport = 'yes' | 'no';
export type FailureReport = 'yes' | 'no' | 'partial';

interface WithHeaders {
  readonly headers: readonly HeaderField[];
}

/** "If no Success-Report header field is present … it MUST be treated the same as … `no`" (§7.1.1). */
export function successReportOf(message: WithHeaders): SuccessReport {
  return headerValue(message, 'Success-Report')?.toLowerCase() === 'yes' ? 'yes' : 'no';
}

/** "If no Failure-Report header field is present, it MUST be treated the same as … `yes`" (§7.1.1). */
export function failureReportOf(message: WithHeaders): FailureReport {
  const value = headerValue(message, 'Failure-Report')?.toLowerCase();
  return value === 'no' || value === 'partial' ? value : 'yes';
}

/**
 * Whether the receiver answers a SEND with this status (§7.1.4, §7.2): `yes` always; `partial` all but 200; `no` nothing at all,
 * not even 415 or 481.
 */
export function answers(failureReport: FailureReport, status: number): boolean {
  if (failureReport === 'no') return false;
  return failureReport === 'yes' || status !== 200;
}

/** Whether the receiver reports an error that it found late, after its response was due (§7.1.4). */
export function reportsLateError(failureReport: FailureReport): boolean {
  return failureReport !== 'no';
}

/** Whether the receiver owes success REPORTs for every octet that came (§7.1.3), whatever Failure-Report says. */
export function reportsSuccess(successReport: SuccessReport): boolean {
  return successReport === 'yes';
}

/** Whether the sender waits 30 s for a response, from the last octet of the chunk on (§7.1.1). */
export function runsTimer(failureReport: FailureReport): boolean {
  return failureReport === 'yes';
}
