// RFC 3262 §3: what a callee does with provisional responses that are to be acknowledged.
import { isRequest } from './call.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { numberOf, prackOf, type Series, seriesOf } from './reliable-series.ts';
import { forgetful, keepsTo } from './rfc-transactions.ts';

const none = 'no provisional response was reliable';

export const rfcReliable: readonly Monitor[] = [
  monitor('RFC3262-3', `${none}, and no INVITE required it`, each(whereAsked)),
  monitor('RFC3262-3-rseq', none, each(countsUp)),
  monitor('RFC3262-3-again', 'no reliable provisional response had to be repeated', each(repeats)),
  monitor('RFC3262-3-prack', 'no PRACK reached a callee', each(answersPracks)),
  monitor('RFC3262-3-final', 'no final response followed a reliable provisional one', each(inOrder)),
  monitor('RFC3262-3-unheard', 'every reliable provisional response was acknowledged', each(givesUp)),
];

/** Of a host that lost its memory nothing is said. */
function each(judge: (series: Series, run: RunModel) => Iterable<Check>) {
  return function* (run: RunModel): Generator<Check> {
    for (const series of seriesOf(run)) if (!forgetful(run, series.node)) yield* judge(series, run);
  };
}

/** "so long as the initial INVITE … contained a Supported header field with the option tag 100rel"; "MUST … if … Require". */
function* whereAsked({ invite, asks, provisionals }: Series): Generator<Check> {
  for (const seen of provisionals) {
    const isReliable = numberOf(seen) !== undefined;
    if (!isReliable && asks !== 'required') continue;
    const wrong = isReliable ? 'is reliable, and nobody asked for it' : 'is not reliable, as was required';
    yield check(isReliable === (asks !== 'never'), [invite.seq, seen.seq], `${seen.record.summary} ${wrong}`);
  }
}

/**
 * "between 1 and 2**31 - 1" for the first, "greater by exactly one" for each that follows; "MUST NOT send a second … until the first is
 * acknowledged".
 */
function* countsUp(series: Series): Generator<Check> {
  let before: { readonly number: number; readonly first: SipSeen } | undefined;
  for (const [number, [first]] of series.reliable) {
    if (first === undefined) continue;
    const wanted = before === undefined ? number >= 1 && number < 2 ** 31 : number === before.number + 1;
    yield check(wanted, [first.seq], `RSeq ${number} ${before ? `follows ${before.number}` : 'begins'}`);
    if (before !== undefined) {
      const prack = prackOf(series, before.number);
      const ok = prack !== undefined && prack.seq < first.seq;
      const because = [before.first.seq, ...(prack ? [prack.seq] : []), first.seq];
      yield check(ok, because, `RSeq ${number} was sent before ${before.number} was acknowledged`);
    }
    before = { number, first };
  }
}

/** "an interval that starts at T1 seconds and doubles for each retransmission", by any transport, until its PRACK or a final response. */
function* repeats(series: Series, run: RunModel): Generator<Check> {
  const { t1Us } = run.parameters;
  for (const [number, all] of series.reliable) {
    // An INVITE that comes again draws the latest response too (RFC 3261 §17.2.1).
    const sends = all.filter(
      ({ record }, copy) => copy === 0 || run.record(record.cause)?.type !== 'message.received',
    );
    const ends = [prackOf(series, number), series.finals[0]]
      .flatMap((seen) => (seen ? [{ ...seen, status: 200 }] : []))
      .sort((a, b) => a.seq - b.seq);
    yield* keepsTo({ t1Us, least: 200 }, { sends, responses: ends }, run);
  }
}

/** A challenge, an offer that is refused, and a CSeq out of order settle nothing. */
const unsettled: ReadonlySet<number> = new Set([401, 407, 488, 500]);

/** A PRACK that matches what is not acknowledged yet gets a 2xx, any other a 481. */
function* answersPracks(series: Series, run: RunModel): Generator<Check> {
  const acknowledged = new Set<number>();
  for (const prack of series.pracks) {
    const response = series.own.find(
      ({ sent, method, branch, status = 0 }) =>
        sent && method === 'PRACK' && branch === prack.branch && status >= 200,
    );
    const number = [...series.reliable.keys()].find((each) => prackOf({ ...series, pracks: [prack] }, each));
    const first = number === undefined ? undefined : series.reliable.get(number)?.[0];
    // Which of both it was is hard to say where the callee may have given up.
    const late = first !== undefined && prack.at - first.at >= 64 * run.parameters.t1Us;
    if (response?.status === undefined || late || unsettled.has(response.status)) continue;
    const { status } = response;
    const matches = number !== undefined && !acknowledged.has(number);
    const ok = matches ? status < 300 : status === 481;
    if (number !== undefined) acknowledged.add(number);
    const because = [...(first ? [first.seq] : []), prack.seq, response.seq];
    yield check(ok, because, `a PRACK that ${matches ? 'matches' : 'matches nothing'} got ${status}`);
  }
}

/** No new one after the final response; no 2xx while SDP in one of them is not acknowledged (§3, §5). */
function* inOrder(series: Series): Generator<Check> {
  const [final] = series.finals;
  if (final === undefined) return;
  for (const [number, [first]] of series.reliable) {
    if (first === undefined) continue;
    const because = [first.seq, final.seq];
    yield check(first.seq < final.seq, because, `${first.record.summary} left after ${final.record.summary}`);
    if (first.message.body.length === 0 || (final.status ?? 0) >= 300) continue;
    const prack = prackOf(series, number);
    const ok = prack !== undefined && prack.seq < final.seq;
    yield check(ok, [...because, ...(prack ? [prack.seq] : [])], 'the 2xx did not wait for the PRACK of SDP');
  }
}

/** "If a reliable provisional response is retransmitted for 64*T1 seconds without reception of a corresponding PRACK …": a 5xx. */
function* givesUp(series: Series, run: RunModel): Generator<Check> {
  const patienceUs = 64 * run.parameters.t1Us;
  const end = run.records.at(-1)?.at ?? 0;
  for (const [number, [first]] of series.reliable) {
    if (first === undefined || end - first.at < patienceUs) continue;
    const until = first.at + patienceUs;
    const isEnd = (seen: SipSeen | undefined) => seen !== undefined && seen.at < until;
    if (isEnd(prackOf(series, number)) || isEnd(series.finals[0])) continue;
    // A CANCEL or a BYE ends the call before that too.
    const byCaller = series.own.some((seen) => !seen.sent && isRequest(seen, 'CANCEL') && seen.at < until);
    if (byCaller) continue;
    const refusal = series.finals.find(({ status = 0 }) => status >= 500 && status < 600);
    const ok = refusal !== undefined && refusal.at === until;
    const because = [first.seq, ...(refusal ? [refusal.seq] : [])];
    yield check(
      ok,
      because,
      `RSeq ${number} was not acknowledged for 64*T1, and the INVITE not refused then`,
    );
  }
}
