// RFC 3261 §8.1: one request outside of any dialog, of any method but those that have a story of their own: INVITE with its ACK and CANCEL,
// BYE, REGISTER.
import { responseTo } from '../core/sip/build.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import type { UserAgent } from './user-agent.ts';

export interface PlainRequest {
  readonly method: string;
  /** The Request-URI and the To. */
  readonly to: string;
  /** Further header fields; one that each request has takes the place of that. */
  readonly headers: readonly HeaderField[];
  /** The final response; 408 for a timeout, 503 for a transport error. */
  readonly answered: (response: SipResponse) => void;
}

/** Sends it, once more with credentials where it is challenged (§22). */
export function sendPlainRequest(ua: UserAgent, plain: PlainRequest): void {
  send(ua, plain, ua.credentials.prepared(built(ua, plain)), 1);
}

function send(ua: UserAgent, plain: PlainRequest, request: SipRequest, tries: number): void {
  const name = `${request.headers.find(({ name }) => name === 'Call-ID')?.value}/${request.method} ${tries}`;
  ua.send({ request, nextHop: ua.nextHop(request.uri) }, name, {
    response: (response) => {
      const { status } = response;
      const isAsked = status === 401 || status === 407;
      const again = isAsked ? ua.credentials.answer(request, response, tries) : undefined;
      if (again !== undefined) send(ua, plain, again, tries + 1);
      else if (status >= 200) plain.answered(response);
    },
    timeout: () => plain.answered(responseTo(request, 408)),
    transportError: () => plain.answered(responseTo(request, 503)),
  });
}

function built(ua: UserAgent, { method, to, headers }: PlainRequest): SipRequest {
  const callId = ua.newCallId(method);
  const own: HeaderField[] = [
    { name: 'Max-Forwards', value: '70' },
    { name: 'From', value: `${ua.nameAddr};tag=${ua.token(`${callId}/tag`, 10)}` },
    { name: 'To', value: `<${to}>` },
    { name: 'Call-ID', value: callId },
    { name: 'CSeq', value: `1 ${method}` },
    ua.contactHeader(),
    ...ua.outsideHeaders(),
  ];
  const given = new Set(headers.map(({ name }) => name.toLowerCase()));
  const kept = own.filter(({ name }) => !given.has(name.toLowerCase()));
  return { kind: 'request', method, uri: to, headers: [...kept, ...headers], body: new Uint8Array(0) };
}
