// A registrar of example.com with its location service, on a real clock and a real runner, and REGISTERs to send to it.
import { Location } from '../../../core/location.ts';
import { Registrar, type RegistrarOptions } from '../../../core/registrar.ts';
import { contact, readAll } from '../../../core/sip/header-table.ts';
import { header } from '../../../core/sip/headers.ts';
import type { SipRequest, SipResponse } from '../../../core/sip/message.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import type { BindingEntry } from '../../../sim/trace/records.ts';
import { createBench } from '../../sim/statechart/bench.ts';

/** Sat, 13 Nov 2010 23:29:00 GMT: the date of RFC 3261 §20.17. */
export const epochS = 1_289_690_940;

export interface Asked {
  readonly to?: string;
  readonly uri?: string;
  readonly callId?: string;
  readonly cseq?: number;
  /** Further lines: `Contact: <sip:u@h1>;q=0.7`. */
  readonly lines?: readonly string[];
}

/** A REGISTER as it comes off the wire. */
export function registerRequest(asked: Asked = {}): SipRequest {
  const { to = '<sip:u@example.com>', uri = 'sip:example.com', callId = 'a', cseq = 1, lines = [] } = asked;
  const text = [
    `REGISTER ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP h1;branch=z9hG4bKreg',
    'Max-Forwards: 70',
    `From: ${to};tag=1`,
    `To: ${to}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} REGISTER`,
    ...lines,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
  const { message } = parseMessage(new TextEncoder().encode(text));
  if (message?.kind !== 'request') throw new Error(text);
  return message;
}

export function office(changes: Partial<RegistrarOptions> = {}) {
  const bench = createBench();
  const changesTold: Omit<BindingEntry, 'type' | 'node'>[] = [];
  const location = new Location({ runner: bench.runner, record: (entry) => changesTold.push(entry) });
  const options: RegistrarOptions = {
    domains: ['example.com'],
    expiresS: { min: 60, default: 3600, max: 86_400 },
    epochS,
    token: (name) => `token of ${name}`.replaceAll(/\W/g, '-'),
    ...changes,
  };
  const registrar = new Registrar(options, location);
  return {
    bench,
    location,
    options,
    changes: changesTold,
    send: (asked: Asked | SipRequest = {}): SipResponse =>
      registrar.answer('kind' in asked ? asked : registerRequest(asked), bench.kernel.nowUs),
    /** URI and seconds left of each Contact in a response. */
    listed: (response: SipResponse) =>
      readAll(response, contact).map((value) =>
        value === '*' ? '*' : `${value.uri} ${value.params.find(({ name }) => name === 'expires')?.value}`,
      ),
    bound: (aor = 'sip:u@example.com') => location.of(aor).map(({ uri }) => uri),
    told: () => changesTold.map(({ change, contact }) => `${change} ${contact}`),
    status: (response: SipResponse) => `${response.status} ${header(response, 'Min-Expires') ?? ''}`.trim(),
  };
}
