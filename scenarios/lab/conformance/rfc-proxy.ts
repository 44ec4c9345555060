// RFC 3261 §16: what a proxy changes in what it forwards, and what it leaves alone.
import { maxForwards, read, readAll, recordRoute, route } from '../../../core/sip/header-table.ts';
import { isInitialInvite } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { get } from './parameters.ts';
import { clientIsOver } from './rfc-transactions.ts';

const nothing = 'nothing was forwarded';

export const rfcProxy: readonly Monitor[] = [
  monitor('RFC3261-16.6-3', nothing, eachForwarded(decrements)),
  monitor('RFC3261-16.6-4', nothing, eachForwarded(routes)),
  monitor('RFC3261-16.6-8', nothing, eachForwarded(addsVia)),
  monitor('RFC3261-16.6-body', nothing, eachForwarded(leavesTheBody)),
  monitor('RFC3261-16.7-3', 'no response was forwarded', removesVia),
  monitor('RFC6026-7.3', 'no response was forwarded', forwardsItsOwn),
  monitor('RFC3261-16.7-5', 'no 100 reached a proxy', keepsTrying),
].map(judgingOnce);

/** CORE-04 is all of these together, so each is asked twice. */
function judgingOnce({ id, otherwise, judge }: Monitor): Monitor {
  return monitor(
    id,
    otherwise,
    once((run: RunModel): readonly Check[] => [...judge(run)]),
  );
}

/** A message as a proxy received it, and as it sent it on: the record of the one is the cause of the other. */
export interface Forwarded {
  readonly came: SipSeen;
  readonly went: SipSeen;
}

/** All that proxies passed on. */
export const forwarded = once((run: RunModel): readonly Forwarded[] => [...findForwarded(run)]);

function* findForwarded(run: RunModel): Generator<Forwarded> {
  for (const went of run.sent) {
    if (run.parameters.roleOf(went.node) !== 'core' || went.record.transmission > 0) continue;
    const came = run.sipAt(went.record.cause);
    if (came === undefined || came.sent || came.node !== went.node) continue;
    if (came.callId === went.callId && came.number === went.number && sameKind(came, went))
      yield { came, went };
  }
}

/** A CANCEL is a proxy's own. */
function sameKind({ message: a }: SipSeen, { message: b }: SipSeen): boolean {
  if (a.kind === 'response' || b.kind === 'response')
    return 'status' in a && 'status' in b && a.status === b.status;
  return a.method === b.method && a.method !== 'CANCEL';
}

/** Each request as it first left: by node, branch and method, as its responses find it. */
export const askedBy = once((run: RunModel): ReadonlyMap<string, SipSeen> => {
  const asked = new Map<string, SipSeen>();
  for (const seen of run.sent) {
    const key = `${seen.node} ${seen.branch} ${seen.method}`;
    if (seen.message.kind === 'request' && !asked.has(key)) asked.set(key, seen);
  }
  return asked;
});

function eachForwarded(judge: (pair: Forwarded, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const pair of forwarded(run)) if (pair.came.message.kind === 'request') yield* judge(pair, run);
  };
}

function* decrements({ came, went }: Forwarded): Generator<Check> {
  const before = read(came.message, maxForwards);
  const after = read(went.message, maxForwards);
  const wanted = before === undefined ? 70 : before - 1;
  yield check(after === wanted, [came.seq, went.seq], `Max-Forwards went from ${before} to ${after}`);
}

/** A request that makes a dialog gets the proxy's Record-Route; one that comes by it loses the Route that named the proxy. */
function* routes({ came, went }: Forwarded, run: RunModel): Generator<Check> {
  const because = [came.seq, went.seq];
  if (isInitialInvite(came)) {
    const [own, ...older] = readAll(went.message, recordRoute).map(({ uri }) => uri);
    const before = readAll(came.message, recordRoute).map(({ uri }) => uri);
    const stays = get(run.parameters.planOf(went.node), 'recordRoute') !== false;
    const ok = stays
      ? own !== undefined && /;lr\b/i.test(own) && older.join() === before.join()
      : own === before[0];
    yield check(
      ok,
      because,
      stays ? 'it has no Record-Route of the proxy on top' : 'Record-Route was changed',
    );
  } else if (came.toTag !== undefined) {
    const before = readAll(came.message, route).length;
    const after = readAll(went.message, route).length;
    if (before > 0) yield check(after === before - 1, because, 'the proxy’s own Route was not removed');
  }
}

function* addsVia({ came, went }: Forwarded): Generator<Check> {
  const ok = went.vias === came.vias + 1 && went.branch !== came.branch;
  yield check(ok, [came.seq, went.seq], `${came.vias} Via became ${went.vias}`);
}

function* leavesTheBody({ came, went }: Forwarded): Generator<Check> {
  const before = came.message.body;
  const after = went.message.body;
  const same = before.length === after.length && before.every((octet, at) => octet === after[at]);
  yield check(same, [came.seq, went.seq], 'the body was changed');
}

function* removesVia(run: RunModel): Generator<Check> {
  for (const { came, went } of forwarded(run)) {
    if (came.message.kind !== 'response') continue;
    // What answers this host's own CANCEL is meant for it and goes no further; what it then says upstream is its own (§16.7 item 3).
    if (came.method === 'CANCEL' && came.vias === 1) continue;
    yield check(went.vias === came.vias - 1, [came.seq, went.seq], `${came.vias} Via became ${went.vias}`);
  }
}

/** "The proxy MUST NOT forward the response if there is no matching transaction state machine": one that it began, and has not forgotten. */
function* forwardsItsOwn(run: RunModel): Generator<Check> {
  const asked = askedBy(run);
  for (const { came, went } of forwarded(run)) {
    if (came.message.kind !== 'response') continue;
    const request = asked.get(`${came.node} ${came.branch} ${came.method}`);
    const own = request !== undefined && request.seq < came.seq && !clientIsOver(run, came);
    yield check(
      own,
      [...(request ? [request.seq] : []), came.seq, went.seq],
      'it had asked for no such response',
    );
  }
}

function* keepsTrying(run: RunModel): Generator<Check> {
  const on = new Map<number, SipSeen>();
  for (const seen of run.sent) if (seen.status === 100) on.set(seen.record.cause ?? -1, seen);
  for (const seen of run.sip) {
    if (seen.sent || seen.status !== 100 || run.parameters.roleOf(seen.node) !== 'core') continue;
    const went = on.get(seen.seq);
    yield check(went === undefined, went ? [seen.seq, went.seq] : [seen.seq], 'a 100 was forwarded');
  }
}
