import type { Raw } from '../../sim/trace/records.ts';
import { size, textOf } from './words.ts';

/** What a reader wants to know of a message beside its name, read from its text at a glance. It judges nothing. */
export interface MessageHints {
  /** The start line of a SIP response or the like says more than its number: `OK`, `Busy Here`. */
  readonly reason: string;
  /** Short remarks, the most telling first: `SDP sendonly "a.jpg"`, `Expires 3600`. */
  readonly remarks: readonly string[];
}

export const noHints: MessageHints = { reason: '', remarks: [] };

/** Headers worth a remark, by their lower-case and compact names. */
const told: Readonly<Record<string, string>> = {
  'accept-contact': 'Accept-Contact',
  a: 'Accept-Contact',
  'reject-contact': 'Reject-Contact',
  j: 'Reject-Contact',
  expires: 'Expires',
  'min-expires': 'Min-Expires',
  'session-expires': 'Session-Expires',
  x: 'Session-Expires',
  warning: 'Warning',
  'retry-after': 'Retry-After',
  require: 'Require',
  unsupported: 'Unsupported',
  reason: 'Reason',
  'success-report': 'Success-Report',
  'failure-report': 'Failure-Report',
  status: 'Status',
};

/** Reads at most the first 64 lines of the head and the first 64 of an SDP body: linear and bounded, whatever the message. */
export function messageHints(raw: Raw, protocol: string): MessageHints {
  const text = textOf(raw);
  if (text === undefined) return noHints;
  const lines = text.slice(0, 16_384).split('\n', 64);
  const headEnd = lines.findIndex((line) => line === '' || line === '\r');
  const head = (headEnd < 0 ? lines : lines.slice(0, headEnd)).map((line) => line.trimEnd());
  const remarks = head.slice(1).flatMap(headerRemark);
  const bodyAt = text.indexOf('\r\n\r\n');
  if (protocol === 'sip' && bodyAt >= 0 && bodyAt + 4 < text.length)
    remarks.unshift(bodyRemark(text.slice(bodyAt + 4)));
  return { reason: reasonOf(head[0] ?? ''), remarks };
}

function headerRemark(line: string): string[] {
  const colon = line.indexOf(':');
  if (colon < 1) return [];
  const name = told[line.slice(0, colon).trim().toLowerCase()];
  return name === undefined ? [] : [`${name}: ${line.slice(colon + 1).trim()}`];
}

/** `SIP/2.0 486 Busy Here` → `Busy Here`; `MSRP d93k 200 OK` → `OK`; a request has none. */
function reasonOf(startLine: string): string {
  const words = startLine.split(' ');
  const at = words[0] === 'SIP/2.0' ? 1 : words[0] === 'MSRP' ? 2 : -1;
  return at > 0 && /^\d{3}$/.test(words[at] ?? '') ? words.slice(at + 1).join(' ') : '';
}

function bodyRemark(body: string): string {
  const lines = body
    .slice(0, 8_192)
    .split('\n', 64)
    .map((line) => line.trimEnd());
  if (!lines.includes('v=0')) return `body ${size(body.length)}`;
  const media = lines.filter((line) => line.startsWith('m='));
  const refused = media.filter((line) => line.split(' ')[1] === '0').length;
  const direction = lines.find((line) => /^a=(?:sendonly|recvonly|sendrecv|inactive)$/.test(line))?.slice(2);
  const names = lines.flatMap((line) => fileName(line) ?? []);
  return [
    'SDP',
    media.length > 1 ? `${media.length} media` : undefined,
    direction,
    refused > 0 ? `${refused} refused` : undefined,
    ...names,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

function fileName(line: string): string | undefined {
  if (!line.startsWith('a=file-selector:')) return undefined;
  const from = line.indexOf('name:"');
  const to = from < 0 ? -1 : line.indexOf('"', from + 6);
  return to < 0 ? undefined : line.slice(from + 5, to + 1);
}
