import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { checkOffer, checkOrigin } from '../../../agents/sdp/check-offer.ts';
import { pathEnd } from '../../../agents/sdp/msrp-attributes.ts';
import type { Described } from '../../../scenarios/lab/conformance/described.ts';
import type { RunModel } from '../../../scenarios/lab/conformance/model.ts';
import { readingRun } from '../../../scenarios/lab/conformance/reading.ts';
import { exchanges } from '../../../scenarios/lab/conformance/rfc-offers.ts';
import { atOnce } from '../../../sim/steps.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';

type Calls = RunModel['allCalls'];

/** What is wrong with the session descriptions of a run, each against the one before it of the same side, and each answer against its offer. */
export function misdescribed(records: readonly TraceRecord[]): string[] {
  const run = atOnce(readingRun(records, 'idle'));
  const dialect = run.parameters.early ? 'change-request' : 'rfc';
  return run.allCalls.flatMap((call) => [
    ...ofEachSide(call, run, dialect),
    ...exchanges(call, run).flatMap(({ described, final }) => {
      const answer = final?.sent === true && (final.status ?? 0) < 300 ? run.describe(final) : undefined;
      return answer === undefined
        ? []
        : checkAnswer(described.sdp, answer.sdp, dialect).map(({ text }) => text);
    }),
  ]);
}

function* ofEachSide(
  call: Calls[number],
  run: RunModel,
  dialect: 'rfc' | 'change-request',
): Generator<string> {
  const last = new Map<string, Described>();
  for (const seen of call.sip) {
    const described = run.describe(seen);
    if (!seen.sent || seen.record.transmission > 0 || run.parameters.roleOf(seen.node) === 'core') continue;
    if (described === undefined) continue;
    // A first offer that was refused is no session yet: what follows begins anew.
    const isFirst = seen.message.kind === 'request' && seen.toTag === undefined;
    const before = isFirst ? undefined : last.get(seen.node)?.sdp;
    last.set(seen.node, described);
    const isOffer = seen.message.kind === 'request';
    const problems = isOffer
      ? checkOffer(described.sdp, before, dialect)
      : checkOrigin(described.sdp, before);
    yield* [...described.errors, ...problems].map(({ rule, text }) => `${seen.seq}: ${rule}: ${text}`);
    yield* described.lines
      .flatMap((line) => whereItIs(line, described))
      .map((text) => `${seen.seq}: ${text}`);
  }
}

/** Each open line says once which way it goes, and its c= is where its path is (RFC 4975 §8.1). */
function whereItIs({ media, msrp }: Described['lines'][number], { sdp }: Described): string[] {
  if (media.port === 0 || msrp === undefined) return [];
  const ways = media.attributes.filter(({ name }) => /^(sendonly|recvonly|sendrecv|inactive)$/.test(name));
  const address = media.connections?.[0]?.address ?? sdp.connection?.address;
  const host = pathEnd(msrp.path.at(-1) ?? '')?.host;
  return [
    ...(ways.length === 1 ? [] : [`${ways.length} directions`]),
    ...(host === address ? [] : [`c= says ${address}, the path ${host}`]),
  ];
}
