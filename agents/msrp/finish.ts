// RFC 4975 §7.1: what can be said of a message only when its body and its end-line are known.
import type { MsrpHead } from './head.ts';
import type { ContinuationFlag, MsrpError, MsrpMessage } from './message.ts';

/** "Non-SEND request bodies MUST NOT be larger than 10240 octets" (§7.1). */
export const MAX_REPORT_BODY_BYTES = 10_240;

/** A body, no body, or the empty line of a body with the end-line at once after it, without the CRLF that ends a body. */
export type BodyFound = Uint8Array | 'missing' | undefined;

/** Joins head, body and flag, and adds the errors that only the whole shows. `bodyOffset` is where the head ended. */
export function finishMessage(
  head: MsrpHead,
  headErrors: readonly MsrpError[],
  bodyOffset: number,
  found: BodyFound,
  flag: ContinuationFlag,
): { message: MsrpMessage; errors: readonly MsrpError[] } {
  const wrong = wholeErrors(head, found === undefined || found === 'missing' ? found : found.length, flag);
  const errors =
    wrong.length === 0
      ? headErrors
      : [
          ...headErrors,
          ...wrong.map((text) => ({ offset: bodyOffset, rule: 'RFC 4975 §7.1', status: 400, text })),
        ];
  if (head.kind === 'response') return { message: { ...head, flag }, errors };
  const body = found === 'missing' ? new Uint8Array(0) : found;
  return { message: { ...head, body, flag }, errors };
}

/** What is wrong with the whole, in words. `bodyBytes`: the length of the body, `missing` and undefined as in BodyFound. */
export function wholeErrors(
  head: MsrpHead,
  bodyBytes: number | 'missing' | undefined,
  flag: ContinuationFlag,
): string[] {
  const wrong: string[] = [];
  if (head.kind === 'response') {
    if (bodyBytes !== undefined) wrong.push('a response has no body');
    // §7.2: "Since a response is never chunked, the continuation flag … will always contain a dollar sign".
    if (flag !== '$') wrong.push('a response ends with "$"');
    return wrong;
  }
  const mime = head.headers.find((header) => header.name.toLowerCase().startsWith('content-'));
  const typed = head.headers.some((header) => header.name.toLowerCase() === 'content-type');
  if (bodyBytes === undefined && mime)
    wrong.push('a request with no body has no Content-Type or other MIME header field');
  if (bodyBytes !== undefined && !typed) wrong.push('a body has a Content-Type');
  if (bodyBytes === 'missing')
    wrong.push('no empty line stands before the end-line of a request with no body');
  if (head.method === 'SEND') return wrong;
  if (typeof bodyBytes === 'number' && bodyBytes > MAX_REPORT_BODY_BYTES)
    wrong.push('only a SEND has a body of more than 10240 octets');
  if (flag !== '$') wrong.push('only a SEND is chunked');
  return wrong;
}
