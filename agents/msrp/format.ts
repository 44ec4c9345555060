// RFC 4975 §7.1, §7.2, §9: writing. Canonical names, To-Path first, From-Path second, MIME header fields behind the others, Content-Type last.
import type { MsrpHead } from './head.ts';
import type { ContinuationFlag, HeaderField, MsrpMessage } from './message.ts';

const encoder = new TextEncoder();

const CANONICAL = new Map(
  [
    'Message-ID',
    'Success-Report',
    'Failure-Report',
    'Byte-Range',
    'Status',
    'Content-Type',
    'Content-ID',
    'Content-Description',
    'Content-Disposition',
  ].map((name) => [name.toLowerCase(), name]),
);

/** A whole message as bytes. */
export function formatMsrp(message: MsrpMessage): Uint8Array {
  const head = encoder.encode(formatHead(message));
  const end = formatEndLine(message.transactId, message.flag);
  if (message.kind === 'response' || message.body === undefined) return join([head, encoder.encode(end)]);
  return join([head, encoder.encode('\r\n'), message.body, encoder.encode(`\r\n${end}`)]);
}

/** Start line and header fields with their CRLFs; the empty line before a body is not part of it. */
export function formatHead(head: MsrpHead): string {
  const what =
    head.kind === 'request'
      ? head.method
      : `${String(head.status).padStart(3, '0')}${head.comment === undefined ? '' : ` ${head.comment}`}`;
  let text = `MSRP ${head.transactId} ${what}\r\nTo-Path: ${head.toPath.join(' ')}\r\nFrom-Path: ${head.fromPath.join(' ')}\r\n`;
  for (const header of inOrder(head.headers)) {
    text += `${CANONICAL.get(header.name.toLowerCase()) ?? header.name}: ${header.value}\r\n`;
  }
  return text;
}

/** `-------d93kswow$` with its CRLF; the CRLF before it is the body's. */
export function formatEndLine(transactId: string, flag: ContinuationFlag): string {
  return `-------${transactId}${flag}\r\n`;
}

/** "The Content-Type header field MUST be the last field in the message header section." */
function inOrder(headers: readonly HeaderField[]): readonly HeaderField[] {
  if (!headers.some(isMime)) return headers;
  const mime = headers.filter(isMime);
  return [
    ...headers.filter((header) => !isMime(header)),
    ...mime.filter((header) => !isContentType(header)),
    ...mime.filter(isContentType),
  ];
}

function isMime(header: HeaderField): boolean {
  return header.name.toLowerCase().startsWith('content-');
}

function isContentType(header: HeaderField): boolean {
  return header.name.toLowerCase() === 'content-type';
}

/** One array of several. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
