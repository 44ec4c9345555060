// RFC 3261 §17.2.1, RFC 6026 §7.1: what the server side of an INVITE sends, and when.
import { isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { forgetful, keepsTo } from './rfc-transactions.ts';

const noInvite = 'no INVITE arrived';

export const rfcServers: readonly Monitor[] = [
  monitor('RFC3261-17.2.1', noInvite, eachTransaction(answersSoon)),
  monitor('RFC3261-17.2.1-refusal', 'no refusal had to be repeated', eachTransaction(repeatsRefusal)),
  monitor('RFC6026-7.1', 'no INVITE was answered by 2xx', eachTransaction(staysAccepted)),
];

/** An INVITE server transaction at a node: the INVITE as often as it came, the responses to it, and its ACKs. */
interface ServerTransaction {
  readonly invites: SipSeen[];
  readonly responses: SipSeen[];
  readonly acks: SipSeen[];
}

const servers = once(findServers);

function findServers(run: RunModel): ServerTransaction[] {
  const all = new Map<string, ServerTransaction>();
  for (const seen of run.sip) {
    const key = `${seen.node} ${seen.branch}`;
    if (!seen.sent && isRequest(seen, 'INVITE')) {
      const found = all.get(key);
      if (found === undefined) all.set(key, { invites: [seen], responses: [], acks: [] });
      else found.invites.push(seen);
    } else if (!seen.sent && isRequest(seen, 'ACK')) all.get(key)?.acks.push(seen);
    else if (seen.sent && seen.status !== undefined && seen.method === 'INVITE')
      all.get(key)?.responses.push(seen);
  }
  return [...all.values()];
}

function eachTransaction(judge: (transaction: ServerTransaction, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const transaction of servers(run)) {
      const [first] = transaction.invites;
      if (first !== undefined && !forgetful(run, first.node)) yield* judge(transaction, run);
    }
  };
}

/** "The server transaction MUST generate a 100 (Trying) response unless it knows that the TU will generate a […] response within 200 ms" */
function* answersSoon({ invites, responses }: ServerTransaction, run: RunModel): Generator<Check> {
  const [first] = invites;
  const [answer] = responses;
  const end = run.records.at(-1)?.at ?? 0;
  const { tryingUs } = run.parameters;
  if (first === undefined || (answer === undefined && end <= first.at + tryingUs)) return;
  if (answer === undefined && hasNoWayBack(first, run)) return;
  const late = answer === undefined ? 'never' : `after ${(answer.at - first.at) / 1_000_000} s`;
  yield check(
    answer !== undefined && answer.at - first.at <= tryingUs,
    [first.seq, ...(answer ? [answer.seq] : [])],
    `it was answered ${late}`,
  );
}

/** It came by a connection that is gone, and none could be opened to answer it by: what the transaction did then shows in its states alone. */
function hasNoWayBack({ node, branch, record }: SipSeen, run: RunModel): boolean {
  const states = run.states(node, 'inviteServer', `server INVITE ${branch}`);
  return (
    record.transport === 'tcp' &&
    states.some(({ to }) => /^(proceeding\.answered|completed|accepted)/.test(to))
  );
}

/** Timer G: by UDP, after T1, 2×T1 … up to T2, until the ACK. An INVITE that comes again draws the refusal once more, beside that. */
function* repeatsRefusal({ invites, responses, acks }: ServerTransaction, run: RunModel): Generator<Check> {
  const { t1Us, t2Us } = run.parameters;
  const refusals = responses.filter(({ status = 0 }) => status >= 300);
  const [first] = refusals;
  if (first === undefined || first.record.transport !== 'udp' || statelessly(first, run)) return;
  const drawn = new Set(invites.slice(1).map(({ seq }) => seq));
  const sends = refusals.filter((seen) => seen === first || !drawn.has(seen.record.cause ?? -1));
  const responded = acks.map((ack) => ({ ...ack, status: 200 }));
  yield* keepsTo({ t1Us, t2Us, least: 200 }, { sends, responses: responded }, run);
}

/**
 * A proxy may challenge or turn away without keeping a transaction (§8.2.7, §16.11), and anybody what cannot be read (§16.3, §21.4.1): then
 * nothing was sent before, and nothing is set.
 */
function statelessly({ node, at, status = 0 }: SipSeen, run: RunModel): boolean {
  const kept = run.timersSetAt(node, at).some(({ name }) => name === 'timerH');
  const turnsAway = run.parameters.roleOf(node) === 'core' && [401, 407, 503].includes(status);
  return !kept && (turnsAway || [400, 505].includes(status));
}

/** RFC 6026 §7.1: once a 2xx has been sent nothing else is, and an INVITE that comes again is absorbed: it draws no 2xx. */
function* staysAccepted({ invites, responses }: ServerTransaction): Generator<Check> {
  const at = responses.findIndex(({ status = 0 }) => status >= 200 && status < 300);
  const accepted = responses[at];
  if (accepted === undefined) return;
  const drawn = new Set(invites.slice(1).map(({ seq }) => seq));
  const wrong = responses
    .slice(at + 1)
    .find(({ status = 0, record }) => status < 200 || status >= 300 || drawn.has(record.cause ?? -1));
  yield check(
    wrong === undefined,
    [accepted.seq, ...(wrong ? [wrong.seq] : [])],
    `${wrong?.record.summary} followed the 2xx${wrong && (wrong.status ?? 0) < 300 ? ', drawn by the INVITE' : ''}`,
  );
}
