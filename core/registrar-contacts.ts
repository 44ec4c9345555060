// RFC 3261 §10.3 items 6 and 7, RFC 3327 §5.3: what a REGISTER does to the bindings of one address of record. Pure.
import type { Binding, BindingChange } from './location.ts';
import { contact, cseq, path, read } from './sip/header-table.ts';
import { header, headerValues } from './sip/headers.ts';
import type { SipRequest } from './sip/message.ts';
import type { NameAddr } from './sip/name-addr.ts';
import { param, withoutParam } from './sip/params.ts';
import { standAlone } from './sip/stand-alone.ts';
import { sameUri } from './sip/uri.ts';

/** What a registrar grants, in s: less than `min` may be refused, more than `max` is cut. */
export interface ExpiryPolicy {
  readonly min: number;
  readonly default: number;
  readonly max: number;
}

/** All changes, or the status that refuses them all: "the update MUST be aborted and the request fails". */
export type ContactOutcome =
  | { readonly changes: readonly BindingChange[] }
  | { readonly status: 400 | 403 | 423 | 500; readonly because: string };

/** One REGISTER for one address of record, and what it meets. */
export interface Update {
  readonly request: SipRequest;
  /** Canonical. */
  readonly aor: string;
  readonly current: readonly Binding[];
  readonly policy: ExpiryPolicy;
  readonly nowUs: number;
}

/** Bindings of one address of record: every contact is compared with every other, so a peer must not choose how many there are. */
export const MOST_CONTACTS = 100;

const hourS = 3600;

/** Works through the Contacts of a REGISTER. Without any there is nothing to change. */
export function contactChanges(update: Update): ContactOutcome {
  const { request, current } = update;
  const contacts = headerValues(request, 'Contact').map((text) => contact.parse(text));
  const values = contacts.flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  if (values.length < contacts.length) return { status: 400, because: 'Malformed Contact' };
  const paths = headerValues(request, 'Path');
  if (paths.some((text) => !path.parse(text).ok)) return { status: 400, because: 'Malformed Path' };
  if (values.length + current.length > MOST_CONTACTS) return { status: 403, because: 'Too Many Contacts' };
  const named = values.filter((value) => value !== '*');
  if (named.length < values.length) return removeAll(update, values.length);
  return changeEach(update, named, paths);
}

/** `*`: "If the request has additional Contact fields or an expiration time other than zero, the request is invalid". */
function removeAll({ request, current }: Update, contacts: number): ContactOutcome {
  const expiresText = header(request, 'Expires')?.trim() ?? '';
  if (contacts > 1) return { status: 400, because: 'Contact * Beside Others' };
  if (!/^0+$/.test(expiresText)) return { status: 400, because: 'Contact * Without Expires: 0' };
  const stale = current.some((binding) => isStale(binding, request));
  if (stale) return { status: 500, because: 'CSeq Out Of Order' };
  return { changes: current.map((binding) => ({ change: 'removed', binding, before: binding })) };
}

function changeEach(update: Update, contacts: readonly NameAddr[], paths: readonly string[]): ContactOutcome {
  const { request, current, policy } = update;
  let changes: BindingChange[] = [];
  for (const each of contacts) {
    const askedS = requestedS(each, request, policy.default);
    // "If and only if the requested expiration interval is greater than zero AND smaller than one hour AND less than a … minimum".
    if (askedS > 0 && askedS < hourS && askedS < policy.min)
      return { status: 423, because: 'Interval Too Brief' };
    const existing = current.find(({ uri }) => sameUri(uri, each.uri));
    if (existing !== undefined && isStale(existing, request))
      return { status: 500, because: 'CSeq Out Of Order' };
    // A contact that stands twice in one request: the later word counts.
    changes = changes.filter(({ binding }) => !sameUri(binding.uri, each.uri));
    const expiresS = Math.min(askedS, policy.max);
    const binding = bindingOf(each, update, expiresS, paths);
    if (existing === undefined) {
      if (expiresS > 0) changes.push({ change: 'added', binding });
    } else if (expiresS > 0) changes.push({ change: 'refreshed', binding, before: existing });
    else changes.push({ change: 'removed', binding: existing, before: existing });
  }
  return { changes };
}

/**
 * "This algorithm ensures that out-of-order requests from the same UA are ignored." Another Call-ID is another UA, or a
 * restarted one.
 */
function isStale(binding: Binding, request: SipRequest): boolean {
  const number = read(request, cseq)?.number ?? 0;
  return binding.callId === header(request, 'Call-ID') && number <= binding.cseq;
}

/** The `expires` parameter, else the Expires header, else the default. What is no number counts as 3600 (§20.10, §20.19). */
function requestedS({ params }: NameAddr, request: SipRequest, defaultS: number): number {
  const asked = param(params, 'expires') ?? header(request, 'Expires')?.trim();
  if (asked === undefined) return defaultS;
  return /^\d+$/.test(asked) ? Math.min(Number(asked), 2 ** 32 - 1) : hourS;
}

function bindingOf(
  { displayName, uri, params }: NameAddr,
  { request, aor, nowUs }: Update,
  expiresS: number,
  paths: readonly string[],
): Binding {
  const kept = withoutParam(params, 'expires').map(({ name, value }) => {
    return { name: standAlone(name), ...(value !== undefined && { value: standAlone(value) }) };
  });
  return {
    aor: standAlone(aor),
    uri: standAlone(uri),
    ...(displayName !== undefined && { displayName: standAlone(displayName) }),
    params: kept,
    callId: standAlone(header(request, 'Call-ID') ?? ''),
    cseq: read(request, cseq)?.number ?? 0,
    expiresS,
    expiresAtUs: nowUs + expiresS * 1_000_000,
    path: paths.map(standAlone),
  };
}
