// RFC 3262 §3, §4 and §7: which provisional responses are reliable, and how a PRACK names the one that it acknowledges.
import { cseq, rack, read, readAll, require_, rseq, supported } from './header-table.ts';
import type { HeaderField, SipRequest, SipResponse } from './message.ts';

/** The option tag. */
export const reliableTag = '100rel';

/** Whether the caller takes reliable provisional responses, or insists on them. */
export function asksForReliable(invite: SipRequest): 'never' | 'supported' | 'required' {
  if (readAll(invite, require_).some(isTag)) return 'required';
  return readAll(invite, supported).some(isTag) ? 'supported' : 'never';
}

/**
 * The RSeq of a response that is to be acknowledged by a PRACK; undefined of any other. "If the response is a 100 (Trying) …, this option
 * tag MUST be ignored" (§4).
 */
export function reliableNumber(response: SipResponse): number | undefined {
  const { status } = response;
  if (status <= 100 || status >= 200 || !readAll(response, require_).some(isTag)) return undefined;
  return read(response, rseq);
}

/** What makes a provisional response reliable: "it MUST contain a Require header field …, and MUST include an RSeq header field" (§3). */
export function reliableHeaders(number: number): readonly HeaderField[] {
  return [
    { name: 'Require', value: reliableTag },
    { name: 'RSeq', value: rseq.format(number) },
  ];
}

/** RAck: "The first number is the value from the RSeq … The next number, and the method, are copied from the CSeq" (§7.2). */
export function rackOf(response: SipResponse, number: number): HeaderField | undefined {
  const sequence = read(response, cseq);
  return sequence && { name: 'RAck', value: rack.format({ rseq: number, cseq: sequence }) };
}

/** "whose method, CSeq-num, and response-num in the RAck header field match" those of the response (§3). */
export function acknowledges(prack: SipRequest, invite: SipRequest, number: number): boolean {
  const named = read(prack, rack);
  const sequence = read(invite, cseq);
  return (
    named !== undefined &&
    named.rseq === number &&
    named.cseq.number === sequence?.number &&
    named.cseq.method === invite.method
  );
}

function isTag(tag: string): boolean {
  return tag.toLowerCase() === reliableTag;
}
