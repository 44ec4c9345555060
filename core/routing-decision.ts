// RFC 3261 §16.5 and RFC 3841 §7: whom a request for one of our users goes to: the bindings of its address of record, chosen and ordered
// by the caller's preferences. Each contact's score is told, so that the decision can be rebuilt.
import type { ScoreEntry } from '../sim/trace/records.ts';
import { type MatchResult, matchContacts } from './caller-preferences/match.ts';
import { parseDisposition } from './caller-preferences/request-disposition.ts';
import type { Binding } from './location.ts';
import type { Target } from './proxy.ts';
import { header, headerValues } from './sip/headers.ts';
import type { SipRequest } from './sip/message.ts';
import { param } from './sip/params.ts';

export interface RoutingDecision {
  readonly result: MatchResult;
  /** Tried one after the other; the targets of one group in parallel. */
  readonly groups: readonly (readonly Target[])[];
}

/** Chooses among the bindings. Contacts of equal q and score are tried in parallel, unless the caller asks for one after the other (§9.1). */
export function decide(
  request: SipRequest,
  bindings: readonly Binding[],
  dialect: 'rfc' | 'change-request',
): RoutingDecision {
  const result = matchContacts({
    contacts: bindings.map(({ uri, params }) => ({ uri, q: param(params, 'q'), params })),
    acceptContact: headerValues(request, 'Accept-Contact'),
    rejectContact: headerValues(request, 'Reject-Contact'),
    method: request.method,
    event: header(request, 'Event'),
    dialect,
  });
  const { parallel = true } = parseDisposition(headerValues(request, 'Request-Disposition'));
  const groups: Target[][] = [];
  let rank = 0;
  for (const { index, rank: own } of result.order) {
    const binding = bindings[index];
    if (binding === undefined) continue;
    const target: Target = { uri: binding.uri, path: binding.path };
    const last = groups.at(-1);
    if (last === undefined || own !== rank || !parallel) groups.push([target]);
    else last.push(target);
    rank = own;
  }
  return { result, groups };
}

/** The records of a decision, one a contact, in the order of the bindings. */
export function scoreEntries(node: string, request: string, { result }: RoutingDecision): ScoreEntry[] {
  return result.judgements.map(({ contact, q, score, outcome, rank, reason, accept }) => ({
    type: 'score',
    node,
    request,
    contact,
    q,
    score,
    outcome,
    rank,
    because: {
      outcome: result.outcome,
      ...(reason === undefined ? {} : { reason }),
      accept: accept.map((judged) => ({ ...judged })),
    },
  }));
}
