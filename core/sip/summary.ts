// What a message is called in a trace and by a fault rule.
import { cseq, read } from './header-table.ts';
import type { SipMessage } from './message.ts';

/** `INVITE` for a request, `200 INVITE` for a response; `200` when its CSeq cannot be read. */
export function summary(message: SipMessage): string {
  if (message.kind === 'request') return message.method;
  const method = read(message, cseq)?.method;
  return method === undefined ? String(message.status) : `${message.status} ${method}`;
}
