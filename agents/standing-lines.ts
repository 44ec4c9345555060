// RFC 3264 §8: the answer to an offer inside a session from the peer of who made the first one: what it closes is closed, what stands stays as
// it is, and it gets nothing new.
import type { OfferReply } from './further-offers.ts';
import type { OwnDescription } from './own-description.ts';
import { anything, cpim } from './push-offer.ts';
import { makeAnswer } from './sdp/answer.ts';
import { transfersOf } from './sdp/check-offer.ts';
import { unusable } from './sdp/examine.ts';
import { formatSdp } from './sdp/format.ts';
import { parseSdp } from './sdp/parse.ts';
import type { Dialect } from './sdp/types.ts';
import { warningOf } from './sdp-warning.ts';

/** What became of the lines, by their number. */
export interface Lines {
  /** It is still there. */
  stands(index: number): boolean;
  /** This side opened its connection. */
  opened(index: number): boolean;
}

/** What is agreed afterwards is `own.agreed`. */
export function answerStanding(
  own: OwnDescription,
  offer: Uint8Array,
  dialect: Dialect,
  lines: Lines,
): OfferReply {
  const previous = own.agreed;
  const parsed = parseSdp(new TextDecoder().decode(offer), dialect);
  const broken = unusable(parsed);
  if (parsed.sdp === undefined || previous === undefined || broken !== undefined)
    return { status: 488, headers: warningOf(broken) };
  const outcome = makeAnswer({
    offer: parsed.sdp,
    can: { acceptTypes: cpim, acceptWrappedTypes: anything },
    origin: previous.origin,
    previous,
    used: transfersOf(previous, dialect),
    dialect,
    accept: ({ index }) => (lines.stands(index) ? 'as before' : undefined),
    opened: lines.opened,
  });
  if (outcome.outcome === 'refused') return { status: 488, headers: warningOf(outcome.warning) };
  return { body: new TextEncoder().encode(formatSdp(own.answer(outcome.answer))) };
}
