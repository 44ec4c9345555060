// Messages as people say them: what faults, ladders and counts may be about.
import { SIP_METHODS } from '../../../scenarios/lab/names.ts';

const final = [
  '200',
  '400',
  '401',
  '403',
  '404',
  '405',
  '407',
  '408',
  '415',
  '416',
  '420',
  '481',
  '500',
  '503',
];
const inviteAlone =
  '100 180 183 302 413 421 422 480 482 483 486 487 488 491 504 600 603 604 606 1xx 2xx 3xx 4xx 5xx 6xx';
const further: Readonly<Record<string, readonly string[]>> = {
  INVITE: inviteAlone.split(' '),
  REGISTER: ['423'],
  UPDATE: ['422', '491'],
  SUBSCRIBE: ['423', '489'],
};
/** RFC 4975 §10. */
const ofSend = ['200', '400', '403', '408', '413', '415', '423', '481', '501', '506'];

/** Requests first: they are what most rules are about. Nothing is answered to an ACK, nor to a REPORT. */
export const messageNames: readonly string[] = [
  ...SIP_METHODS,
  'SEND',
  'REPORT',
  ...SIP_METHODS.filter((method) => method !== 'ACK').flatMap((method) =>
    [...final, ...(further[method] ?? [])].toSorted().map((status) => `${status} ${method}`),
  ),
  ...ofSend.map((status) => `${status} SEND`),
];

/** A message with what may have become of it, once it is written whole. */
export function marked(typed: string): readonly string[] {
  const written = /^(.*?)(?:\s+\(.*)?\s*$/.exec(typed)?.[1] ?? '';
  if (!messageNames.includes(written)) return messageNames;
  return [written, ...['lost', 'duplicate', 'retransmission 1'].map((mark) => `${written} (${mark})`)];
}
