// RFC 6135 §4.2, RFC 4145 §4: who opens the connections of MSRP, by what offers and answers say of it, all along a call.
import { pathEnd } from '../../../agents/sdp/msrp-attributes.ts';
import { DISCARD, heeded, setupFits } from '../../../agents/sdp/setup.ts';
import type { Setup } from '../../../agents/sdp/types.ts';
import type { Described } from './described.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { exchanges } from './rfc-offers.ts';

export const rfcConnections: readonly Monitor[] = [
  monitor('RFC6135-4.2.1', 'no MSRP was offered', saySetup),
  monitor('RFC6135-4.2.2', 'no MSRP was offered that says who connects', takeRoles),
];

type Line = Described['lines'][number];

/** A description as it left, and the offer that it answers. */
interface Said {
  readonly seen: SipSeen;
  readonly lines: readonly Line[];
  readonly offer: { readonly seen: SipSeen; readonly lines: readonly Line[] } | undefined;
}

/** Every offer that an agent sent, and every answer in a 2xx. */
function* allSaid(run: RunModel): Generator<Said> {
  for (const call of run.allCalls) {
    for (const { offer, described, final } of exchanges(call, run)) {
      const asked = { seen: offer, lines: described.lines };
      if (offer.sent) yield { ...asked, offer: undefined };
      const answer = final?.sent === true && (final.status ?? 0) < 300 ? run.describe(final) : undefined;
      if (final !== undefined && answer !== undefined)
        yield { seen: final, lines: answer.lines, offer: asked };
    }
  }
}

/** "An MSRP UA MUST always include an explicit a=setup attribute in its SDP offers and answers"; the document's own example has none. */
function* saySetup(run: RunModel): Generator<Check> {
  if (run.parameters.early) return;
  for (const { seen, lines, offer } of allSaid(run)) {
    const open = lines.flatMap(({ media, msrp }) => (media.port === 0 || msrp === undefined ? [] : [msrp]));
    if (open.length === 0) continue;
    const wrong = open.find(({ setup }) => setup === undefined || setup === 'holdconn');
    yield check(
      wrong === undefined,
      [...(offer ? [offer.seen.seq] : []), seen.seq],
      wrong?.setup === 'holdconn' ? 'a line says setup:holdconn' : 'a line has no a=setup',
    );
  }
}

function* takeRoles(run: RunModel): Generator<Check> {
  for (const { seen, lines, offer } of allSaid(run)) {
    const because = [...(offer ? [offer.seen.seq] : []), seen.seq];
    const said = lines.flatMap(({ media, msrp }, index) => {
      const setup = heeded(msrp?.setup);
      if (media.port === 0 || setup === undefined) return [];
      return [
        wrongPort(msrp?.path.at(-1), setup) ?? wrongRole(setup, offer?.lines[index]?.msrp?.setup, offer),
      ];
    });
    if (said.length === 0) continue;
    const wrong = said.find((text) => text !== undefined);
    yield check(wrong === undefined, because, wrong ?? '');
  }
}

function wrongRole(setup: Setup, asked: Setup | undefined, offer: Said['offer']): string | undefined {
  if (offer === undefined) return setup === 'passive' ? 'an offer says setup:passive' : undefined;
  return setupFits(asked, setup) ? undefined : `setup:${asked} is answered by setup:${setup}`;
}

/** "When the a=setup attribute value is "actpass" or "passive", the IP address and port values in the MSRP URI … MUST contain the actual address". */
function wrongPort(uri: string | undefined, setup: Setup): string | undefined {
  const port = uri === undefined ? undefined : pathEnd(uri)?.port;
  return setup !== 'active' && port === DISCARD
    ? `setup:${setup} has port ${DISCARD}, where nobody is`
    : undefined;
}
