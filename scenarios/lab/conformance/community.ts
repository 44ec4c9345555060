// 5: "generic push to a large community, trusted push, selective push by capabilities and preferences": each judged where a run has it.
import { pAssertedIdentity, readAll } from '../../../core/sip/header-table.ts';
import { sameUri } from '../../../core/sip/same-uri.ts';
import type { Call } from './call.ts';
import { choices } from './core.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { get, list, text } from './parameters.ts';

export const community: readonly Monitor[] = [
  monitor(
    'CORE-06',
    'no push went to many, none carried an asserted identity, and no contacts differed in their scores',
    threeKinds,
  ),
];

/** So many receivers of the same service are a community. */
const MANY = 10;

function* threeKinds(run: RunModel): Generator<Check> {
  yield* reachesMany(run);
  yield* isTrusted(run);
  yield* choices(run, (scores) => new Set(scores.map(({ rank, outcome }) => `${rank} ${outcome}`)).size > 1);
}

/** Generic: every user whom the service pushes to gets an INVITE, or the service is told why not. */
function* reachesMany(run: RunModel): Generator<Check> {
  const byService = new Map<string, Call[]>();
  for (const call of run.calls) {
    const service = text(get(run.parameters.planOf(call.caller), 'name')) ?? call.caller;
    const others = byService.get(service);
    if (others === undefined) byService.set(service, [call]);
    else others.push(call);
  }
  for (const calls of byService.values()) {
    const users = new Set(
      calls.map(({ invite }) => (invite.message.kind === 'request' ? invite.message.uri : '')),
    );
    if (users.size < MANY || !run.finished) continue;
    for (const { invite, arrivals, finals } of calls) {
      const shown = arrivals[0] ?? finals[0];
      yield check(
        shown !== undefined,
        [invite.seq, ...(shown ? [shown.seq] : [])],
        'the INVITE reached nobody, and no answer came',
      );
    }
  }
}

/** Trusted: who pushes is asserted to the receiver, and not by somebody whom the core does not trust. */
function* isTrusted(run: RunModel): Generator<Check> {
  for (const { arrivals, invites } of run.calls) {
    for (const arrival of arrivals) {
      const asserted = identities(arrival);
      const invite = invites.find(({ number }) => number === arrival.number);
      if (asserted.length === 0 || invite === undefined) continue;
      const trusted = list(get(run.parameters.planOf(invite.record.to), 'trusts')).includes(invite.node);
      const claimed = trusted ? [] : identities(invite);
      const own = text(get(run.parameters.planOf(invite.node), 'uri'));
      const spoofed = asserted.find(
        (uri) => claimed.some((one) => sameUri(one, uri)) && (own === undefined || !sameUri(own, uri)),
      );
      yield check(
        spoofed === undefined,
        [invite.seq, arrival.seq],
        `${spoofed} is what the sender claimed itself`,
      );
    }
  }
}

function identities({ message }: SipSeen): string[] {
  return readAll(message, pAssertedIdentity).map(({ uri }) => uri);
}
