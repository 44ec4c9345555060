// RFC 3261 §13.2.1, RFC 3264 §6: a caller that left the offer to its callee answers in its ACK: one plain MSRP session takes all that it has to push.
import { firstOrigin } from './own-description.ts';
import { anything, cpim } from './push-offer.ts';
import type { PushSender } from './push-sender.ts';
import { makeAnswer } from './sdp/answer.ts';
import { parseSdp } from './sdp/parse.ts';
import { answeredSetup, offererOpens } from './sdp/setup.ts';
import type { MsrpMedia, Sdp } from './sdp/types.ts';

/** A line that is taken, as the callee describes it. */
export interface Taken {
  readonly index: number;
  readonly msrp: MsrpMedia;
  /** This side opens its connection (RFC 6135). */
  readonly opens: boolean;
}

export interface AnsweredOffer {
  readonly answer: Sdp;
  readonly taken?: Taken;
}

/**
 * The first line by which the callee receives and that asks for no file of its own choice; every other gets port 0, and all of them where the session is not
 * `wanted`: "If the offer in the 2xx response is not acceptable, the UAC core MUST generate a valid answer in the ACK and then send a BYE immediately"
 * (§13.2.2.4). Undefined where there is no offer that can be read.
 */
export function answerOffer(
  agent: PushSender,
  name: string,
  localUri: string,
  offer: Uint8Array | undefined,
  wanted: boolean,
): AnsweredOffer | undefined {
  const { options, ua } = agent;
  const { sdp } = parseSdp(new TextDecoder().decode(offer), options.dialect);
  if (sdp === undefined) return undefined;
  const setup = options.setup === 'active' ? ('active' as const) : ('passive' as const);
  let taken: Taken | undefined;
  const outcome = makeAnswer({
    offer: sdp,
    can: { acceptTypes: cpim, acceptWrappedTypes: anything },
    origin: firstOrigin(ua, name),
    dialect: options.dialect,
    always: true,
    accept: ({ index, msrp }) => {
      const receives = msrp.direction === 'recvonly' || msrp.direction === 'sendrecv';
      if (!wanted || taken !== undefined || !receives || msrp.file !== undefined) return undefined;
      const opens = !offererOpens(msrp.setup, answeredSetup(msrp.setup, setup));
      taken = { index, msrp, opens };
      return { path: [localUri], direction: 'sendonly', setup };
    },
  });
  if (outcome.outcome === 'refused') return undefined;
  return { answer: outcome.answer, ...(taken !== undefined && { taken }) };
}
