// What a host of the core can be told to do wrong, against RFC 3261 §16, RFC 3325 §5 and RFC 3841 §7: a change to what it sends or hears, to
// whom it trusts, or to how it chooses among contacts.
import { decide } from './routing-decision.ts';
import {
  arriving,
  asking,
  inSeries,
  leaving,
  requests,
  responses,
  rewriting,
  routing,
  type SipFilter,
  saying,
  withheld,
} from './sip/filter.ts';
import { header, withoutFirst, withoutHeader } from './sip/headers.ts';
import type { SipResponse } from './sip/message.ts';

/** A part that is absent leaves all as it is. */
export interface CoreMisbehaviour {
  readonly sip?: SipFilter;
  readonly trusts?: (address: string) => boolean;
  readonly decide?: typeof decide;
}

interface Switch extends CoreMisbehaviour {
  /** One line: what the host then does wrong. */
  readonly does: string;
}

const invite = requests('INVITE', 'first');

/** The switches by name. */
export const coreSwitches = {
  'keeps-max-forwards': {
    does: 'It does not count Max-Forwards down.',
    sip: asking(
      invite,
      rewriting('Max-Forwards', (value) => String(Number(value) + 1)),
    ),
  },
  'no-record-route': {
    does: 'It puts no Record-Route into what it forwards.',
    sip: asking(invite, (request) => withoutFirst(request, 'Record-Route')),
  },
  'no-via': {
    does: 'It forwards BYE without a Via of its own.',
    sip: leaving(requests('BYE'), (request) => withoutFirst(request, 'Via')),
  },
  'keeps-via': {
    does: 'It leaves a Via of its own on the 200 to a BYE.',
    sip: leaving(responses(200, 'BYE'), viaTwice),
  },
  'forwards-trying': {
    does: 'It passes a 100 on.',
    sip: inSeries([
      arriving(responses(100, 'INVITE'), (response) => ({ ...response, status: 199 })),
      leaving(responses(199, 'INVITE'), (response) => ({ ...response, status: 100 })),
    ]),
  },
  'changes-bodies': {
    does: 'It adds a line to the SDP that it forwards.',
    sip: asking(
      invite,
      saying((sdp) => `${sdp}a=seen-by:core\r\n`),
    ),
  },
  'drops-bye-answers': {
    does: 'It does not forward the 200 to a BYE.',
    sip: withheld(responses(200, 'BYE')),
  },
  'forwards-strays': {
    does: 'It forwards responses to requests that it has forgotten.',
    sip: { astray: (response) => withoutFirst(response, 'Via') },
  },
  'drops-acks': { does: 'It does not forward ACK.', sip: withheld(requests('ACK', 'further')) },
  'other-contact': {
    does: 'It sends an INVITE to a contact that nobody registered.',
    sip: routing(invite, (outgoing) => ({
      ...outgoing,
      request: { ...outgoing.request, uri: outgoing.request.uri.replace(/:[^@]*@/, ':nobody@') },
    })),
  },
  'worst-first': {
    does: 'It tries the contacts in the opposite order.',
    decide: (...asked) => {
      const decision = decide(...asked);
      return { ...decision, groups: decision.groups.toReversed() };
    },
  },
  'deaf-to-preferences': {
    does: 'It scores contacts as if the caller preferred none.',
    decide: (request, ...rest) => decide(withoutHeader(request, 'Accept-Contact'), ...rest),
  },
  'tells-identities': {
    does: 'It trusts everybody: identities leave the trust domain in spite of Privacy.',
    trusts: () => true,
  },
} as const satisfies Readonly<Record<string, Switch>>;

export type CoreSwitch = keyof typeof coreSwitches;

/** Several misbehaviours as one, in their order. */
export function coreMisbehaving(names: readonly CoreSwitch[]): CoreMisbehaviour {
  const all: readonly CoreMisbehaviour[] = names.map((name) => coreSwitches[name]);
  const last = <K extends 'trusts' | 'decide'>(part: K) =>
    all.findLast((each) => each[part] !== undefined)?.[part];
  const [trusts, decides] = [last('trusts'), last('decide')];
  return {
    sip: inSeries(all.flatMap(({ sip }) => sip ?? [])),
    ...(trusts !== undefined && { trusts }),
    ...(decides !== undefined && { decide: decides }),
  };
}

function viaTwice(response: SipResponse): SipResponse {
  const own = header(response, 'Via') ?? '';
  return { ...response, headers: [{ name: 'Via', value: own }, ...response.headers] };
}
