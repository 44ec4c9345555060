// RFC 3261 §16.5 and RFC 3841 §7: whom a request for one of our users goes to: the bindings of its address of record, chosen and ordered
// by the caller's preferences. Each contact's score is told, so that the decision can be rebuilt.
import type { ScoreEntry } from '../sim/trace/records.ts';
import { type MatchResult, matchContacts } from './caller-preferences/match.ts';
import { header, headerValues } from './sip/headers.ts';
import type { SipRequest } from './sip/message.ts';
import { param } from './sip/params.ts';
import type { Target } from './target-set.ts';

export interface RoutingDecision {
  readonly result: MatchResult;
  /** Equal in q and score, the most preferred first. */
  readonly groups: readonly (readonly Target[])[];
}

/** Chooses among candidates. */
export function decide(
  request: SipRequest,
  candidates: readonly Target[],
  dialect: 'rfc' | 'change-request',
): RoutingDecision {
  const result = matchContacts({
    contacts: candidates.map(({ uri, params }) => ({ uri, q: param(params, 'q'), params })),
    acceptContact: headerValues(request, 'Accept-Contact'),
    rejectContact: headerValues(request, 'Reject-Contact'),
    method: request.method,
    event: header(request, 'Event'),
    dialect,
  });
  const groups: Target[][] = [];
  let rank = 0;
  for (const { index, rank: own } of result.order) {
    const candidate = candidates[index];
    if (candidate === undefined) continue;
    const { uri, params, path } = candidate;
    const last = groups.at(-1);
    if (last === undefined || own !== rank) groups.push([{ uri, params, path }]);
    else last.push({ uri, params, path });
    rank = own;
  }
  return { result, groups };
}

/** What is done with an order of preference: it is shaped by what the caller wants (RFC 3841 §9.1), by Max-Breadth, by what was tried. */
export interface Tried {
  /** The targets that are to be tried from here on, each group at once. */
  readonly groups: readonly (readonly Target[])[];
  /** What shaped it, in words: `Request-Disposition: no-fork`. */
  readonly because: readonly string[];
}

/**
 * The records of a decision, one a contact, in the order of the bindings. `rank` is the order of preference; where contacts are tried
 * otherwise, `group` says in which turn each is, 0 for those that are not, and `shaped` why.
 */
export function scoreEntries(
  node: string,
  request: string,
  { result }: RoutingDecision,
  { groups, because }: Tried,
): ScoreEntry[] {
  const turns = new Map(groups.flatMap((group, at) => group.map(({ uri }) => [uri, at + 1] as const)));
  const isByRank = result.judgements.every(({ contact, rank }) => (turns.get(contact) ?? 0) === rank);
  return result.judgements.map(({ contact, q, score, outcome, rank, reason, reject, accept }) => ({
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
      ...(!isByRank && { group: turns.get(contact) ?? 0, shaped: [...because] }),
      ...(reason === undefined ? {} : { reason }),
      ...(reject.length > 0 && { reject: reject.map((judged) => ({ ...judged })) }),
      accept: accept.map((judged) => ({ ...judged })),
    },
  }));
}
