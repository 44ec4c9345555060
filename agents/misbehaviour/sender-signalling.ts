// What a push sender can be told to do wrong in SIP and SDP, against 6.5.2 of the change request and the RFCs behind it.
import {
  arriving,
  asking,
  bodiless,
  inSeries,
  instead,
  type Leaving,
  leaving,
  requests,
  responses,
  rewriting,
  routing,
  saying,
  setting,
  withheld,
  without,
  written,
} from '../../core/sip/filter.ts';
import { header, headerValues, withHeader } from '../../core/sip/headers.ts';
import type { SipRequest } from '../../core/sip/message.ts';
import type { Flow } from '../../core/sip/transaction-types.ts';
import type { Switch } from './misbehaviour.ts';

const invite = requests('INVITE', 'first');
const reinvite = requests('INVITE', 'further');
const bye = requests('BYE');
const accepted = responses(200, 'INVITE');

/** The switches by name. */
export const senderSignalling = {
  'message-for-invite': {
    does: 'Its push begins with a MESSAGE where an INVITE is due.',
    sip: asking(invite, asMessage),
  },
  'no-max-forwards': {
    does: 'Its INVITE has no Max-Forwards.',
    sip: leaving(invite, without('Max-Forwards')),
  },
  'no-accept-contact': {
    does: 'Its INVITE names no communication service.',
    sip: asking(invite, without('Accept-Contact')),
  },
  'one-accept-contact': {
    does: 'Its one Accept-Contact names service and application together.',
    sip: asking(invite, (request) =>
      setting(
        'Accept-Contact',
        headerValues(request, 'Accept-Contact').join(';').replaceAll(';*;', ';'),
      )(request),
    ),
  },
  'no-allow': { does: 'Its INVITE has no Allow.', sip: asking(invite, without('Allow')) },
  'no-timer-tag': {
    does: 'Its INVITE does not say that it supports session timers.',
    sip: asking(
      invite,
      rewriting('Supported', (tags) => tags.replace(/\btimer\b/, 'replaces')),
    ),
  },
  'no-refresher': {
    does: 'Its Session-Expires does not say who is to refresh.',
    sip: asking(
      invite,
      rewriting('Session-Expires', (value) => value.replace(/;.*/, '')),
    ),
  },
  'other-request-uri': {
    does: 'The Request-URI of its INVITE is not the receiver, whom To names.',
    sip: asking(invite, (request) => ({
      ...request,
      uri: request.uri.replace(/:[^@]*@/, ':somebody-else@'),
    })),
  },
  'no-offer': { does: 'Its INVITE carries no SDP.', sip: asking(invite, bodiless) },
  'offers-no-path': {
    does: 'Its offer does not say where its MSRP is.',
    sip: asking(
      invite,
      saying((sdp) => sdp.replaceAll(/^a=path:.*\r\n/gm, '')),
    ),
  },
  'offers-both-ways': {
    does: 'It offers to send and to receive.',
    sip: asking(
      invite,
      saying((sdp) => sdp.replaceAll('a=sendonly', 'a=sendrecv')),
    ),
  },
  'offers-passive': {
    does: 'Its offer says that the receiver is to open the connection: a=setup:passive.',
    sip: asking(
      requests('INVITE'),
      saying((sdp) => sdp.replaceAll('a=setup:actpass', 'a=setup:passive')),
    ),
  },
  'offers-no-setup': {
    does: 'Its offer does not say who opens the connection: it has no a=setup.',
    sip: asking(
      requests('INVITE'),
      saying((sdp) => sdp.replaceAll(/^a=setup:.*\r\n/gm, '')),
    ),
  },
  'unknown-types': {
    does: 'It offers no media type that a push receiver supports.',
    sip: asking(
      invite,
      saying((sdp) => sdp.replaceAll(/^a=accept-types:.*$/gm, 'a=accept-types:text/x-unheard-of')),
    ),
  },
  'one-line-for-all': {
    does: 'Several files share one m= line.',
    plan: (plan) => ({ ...plan, asFiles: false }),
  },
  'one-transfer-id': {
    does: 'All its files have the same file-transfer-id.',
    sip: asking(
      requests('INVITE'),
      saying((sdp) => sdp.replaceAll(/^a=file-transfer-id:.*$/gm, 'a=file-transfer-id:always-the-same-one')),
    ),
  },
  'renames-transfers': {
    does: 'Its re-INVITE gives each m= line another file-transfer-id.',
    sip: asking(
      reinvite,
      saying((sdp) => sdp.replaceAll(/^(a=file-transfer-id:).*(.{20})$/gm, '$1$2begun-anew')),
    ),
  },
  'reuses-transfer-ids': {
    does: 'Its re-INVITE names other files by the file-transfer-ids of those before.',
    sip: asking(
      reinvite,
      saying((sdp) => sdp.replaceAll(/(hash:sha-1:)..:../g, '$100:00')),
    ),
  },
  're-invites-without-offer': {
    does: 'Its re-INVITE has no offer, and its ACK no answer to the one that the 2xx then has.',
    sip: asking(reinvite, bodiless),
  },
  'acknowledges-without-answer': {
    does: 'Its ACK has no answer, though the 2xx had the offer.',
    sip: leaving(requests('ACK'), bodiless),
  },
  'icon-without-a-part': {
    does: 'Its offer names an icon that the body does not have.',
    sip: asking(
      invite,
      saying((body) => body.replaceAll(/^a=file-icon:cid:.*$/gm, 'a=file-icon:cid:nowhere@siplab.invalid')),
    ),
  },
  'invite-past-the-core': {
    does: 'Its INVITE goes straight to its Request-URI.',
    sip: routing(invite, (outgoing) => ({ ...outgoing, nextHop: outgoing.request.uri })),
  },
  'large-by-udp': {
    does: 'Its INVITE goes by UDP, however large it is.',
    sip: routing(invite, (outgoing) => ({ ...outgoing, nextHop: `${outgoing.nextHop};transport=udp` })),
  },
  'forgets-allow': { does: 'It does not store the methods of Allow.', forgets: ['allowed methods'] },
  'forgets-session-identity': {
    does: 'It does not store the Session Identity.',
    forgets: ['session identity'],
  },
  'no-session-timer': {
    does: 'It overlooks Session-Expires in the 200.',
    sip: arriving(accepted, without('Session-Expires')),
  },
  'ignores-max-size': {
    does: 'It overlooks max-size, and sends what is larger than the receiver takes.',
    sip: arriving(
      accepted,
      saying((sdp) => sdp.replaceAll(/^a=max-size:.*\r\n/gm, '')),
    ),
  },
  'never-cancels': { does: 'Its CANCEL never leaves.', sip: withheld(requests('CANCEL')) },
  'cancels-at-once': {
    does: 'Each INVITE is followed by its CANCEL without waiting for an answer.',
    sip: instead(invite, (message, flow) => [
      { message, flow },
      { message: cancelOf(message), flow },
    ]),
  },
  'never-acknowledges': { does: 'It sends no ACK.', sip: withheld(requests('ACK')) },
  'never-refreshes': { does: 'Its session refreshes never leave.', sip: withheld(requests('UPDATE')) },
  'never-ends': { does: 'Its BYE never leaves.', sip: withheld(bye) },
  'bye-of-no-dialog': {
    does: 'Its BYE has another From tag than the dialog.',
    sip: asking(
      bye,
      rewriting('From', (from) => from.replace(/;tag=.*/, ';tag=nobody-has-this')),
    ),
  },
  'bye-to-the-user': {
    does: 'The Request-URI of its BYE is the user whom it called, not the Session Identity.',
    sip: asking(bye, (request) => ({
      ...request,
      uri: /<([^>]*)>/.exec(header(request, 'To') ?? '')?.[1] ?? request.uri,
    })),
  },
  'bye-without-route': { does: 'Its BYE has no Route.', sip: asking(bye, without('Route')) },
  'closes-all-lines': {
    does: 'Its re-INVITE puts the port of every m= line to 0, also of files under way.',
    sip: asking(
      reinvite,
      saying((sdp) => sdp.replaceAll(/^m=message \d+/gm, 'm=message 0')),
    ),
  },
  'closes-one-line': {
    does: 'Its re-INVITE puts the port of one m= line to 0, however many files were carried.',
    sip: asking(reinvite, saying(closingOne)),
  },
  'drops-a-line': {
    does: 'Its re-INVITE leaves the last m= line out.',
    sip: asking(
      reinvite,
      saying((sdp) => sdp.slice(0, sdp.lastIndexOf('m=message'))),
    ),
  },
  'second-invite': {
    does: 'Its re-INVITE is followed by another one at once, whose 200 it acknowledges.',
    sip: inSeries([
      instead(reinvite, twice),
      instead(requests('ACK', 'further'), (ack, flow) =>
        numberOf(ack) > 1 ? twice(ack, flow) : [{ message: ack, flow }],
      ),
      asking(bye, counted),
    ]),
  },
  'same-version': {
    does: 'The version of o= does not count up when it changes its description.',
    sip: asking(
      reinvite,
      saying((sdp) => sdp.replace(/^o=(\S+) (\d+) \d+/m, 'o=$1 $2 $2')),
    ),
  },
  'counts-down': {
    does: 'The CSeq of its BYE is that of its INVITE.',
    sip: asking(bye, setting('CSeq', '1 BYE')),
  },
  'branch-of-old': {
    does: 'The branch of its BYE lacks the cookie z9hG4bK.',
    sip: routing(bye, (outgoing) => ({ ...outgoing, branch: outgoing.branch.replace('z9hG4bK', '') })),
  },
  'too-short-a-length': {
    does: 'Content-Length of its BYE leaves out the octets that follow.',
    sip: written(bye, (octets) => Uint8Array.of(...octets, ...new TextEncoder().encode('Goodbye'))),
  },
  'broken-date': {
    does: 'Its INVITE has a Date that is none.',
    sip: asking(invite, setting('Date', 'the day before yesterday')),
  },
  'never-pracks': {
    does: 'It acknowledges no provisional response.',
    sip: withheld(requests('PRACK')),
  },
  'pracks-something-else': {
    does: 'RAck of its PRACK names a response that never came.',
    sip: asking(
      requests('PRACK'),
      rewriting('RAck', (rack) => rack.replace(/^\d+/, (number) => String(Number(number) + 1))),
    ),
  },
  impatient: {
    does: 'It sends again after 200 ms what nobody answers, and then ever faster than T1 allows.',
    timers: (timers) => ({ ...timers, t1Us: 200_000 }),
  },
  'repeats-itself': {
    does: 'Every request leaves twice.',
    sip: instead(
      (message): message is SipRequest => message.kind === 'request' && message.method !== 'ACK',
      (message, flow) => [
        { message, flow },
        { message, flow },
      ],
    ),
  },
} as const satisfies Readonly<Record<string, Switch>>;

/** The same request as a MESSAGE (RFC 3428), which begins no dialog. */
function asMessage(request: SipRequest): SipRequest {
  return withHeader({ ...without('Contact')(request), method: 'MESSAGE' }, 'CSeq', '1 MESSAGE');
}

function numberOf(request: SipRequest): number {
  return Number.parseInt(header(request, 'CSeq') ?? '', 10);
}

/** With the CSeq that follows. */
function counted(request: SipRequest): SipRequest {
  return setting('CSeq', `${numberOf(request) + 1} ${request.method}`)(request);
}

/** The request, and the same again with a CSeq and a branch of its own. */
function twice(request: SipRequest, flow: Flow): readonly Leaving[] {
  const again = rewriting('Via', (via) => `${via}x`)(counted(request));
  return [
    { message: request, flow },
    { message: again, flow },
  ];
}

function cancelOf(request: SipRequest): SipRequest {
  const kept = ['via', 'max-forwards', 'from', 'to', 'call-id', 'route'];
  const headers = request.headers.filter(({ name }) => kept.includes(name.toLowerCase()));
  const cseq = { name: 'CSeq', value: `${numberOf(request)} CANCEL` };
  return {
    kind: 'request',
    method: 'CANCEL',
    uri: request.uri,
    headers: [...headers, cseq],
    body: new Uint8Array(0),
  };
}

/** The first port 0 stays; the others are open again. */
function closingOne(sdp: string): string {
  let isClosed = false;
  return sdp.replaceAll(/^m=message 0/gm, (line) => {
    const said = isClosed ? 'm=message 7654' : line;
    isClosed = true;
    return said;
  });
}
