/** What a text turned out to be. */
export type Kind =
  | 'sip-request'
  | 'sip-response'
  | 'msrp-request'
  | 'msrp-response'
  | 'sdp'
  | 'cpim'
  | 'unknown';

/** An error, where it is and which rule it breaks. */
export interface ReadingError {
  /** In bytes from the start of the file. */
  readonly offset: number;
  readonly rule: string;
  /** What a request with this error is answered with. */
  readonly status: number;
  readonly text: string;
}

/** One file, read: an element of what `siplab parse --json` prints. */
export interface Reading {
  readonly kind: Kind;
  readonly valid: boolean;
  readonly errors: readonly ReadingError[];
  /** The structure, by kind: start line, headers, attributes … */
  readonly [part: string]: unknown;
}

/** Which kind a text wants to be, judged by its first line alone, so that a broken message is still read as what it was meant to be. */
export function kindOf(bytes: Uint8Array): Kind {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4_096)).replace(/^[\r\n]+/, '');
  const line = head.split('\n', 1)[0] ?? '';
  if (/^SIP\//i.test(line)) return 'sip-response';
  if (/^MSRP /.test(line)) return /^MSRP \S+ \d/.test(line) ? 'msrp-response' : 'msrp-request';
  if (/\sSIP\/\d/i.test(line)) return 'sip-request';
  if (/^v=/.test(line)) return 'sdp';
  if (/^(?:From|To|cc|DateTime|Subject|NS|Require)\s*:/i.test(line)) return 'cpim';
  if (/^Content-Type\s*:\s*message\/cpim/i.test(line)) return 'cpim';
  return /^[^\s:]+\s+\S+:/.test(line) ? 'sip-request' : 'unknown';
}
