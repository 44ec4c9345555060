// 6.5 and 6.5.2.1, "On receiving a SIP 200 OK": what the sender keeps, starts and, when all has been carried, closes.
import { allow, contact, read, readAll, sessionExpires } from '../../../core/sip/header-table.ts';
import type { Call } from './call.ts';
import { carriedBy, closings, isKnown, msrpRequests, taken, undisturbed, zeroed } from './course.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { list } from './parameters.ts';
import { forgetful } from './rfc-transactions.ts';
import { sessionTimerAt } from './session-timers.ts';

const notAnswered = 'no push was answered by 200';
const notCarried = 'no push carried all that it had to the end by itself';

export const psaSession: readonly Monitor[] = [
  monitor('PSA-EST-00a', notCarried, closesByItself),
  monitor('PSA-OK-01', 'no 200 had Allow', eachSuccess(storesMethods)),
  monitor('PSA-OK-02', notAnswered, eachSuccess(storesIdentity)),
  monitor('PSA-OK-03', 'no 200 had Session-Expires', eachSuccess(startsTimer)),
  monitor('PSA-OK-04', notAnswered, eachSuccess(turnsToTheMedia)),
  monitor('PSA-OK-05', notCarried, closesEachFile),
];

function eachSuccess(judge: (call: Call, success: SipSeen, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const call of run.calls) {
      const { caller, invite, success } = call;
      const before = success?.seq ?? 0;
      // A 200 to a push that was given up begins nothing: see PSA-CAN-02.
      const given =
        call.requests('CANCEL', caller).length > 0 ||
        run.acts(caller, 'cancel', 'release', 'abort').some(({ seq }) => seq > invite.seq && seq < before);
      // Nor does one that comes when its sender has lost its memory.
      const forgotten = forgetful(run, call.caller);
      if (success !== undefined && !given && !forgotten) yield* judge(call, success, run);
    }
  };
}

function* closesByItself(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    if (!run.finished || !undisturbed(call, run) || taken(call).length === 0) continue;
    const carried = carriedBy(call);
    const all = taken(call).every((stream) => carried.some((one) => one.stream === stream && isKnown(one)));
    if (!all) continue;
    const close = call.byes(call.caller)[0];
    const because = carried.flatMap(({ answered }) => (answered ? [answered.seq] : []));
    yield check(
      close !== undefined,
      close ? [...because, close.seq] : because,
      'all was carried, and the session stayed open',
    );
  }
}

function* storesMethods(call: Call, success: SipSeen, run: RunModel): Generator<Check> {
  const said = readAll(success.message, allow);
  if (said.length === 0) return;
  const stored = run.stores(call.caller, 'allowed methods').find(({ cause }) => cause === success.seq);
  const same = stored !== undefined && list(stored.value).join() === [...new Set(said)].join();
  yield check(same, [success.seq, ...(stored ? [stored.seq] : [])], `${said.join(', ')} was not stored`);
}

function* storesIdentity(call: Call, success: SipSeen, run: RunModel): Generator<Check> {
  const said = read(success.message, contact);
  const uri = said === undefined || said === '*' ? undefined : said.uri;
  const stored = run.stores(call.caller, 'session identity').find(({ cause }) => cause === success.seq);
  const same = uri !== undefined && stored?.value === uri;
  yield check(same, [success.seq, ...(stored ? [stored.seq] : [])], `the Contact ${uri} was not stored`);
}

function* startsTimer(_call: Call, success: SipSeen, run: RunModel): Generator<Check> {
  const interval = read(success.message, sessionExpires);
  if (interval === undefined) return;
  const timer = sessionTimerAt(run, success, interval.seconds);
  yield check(timer !== undefined, [success.seq, ...(timer ? [timer.seq] : [])], 'no session timer was set');
}

/** A SEND goes to the path of each line that was taken; unless the connection could not be had, or nothing may be as large. */
function* turnsToTheMedia(call: Call, success: SipSeen, run: RunModel): Generator<Check> {
  for (const stream of taken(call)) {
    const [send] = msrpRequests(stream, 'SEND', call.caller, true);
    if (send === undefined && (!run.finished || !undisturbed(call, run))) continue;
    const there = send?.message.toPath.at(-1) === stream.answerer;
    yield check(there, [success.seq, ...(send ? [send.seq] : [])], `no SEND went to ${stream.answerer}`);
  }
}

/** Not before the last 200 of a file, and not never. */
function* closesEachFile(run: RunModel): Generator<Check> {
  for (const call of run.calls) {
    if (!undisturbed(call, run)) continue;
    const all = closings(call, run);
    for (const message of carriedBy(call)) {
      const { stream, answered, sends } = message;
      const close = all.find(
        (seen) => seen.method === 'BYE' || zeroed(seen, call, run).includes(stream.index),
      );
      if (close === undefined && !(run.finished && isKnown(message))) continue;
      const ok = answered !== undefined && close !== undefined && close.seq > answered.seq;
      const because = [answered ?? sends.at(-1), close].flatMap((seen) => (seen ? [seen.seq] : []));
      yield check(ok, because, close ? 'it was closed before its last 200' : 'its medium was never closed');
    }
  }
}
