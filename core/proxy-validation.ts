// RFC 3261 §16.3: what a proxy looks at, in this order, before it forwards a request.
import { maxForwards, proxyRequire, read, readAll } from './sip/header-table.ts';
import type { HeaderField, SipRequest } from './sip/message.ts';
import { parseUri } from './sip/uri.ts';

export interface Refusal {
  readonly status: number;
  readonly headers?: readonly HeaderField[];
}

export interface Checks {
  /** Option tags that this proxy understands in Proxy-Require, in lower case. */
  readonly extensions: readonly string[];
  /** Whether the request ends here: it is for the proxy itself. */
  readonly isRecipient: boolean;
  /** Whether the request has been here before, and would go the same way again (item 4). */
  loops(): boolean;
}

/** Items 2 to 5. Syntax (item 1) was looked at when the message was read; credentials (item 6) come after this. */
export function refusalOf(request: SipRequest, checks: Checks): Refusal | undefined {
  // `sips` wants TLS on every hop (§26.2.2), which is left out: better refused than sent in the clear.
  const uri = parseUri(request.uri);
  if (uri.ok && !['sip', 'tel'].includes(uri.value.scheme)) return { status: 416 };
  // "The element MUST NOT forward the request": what ends here is not forwarded (item 3, §11).
  if (read(request, maxForwards) === 0 && !checks.isRecipient) return { status: 483 };
  if (checks.loops()) return { status: 482 };
  const unknown = readAll(request, proxyRequire).filter(
    (tag) => !checks.extensions.includes(tag.toLowerCase()),
  );
  if (unknown.length === 0) return undefined;
  return { status: 420, headers: [{ name: 'Unsupported', value: unknown.join(', ') }] };
}
