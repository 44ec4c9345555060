// RFC 3261 §7.3, §20: the headers that are known by name: their canonical names, compact forms, and whether a comma makes a list.

/**
 * How often a header may stand in a message. `single`: once; `list`: any number of values, on one line with commas or on
 * several lines (§7.3.1); `many`: several lines, but a comma is part of the value.
 */
export type Form = 'single' | 'list' | 'many';

export interface HeaderName {
  readonly name: string;
  readonly compact?: string;
  readonly form: Form;
  /** The field may stand there without a value. */
  readonly mayBeEmpty?: true;
}

const single = (name: string, compact?: string): HeaderName =>
  compact === undefined ? { name, form: 'single' } : { name, compact, form: 'single' };
const list = (name: string, compact?: string): HeaderName =>
  compact === undefined ? { name, form: 'list' } : { name, compact, form: 'list' };
const many = (name: string): HeaderName => ({ name, form: 'many' });
const orEmpty = (header: HeaderName): HeaderName => ({ ...header, mayBeEmpty: true });

/** Of RFC 3261, and of RFC 3262, 3265/6665, 3323–3329, 3515, 3608, 3841, 3891, 3892, 3903, 4028, 4412, 5393, 6050, 7044, 7315. */
export const headerNames: readonly HeaderName[] = [
  orEmpty(list('Accept')),
  list('Accept-Contact', 'a'),
  orEmpty(list('Accept-Encoding')),
  orEmpty(list('Accept-Language')),
  list('Alert-Info'),
  orEmpty(list('Allow')),
  list('Allow-Events', 'u'),
  single('Authentication-Info'),
  many('Authorization'),
  single('Call-ID', 'i'),
  list('Call-Info'),
  list('Contact', 'm'),
  single('Content-Disposition'),
  list('Content-Encoding', 'e'),
  list('Content-Language'),
  single('Content-Length', 'l'),
  single('Content-Type', 'c'),
  single('CSeq'),
  single('Date'),
  list('Error-Info'),
  single('Event', 'o'),
  single('Expires'),
  single('From', 'f'),
  list('History-Info'),
  list('In-Reply-To'),
  single('Max-Breadth'),
  single('Max-Forwards'),
  single('MIME-Version'),
  single('Min-Expires'),
  single('Min-SE'),
  orEmpty(single('Organization')),
  list('P-Asserted-Identity'),
  list('P-Asserted-Service'),
  list('P-Associated-URI'),
  single('P-Called-Party-ID'),
  single('P-Charging-Vector'),
  list('P-Preferred-Identity'),
  list('P-Preferred-Service'),
  list('Path'),
  single('Priority'),
  single('Privacy'),
  many('Proxy-Authenticate'),
  many('Proxy-Authorization'),
  list('Proxy-Require'),
  single('RAck'),
  list('Reason'),
  list('Record-Route'),
  single('Refer-To', 'r'),
  single('Referred-By', 'b'),
  list('Reject-Contact', 'j'),
  single('Replaces'),
  single('Reply-To'),
  list('Request-Disposition', 'd'),
  list('Require'),
  single('Retry-After'),
  list('Route'),
  single('RSeq'),
  single('Server'),
  list('Service-Route'),
  single('Session-Expires', 'x'),
  single('SIP-ETag'),
  single('SIP-If-Match'),
  orEmpty(single('Subject', 's')),
  single('Subscription-State'),
  orEmpty(list('Supported', 'k')),
  single('Timestamp'),
  single('To', 't'),
  list('Unsupported'),
  single('User-Agent'),
  list('Via', 'v'),
  list('Warning'),
  many('WWW-Authenticate'),
];

/** Every spelling met so often that it is worth an entry: as in the table, in lower case, compact in either case. */
const keys = new Map<string, string>();
const byKey = new Map<string, HeaderName>();
for (const header of headerNames) {
  const key = header.name.toLowerCase();
  byKey.set(key, header);
  keys.set(header.name, key).set(key, key);
  if (header.compact) keys.set(header.compact, key).set(header.compact.toUpperCase(), key);
}

/** What a header is known by: its canonical name in lower case, whatever its spelling or compact form. */
export function keyOf(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  return keys.get(lower) ?? lower;
}

/** The table's entry for a key; `undefined` for a header that is not known. */
export function headerOfKey(key: string): HeaderName | undefined {
  return byKey.get(key);
}
