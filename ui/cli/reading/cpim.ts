import { parseCpim } from '../../../agents/cpim.ts';
import type { Reading } from './reading.ts';

/** Reads a message/cpim body, with or without the MIME head that announces it (RFC 3862 §2's examples have one). */
export function readCpim(bytes: Uint8Array): Reading {
  const at = announcedAt(bytes);
  const { message, errors } = parseCpim(bytes.subarray(at));
  return {
    kind: 'cpim',
    valid: errors.length === 0,
    errors: errors.map((error) => ({ ...error, offset: error.offset + at })),
    ...(message !== undefined && {
      headers: message.headers.map(({ parameters, ...header }) =>
        parameters.length > 0 ? { ...header, parameters } : header,
      ),
      mime: message.mime,
      contentBytes: message.content.length,
    }),
  };
}

/** Where the CPIM headers begin: after the empty line that ends `Content-Type: message/cpim` and its like, or at the start. */
function announcedAt(bytes: Uint8Array): number {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4_096));
  if (!/^Content-Type\s*:\s*message\/cpim/i.test(head)) return 0;
  const end = /\r?\n\r?\n/.exec(head);
  return end === null ? 0 : end.index + end[0].length;
}
