// RFC 4028 §8: what a proxy may do to the session timers of those who call through it, and what it has to do for a callee that knows none.
import {
  minSE,
  read,
  readAll,
  recordRoute,
  require_,
  sessionExpires,
  supported,
} from '../../../core/sip/header-table.ts';
import { hasHeader, header } from '../../../core/sip/headers.ts';
import { isInitialInvite, isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { get } from './parameters.ts';
import { askedBy, type Forwarded, forwarded } from './rfc-proxy.ts';

const none = 'no proxy took part in session timers';

export const rfcProxyTimers: readonly Monitor[] = [
  monitor('RFC4028-8', 'no proxy asked for a session timer', staysOnTheWay),
  monitor('RFC4028-8.1', none, eachRefresh(keepsTheInterval)),
  monitor('RFC4028-8.1-least', none, eachRefresh(keepsTheMinimum)),
  monitor('RFC4028-8.1-refusal', 'no proxy found an interval too small', refusesWhoCanTryAgain),
  monitor('RFC4028-8.2', 'no callee left a session timer to the proxy', answersForTheCallee),
  monitor('RFC4028-8.2-left', none, leavesTheAnswer),
  monitor('RFC4028-8.3', none, endsNoSession),
];

/** The scenario says of the host that it asks for session timers, or has a minimum. */
function takesPart(run: RunModel, { node }: SipSeen): boolean {
  return get(run.parameters.planOf(node), 'interval') !== null;
}

/** "identical for all session refresh requests": INVITE and UPDATE. A proxy that takes no part is judged where it changes something all the same. */
function eachRefresh(judge: (pair: Forwarded) => Check | undefined) {
  return function* (run: RunModel): Generator<Check> {
    for (const pair of forwarded(run)) {
      const { came, went } = pair;
      if (!isRefresh(came) || !isReadable(came) || !isReadable(went)) continue;
      const isLeft = ['Session-Expires', 'Min-SE'].every((name) => isSame(pair, name));
      const judged = isLeft && !takesPart(run, went) ? undefined : judge(pair);
      if (judged !== undefined) yield judged;
    }
  };
}

function isRefresh(seen: SipSeen): boolean {
  return isRequest(seen, 'INVITE') || isRequest(seen, 'UPDATE');
}

function isSame({ came, went }: Forwarded, name: string): boolean {
  return header(came.message, name) === header(went.message, name);
}

/** What can't be read is left as it is, by the proxy and here. */
function isReadable({ message, cut }: SipSeen): boolean {
  const isBroken = (name: string, value: unknown) => value === undefined && hasHeader(message, name);
  return (
    !cut &&
    !isBroken('Session-Expires', read(message, sessionExpires)) &&
    !isBroken('Min-SE', read(message, minSE))
  );
}

function knowsTimers({ message }: SipSeen): boolean {
  return readAll(message, supported).some(isTimer);
}

function isTimer(tag: string): boolean {
  return tag.toLowerCase() === 'timer';
}

/** The interval that a request asks for, in s. */
function intervalOf({ message }: SipSeen): number | undefined {
  return read(message, sessionExpires)?.seconds;
}

/** "recall that the default is 90 seconds when the Min-SE header field is not present" */
function leastOf({ message }: SipSeen): number {
  return read(message, minSE)?.seconds ?? 90;
}

/** "Proxies that ask for session timers SHOULD record-route, as they won't receive refreshes if they don't." */
function* staysOnTheWay(run: RunModel): Generator<Check> {
  for (const { came, went } of forwarded(run)) {
    if (!isInitialInvite(came) || intervalOf(went) === intervalOf(came)) continue;
    const routes = ({ message }: SipSeen) => readAll(message, recordRoute).length;
    yield check(
      routes(went) > routes(came),
      [came.seq, went.seq],
      'it asks for a session timer and leaves the way',
    );
  }
}

/**
 * "The proxy MUST NOT include a refresher parameter"; it "MAY reduce its value but MUST NOT set it to a duration lower than the value in the
 * Min-SE"; "MUST NOT increase" what is not below that, and what is below it "MUST increase […] to make it equal".
 */
function keepsTheInterval({ came, went }: Forwarded): Check | undefined {
  const [asked, on] = [read(came.message, sessionExpires), read(went.message, sessionExpires)];
  if (asked === undefined && on === undefined) return undefined;
  const because = [came.seq, went.seq];
  if (on === undefined) return check(false, because, 'Session-Expires was taken out');
  if (on.refresher !== asked?.refresher) return check(false, because, 'it said who is to refresh');
  const least = leastOf(went);
  const ok =
    asked !== undefined && asked.seconds < least ? on.seconds === least : within(on.seconds, least, asked);
  const before = asked === undefined ? 'no interval' : `${asked.seconds} s`;
  return check(ok, because, `${before} became ${on.seconds} s where Min-SE is ${least} s`);
}

function within(seconds: number, least: number, asked: { readonly seconds: number } | undefined): boolean {
  return seconds >= Math.max(least, 90) && (asked === undefined || seconds <= asked.seconds);
}

/** "A proxy MUST NOT insert a Min-SE header field or modify the value of an existing header field in a proxied request" of who supports timers; "MUST NOT decrease". */
function keepsTheMinimum({ came, went }: Forwarded): Check | undefined {
  const [asked, on] = [read(came.message, minSE)?.seconds, read(went.message, minSE)?.seconds];
  if (asked === undefined && on === undefined && intervalOf(went) === undefined) return undefined;
  const ok = knowsTimers(came) ? on === asked : on === asked || (on ?? 0) >= Math.max(asked ?? 0, 90);
  return check(ok, [came.seq, went.seq], `Min-SE went from ${asked ?? 'none'} to ${on ?? 'none'}`);
}

/** "If the request doesn't indicate support for the session timer but contains a session interval that is too small, the proxy cannot usefully reject the request". */
function* refusesWhoCanTryAgain(run: RunModel): Generator<Check> {
  const requests = new Map<string, SipSeen>();
  /** Those of others: the best of several branches is passed on when the last of them has answered. */
  const came = new Set<string>();
  for (const seen of run.sip) {
    if (run.parameters.roleOf(seen.node) !== 'core') continue;
    const asked = `${seen.node} ${seen.callId} ${seen.fromTag} ${seen.number}`;
    if (!seen.sent && seen.status === 422) came.add(asked);
    const key = `${seen.node} ${seen.branch} ${seen.method}`;
    if (!seen.sent && isRefresh(seen)) requests.set(key, seen);
    if (!seen.sent || seen.status !== 422 || seen.record.transmission > 0) continue;
    const request = requests.get(key);
    if (request === undefined || came.has(asked)) continue;
    const because = [request.seq, seen.seq];
    const least = read(seen.message, minSE)?.seconds ?? 0;
    const small = (intervalOf(request) ?? Number.POSITIVE_INFINITY) < least;
    const wrong = small ? 'the caller knows no session timers' : `the interval is not below ${least} s`;
    yield check(small && knowsTimers(request), because, wrong);
  }
}

/** 2xx to session refresh requests, with the request as the proxy had forwarded it. */
function* answered(run: RunModel): Generator<Forwarded & { readonly request: SipSeen }> {
  const asked = askedBy(run);
  for (const pair of forwarded(run)) {
    const { came } = pair;
    const request = asked.get(`${came.node} ${came.branch} ${came.method}`);
    const isSuccess = Math.floor((came.status ?? 0) / 100) === 2;
    if (isSuccess && request !== undefined && isRefresh(request)) yield { ...pair, request };
  }
}

/**
 * A 2xx without Session-Expires: where the caller supports session timers the proxy "MUST insert a Session-Expires header field into the
 * response with the value it remembered", "MUST set the value of the 'refresher' parameter to 'uac'" and "MUST add the 'timer' option tag to
 * any Require"; else it "forwards the response upstream normally".
 */
function* answersForTheCallee(run: RunModel): Generator<Check> {
  for (const { came, went, request } of answered(run)) {
    const remembered = intervalOf(request);
    if (!takesPart(run, went) || remembered === undefined || hasHeader(came.message, 'Session-Expires'))
      continue;
    const told = read(went.message, sessionExpires);
    const required = readAll(went.message, require_).some(isTimer);
    const because = [request.seq, came.seq, went.seq];
    if (!knowsTimers(request)) {
      yield check(
        told === undefined,
        because,
        'it told of an interval to a caller that knows no session timers',
      );
      continue;
    }
    const ok = told?.seconds === remembered && told.refresher === 'uac' && required;
    yield check(
      ok,
      because,
      `it does not tell the caller to refresh within ${remembered} s, as Require: timer would`,
    );
  }
}

/** "The proxy MUST NOT modify the value of the Session-Expires header field received in the response" */
function* leavesTheAnswer(run: RunModel): Generator<Check> {
  for (const { came, went } of answered(run)) {
    const [before, after] = [came, went].map(({ message }) => header(message, 'Session-Expires'));
    if (before === undefined) continue;
    const ok = before === after;
    if (!ok || takesPart(run, went))
      yield check(ok, [came.seq, went.seq], `Session-Expires went from ${before} to ${after ?? 'none'}`);
  }
}

/** "Unlike the UA, it MUST NOT send a BYE." What it passes on has come before. */
function* endsNoSession(run: RunModel): Generator<Check> {
  const came = new Map<string, number>();
  for (const seen of run.sip) {
    if (!isRequest(seen, 'BYE') || run.parameters.roleOf(seen.node) !== 'core') continue;
    const key = `${seen.node} ${seen.callId} ${seen.fromTag} ${seen.number}`;
    if (!seen.sent) came.set(key, seen.seq);
    else if (seen.record.transmission === 0) {
      const before = came.get(key);
      if (before === undefined || takesPart(run, seen))
        yield check(
          before !== undefined,
          [...(before === undefined ? [] : [before]), seen.seq],
          'nobody had sent this BYE',
        );
    }
  }
}
