// RFC 3261 §7: a message to octets. What can be built can be parsed again.
import { keyOf } from './header-names.ts';
import type { SipMessage } from './message.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The octets of a message: headers in their order, Content-Length as long as the body, in its place or as the last header.
 * Throws when a value holds CR or LF: no message that was parsed has one, and one that was built must not smuggle lines in.
 */
export function formatMessage(message: SipMessage): Uint8Array {
  const head = encoder.encode(headText(message));
  if (message.body.length === 0) return head;
  const bytes = new Uint8Array(head.length + message.body.length);
  bytes.set(head);
  bytes.set(message.body, head.length);
  return bytes;
}

/** The message as text, for people: a body that is not UTF-8 shows replacement characters. */
export function text(message: SipMessage): string {
  return headText(message) + decoder.decode(message.body);
}

function startLine(message: SipMessage): string {
  return message.kind === 'request'
    ? `${message.method} ${message.uri} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`;
}

function headText(message: SipMessage): string {
  let head = oneLine(startLine(message));
  let hasLength = false;
  for (const { name, value } of message.headers) {
    if (keyOf(name) !== 'content-length') head += oneLine(`${name}: ${value}`);
    else if (!hasLength) {
      hasLength = true;
      head += `${name}: ${message.body.length}\r\n`;
    }
  }
  return hasLength ? `${head}\r\n` : `${head}Content-Length: ${message.body.length}\r\n\r\n`;
}

function oneLine(line: string): string {
  if (line.includes('\n') || line.includes('\r')) throw new Error(`line break in ${JSON.stringify(line)}`);
  return `${line}\r\n`;
}
