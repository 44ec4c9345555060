// What a push receiver can be told to do wrong, against 6.5.1 and 6.5.3.2.1 of the change request and the RFCs behind it.
import {
  arriving,
  bodiless,
  inSeries,
  instead,
  type Leaving,
  leaving,
  requests,
  responses,
  rewriting,
  saying,
  setting,
  withheld,
  without,
} from '../../core/sip/filter.ts';
import { read, readAll, via } from '../../core/sip/header-table.ts';
import type { SipMessage, SipResponse } from '../../core/sip/message.ts';
import type { Flow } from '../../core/sip/transaction-types.ts';
import type { MsrpMessage } from '../msrp/message.ts';
import { field, msrpRequests, msrpResponses, said, transactId, unclosable, unsaid } from './media.ts';
import type { Switch } from './misbehaviour.ts';

const accepted = responses(200, 'INVITE');
const ringing = responses(180, 'INVITE');
const byeAnswered = responses(200, 'BYE');
const report = msrpRequests('REPORT');
const ok = msrpResponses(200);

/** The switches by name. */
export const receiverSwitches = {
  'takes-any-type': {
    does: 'It accepts offers of media types that it does not support.',
    sip: arriving(
      requests('INVITE'),
      saying((sdp) => sdp.replaceAll(/^a=accept-types:.*$/gm, 'a=accept-types:message/cpim')),
    ),
  },
  'takes-every-file': {
    does: 'It takes files that its user does not want.',
    policy: (policy) => ({ ...policy, files: { accept: ['*'], decline: [] } }),
  },
  'forgets-session-identity': {
    does: 'It does not store the Session Identity.',
    forgets: ['session identity'],
  },
  'forgets-application': {
    does: 'It does not store the application that a push is for.',
    forgets: ['application reference'],
  },
  'overlooks-the-hash': {
    does: 'It overlooks the hash of a file that is offered, and takes what comes for it.',
    sip: arriving(
      requests('INVITE'),
      saying((sdp) => sdp.replaceAll(/ hash:[\w-]+:[0-9A-Fa-f:]+/g, '')),
    ),
  },
  'overlooks-icons': {
    does: 'It overlooks the icon that comes along with a file that is offered.',
    forgets: ['icon'],
  },
  'knows-no-ranges': {
    does: 'It knows no file-range: whatever is offered, it awaits the whole file.',
    sip: arriving(
      requests('INVITE'),
      saying((sdp) => sdp.replaceAll(/^a=file-range:.*\r\n/gm, '')),
    ),
  },
  'other-transfer-id': {
    does: 'Its answer has a file-transfer-id of its own.',
    sip: leaving(
      accepted,
      saying((sdp) => sdp.replaceAll(/^a=file-transfer-id:.*$/gm, 'a=file-transfer-id:of-its-own')),
    ),
  },
  'answers-both-ways': {
    does: 'Its answer says that it sends and receives.',
    sip: leaving(
      accepted,
      saying((sdp) => sdp.replaceAll('a=recvonly', 'a=sendrecv')),
    ),
  },
  'answers-actpass': {
    does: 'Its answer leaves open who opens the connection: a=setup:actpass.',
    sip: leaving(
      accepted,
      saying((sdp) => sdp.replaceAll('a=setup:passive', 'a=setup:actpass')),
    ),
  },
  'no-accept-contact': {
    does: 'Its 200 has no Accept-Contact, which the change request asks for.',
    sip: leaving(accepted, without('Accept-Contact')),
  },
  'answer-past-the-core': {
    does: 'Its 200 to the INVITE goes straight to the sender.',
    sip: instead(accepted, straightBack),
  },
  'bye-answer-past-the-core': {
    does: 'Its 200 to the BYE goes straight to the sender.',
    sip: instead(byeAnswered, straightBack),
  },
  'no-require': { does: 'Its 200 does not require timer.', sip: leaving(accepted, without('Require')) },
  'no-session-expires': {
    does: 'Its 200 has no Session-Expires.',
    sip: leaving(accepted, without('Session-Expires')),
  },
  'longer-interval': {
    does: 'It grants a longer session interval than it was asked for.',
    sip: leaving(
      accepted,
      rewriting('Session-Expires', (value) => value.replace(/^\d+/, (seconds) => `${Number(seconds) + 600}`)),
    ),
  },
  'no-allow': { does: 'Its 200 has no Allow.', sip: leaving(accepted, without('Allow')) },
  'no-record-route': {
    does: 'Its 200 does not repeat the Record-Route of the INVITE.',
    sip: leaving(accepted, without('Record-Route')),
  },
  'rings-after-answering': {
    does: 'A 180 follows its 200.',
    sip: instead(accepted, (response, flow) => [
      { message: response, flow },
      { message: { ...bodiless(response), status: 180, reason: 'Ringing' }, flow },
    ]),
  },
  'no-min-se': {
    does: 'Its 422 does not say how long an interval has to be.',
    sip: leaving(responses(422, 'INVITE'), without('Min-SE')),
  },
  'no-tag': {
    does: 'To of its 486 has no tag.',
    sip: leaving(
      responses(486, 'INVITE'),
      rewriting('To', (value) => value.replace(/;tag=.*/, '')),
    ),
  },
  'not-ready': {
    does: 'It knows nothing of the session when the first SEND comes, and says so: 481.',
    msrp: said(
      ok,
      (response): MsrpMessage => ({ ...response, status: 481, comment: 'Session Does Not Exist' }),
    ),
  },
  'forbids-sending': {
    does: 'It answers each SEND by 403, though it agreed to the session.',
    msrp: said(ok, (response): MsrpMessage => ({ ...response, status: 403, comment: 'Forbidden' })),
  },
  'speaks-for-a-relay': {
    does: 'It answers each SEND by 408, which only a relay has cause to.',
    msrp: said(ok, (response): MsrpMessage => ({ ...response, status: 408, comment: 'Request Timeout' })),
  },
  'never-ends': { does: 'Its BYE never leaves.', sip: withheld(requests('BYE')) },
  'refuses-bye': {
    does: 'It answers a BYE by 500.',
    sip: leaving(byeAnswered, (response) => ({ ...response, status: 500, reason: 'Server Internal Error' })),
  },
  'keeps-media': { does: 'It does not release its MSRP sessions.', msrp: { used: unclosable } },
  'never-reports': {
    does: 'It sends no success report, though it was asked for one.',
    msrp: { session: (options) => ({ ...options, reports: 'manual' }) },
  },
  'reports-a-part': {
    does: 'Its success report tells of the first 100 octets alone.',
    msrp: said(
      report,
      field('Byte-Range', (range) => range.replace(/^\d+-\d+/, '1-100')),
    ),
  },
  'reports-too-much': {
    does: 'Its success report tells of more octets than came.',
    msrp: said(
      report,
      field('Byte-Range', (range) => range.replace(/^(\d+)-(\d+)\/\d+/, '$1-9$2/9$2')),
    ),
  },
  'never-answers': { does: 'It answers no SEND.', msrp: unsaid(ok) },
  'asks-for-reports': {
    does: 'Its REPORT asks for a report itself.',
    msrp: said(report, (message) => ({
      ...message,
      headers: [...message.headers, { name: 'Success-Report', value: 'yes' }],
    })),
  },
  'wrong-way-back': {
    does: 'Its answer to SEND goes to another path than the SEND came from.',
    msrp: said(ok, (response) => ({
      ...response,
      toPath: response.toPath.map((uri) => uri.replace(/\/[^/;]*;/, '/somewhere-else;')),
    })),
  },
  'one-transact-id': {
    does: 'All its REPORTs have one transact-id.',
    msrp: said(report, transactId('always1the2same')),
  },
  'slow-to-try': {
    does: 'It lets the caller wait for 5 s before it says anything.',
    timers: (timers) => ({ ...timers, tryingUs: 5_000_000 }),
  },
  'takes-known-files': {
    does: 'It takes files that it has, though it is to decline them.',
    policy: (policy) => ({ ...policy, knownFiles: 'accept' }),
  },
  'rings-unreliably': {
    does: 'Its 180 is not reliable, though the INVITE requires it.',
    sip: leaving(ringing, (response) => without('RSeq')(without('Require')(response))),
  },
  'rings-reliably-unasked': {
    does: 'Its 180 is reliable, whether the caller knows 100rel or not.',
    sip: leaving(ringing, reliably(1)),
  },
  'numbers-too-high': {
    does: 'The RSeq of its first 180 is above 2^31−1.',
    sip: inSeries([
      leaving(
        ringing,
        rewriting('RSeq', (number) => String(Number(number) + 2 ** 31)),
      ),
      arriving(
        requests('PRACK'),
        rewriting('RAck', (rack) => rack.replace(/^\d+/, (number) => String(Number(number) - 2 ** 31))),
      ),
    ]),
  },
  'refuses-pracks': {
    does: 'It answers a PRACK by 481, though it has sent what that acknowledges.',
    sip: leaving(responses(200, 'PRACK'), (response) => ({
      ...response,
      status: 481,
      reason: 'Call/Transaction Does Not Exist',
    })),
  },
  'rings-reliably-after-answering': {
    does: 'A reliable 180 follows its 200.',
    sip: instead(accepted, (response, flow) => [
      { message: response, flow },
      { message: reliably(1)({ ...bodiless(response), status: 180, reason: 'Ringing' }), flow },
    ]),
  },
  'never-gives-up': {
    does: 'It does not refuse an INVITE whose 180 was never acknowledged.',
    sip: withheld(responses(504, 'INVITE')),
  },
  impatient: {
    does: 'It sends its 2xx again after 200 ms, and then ever faster than T1 allows.',
    timers: (timers) => ({ ...timers, t1Us: 200_000 }),
  },
} as const satisfies Readonly<Record<string, Switch>>;

export type ReceiverSwitch = keyof typeof receiverSwitches;

/** As a reliable provisional response of this number. */
function reliably(number: number): (response: SipResponse) => SipResponse {
  return (response) => setting('RSeq', String(number))(setting('Require', '100rel')(response));
}

/** To who began the request, whatever stands between. */
function straightBack(response: SipResponse, flow: Flow): readonly Leaving[] {
  const sender = readAll(response as SipMessage, via).at(-1) ?? read(response, via);
  if (sender === undefined) return [{ message: response, flow }];
  const { host: address, port = 5060 } = sender;
  return [{ message: response, flow: { transport: flow.transport, address, port } }];
}
