// What a host of the core can be told to do wrong, against RFC 3261 §16, RFC 3325 §5, RFC 3841 §7 and RFC 4028 §8: a change to what it sends or hears, to
// whom it trusts, or to how it chooses among contacts.
import { decide } from './routing-decision.ts';
import {
  arriving,
  asking,
  inSeries,
  instead,
  leaving,
  requests,
  responses,
  rewriting,
  routing,
  type SipFilter,
  saying,
  withheld,
  without,
} from './sip/filter.ts';
import { minSE, read, sessionExpires } from './sip/header-table.ts';
import { header, withHeader, withoutFirst, withoutHeader } from './sip/headers.ts';
import type { SipMessage, SipRequest, SipResponse } from './sip/message.ts';

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

/** A session refresh request. */
const refresh = (message: SipMessage): message is SipRequest =>
  requests('INVITE')(message) || requests('UPDATE')(message);

/** Another interval, with the parameters that the value has. */
const interval = (seconds: number) => (value: string) => value.replace(/^\s*\d+/, String(seconds));

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
  'lowers-too-far': {
    does: 'It lowers the Session-Expires that it forwards to a second below its Min-SE.',
    sip: asking(refresh, (request) =>
      rewriting('Session-Expires', interval((read(request, minSE)?.seconds ?? 90) - 1))(request),
    ),
  },
  'raises-intervals': {
    does: 'It raises the Session-Expires that it forwards, though that is no less than its Min-SE.',
    sip: asking(
      refresh,
      rewriting('Session-Expires', (value) => interval(Number.parseInt(value, 10) * 2)(value)),
    ),
  },
  'chooses-refreshers': {
    does: 'It says who is to refresh, the callee, in the Session-Expires that it forwards.',
    sip: asking(
      refresh,
      rewriting('Session-Expires', (value) => `${value.replace(/;.*/, '')};refresher=uas`),
    ),
  },
  'raises-min-se': {
    does: 'It puts its minimum into the Min-SE of callers that support session timers.',
    sip: asking(refresh, (request) =>
      withHeader(request, 'Min-SE', String(read(request, sessionExpires)?.seconds ?? 90)),
    ),
  },
  'refuses-intervals': {
    does: 'It refuses every Session-Expires by 422, however long the interval is.',
    sip: arriving(refresh, rewriting('Session-Expires', interval(1))),
  },
  'silent-for-callees': {
    does: 'It tells no caller to refresh where the callee supports no session timers.',
    sip: leaving(responses(200, 'INVITE'), (response) =>
      without('Require')(without('Session-Expires')(response)),
    ),
  },
  'shortens-answers': {
    does: 'It halves the Session-Expires of the answers that it forwards.',
    sip: leaving(
      responses(200, 'INVITE'),
      rewriting('Session-Expires', (value) => interval(Math.floor(Number.parseInt(value, 10) / 2))(value)),
    ),
  },
  'ends-sessions': {
    does: 'It sends BYE by itself behind the first refresh that it forwards.',
    sip: instead(requests('UPDATE'), (update, flow) => [
      { message: update, flow },
      { message: byeBehind(update), flow },
    ]),
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

/** A BYE in the name of who refreshes, by a branch of its own. */
function byeBehind(update: SipRequest): SipRequest {
  const own = withoutHeader(withoutHeader(withoutHeader(update, 'Session-Expires'), 'Min-SE'), 'Contact');
  const counted = rewriting('CSeq', (value) => `${Number.parseInt(value, 10) + 100} BYE`)(own);
  return rewriting('Via', (value) => `${value}-bye`)({ ...counted, method: 'BYE' });
}

function viaTwice(response: SipResponse): SipResponse {
  const own = header(response, 'Via') ?? '';
  return { ...response, headers: [{ name: 'Via', value: own }, ...response.headers] };
}
