// What the name of a message tells: `200 INVITE`, `SEND 1-2048/4364`.

/** The status of a response by its name: `200 INVITE` → 200; a request has none. */
export function statusOf(summary: string): number | undefined {
  return /^[1-6]\d\d\b/.test(summary) ? Number(summary.slice(0, 3)) : undefined;
}

/** What a message is to the eye: failures before all, then the protocol, then requests and responses. */
export function kindOf(message: {
  readonly summary: string;
  readonly protocol: string;
  readonly lost?: unknown;
}): 'request' | 'response' | 'msrp' | 'failure' {
  const status = statusOf(message.summary) ?? 0;
  if (message.lost !== undefined || status >= 300) return 'failure';
  if (message.protocol === 'msrp') return 'msrp';
  return status > 0 ? 'response' : 'request';
}
