import { PushReceiver } from '../../agents/push-receiver.ts';
import { CallNames } from '../../core/sip/call-names.ts';
import { cseq, read, via } from '../../core/sip/header-table.ts';
import type { SipMessage, SipRequest } from '../../core/sip/message.ts';
import { parseMessage } from '../../core/sip/parse.ts';
import type { MachineRunner, TimerValues } from '../../core/sip/transaction-types.ts';
import { parseUri } from '../../core/sip/uri.ts';
import { branchOf } from '../../core/sip/via.ts';
import { SipCore } from '../../core/sip-core.ts';
import type { SipHost } from '../../core/sip-host.ts';
import { DEFAULT_LINK } from '../../sim/net/link-parameters.ts';
import type { Host, Label } from '../../sim/net/types.ts';
import { createAgenda } from '../../sim/statechart/agenda.ts';
import { createRunner } from '../../sim/statechart/runner.ts';
import { createMemory } from '../../sim/trace/memory.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { createWorld, type World } from '../../sim/world.ts';

// One element on a host of a real world gets one message from a peer; what it does is read off the trace.

export type Element = 'agent' | 'proxy' | 'registrar';

/** What an element did with a message. */
export interface Reaction {
  /** The status of the final response that came back to the peer. */
  readonly status?: number;
  /** A response reached the transaction that it belongs to, and the user of it. */
  readonly heard?: true;
  /** The request was sent on. */
  readonly forwarded?: true;
  /** The connection was closed before the peer closed it. */
  readonly closed?: true;
  readonly records: readonly TraceRecord[];
}

const TIMERS: TimerValues = {
  t1Us: 500_000,
  t2Us: 4_000_000,
  t4Us: 5_000_000,
  dUs: 32_000_000,
  cUs: 181_000_000,
  tryingUs: 200_000,
};
const SIP_PORT = 5060;
/** Long enough for an answer and for a first retransmission of it, too short for an element to give up. */
const SOON_US = 1_000_000;
const LABEL: Label = {
  protocol: 'sip',
  name: 'torture',
  transmission: 0,
  transaction: 'torture',
  summary: 'torture',
};

/** Hands the message to the element, as one datagram or as the first octets of a stream. */
export function react(element: Element, message: Uint8Array, transport: 'udp' | 'tcp' = 'udp'): Reaction {
  const memory = createMemory();
  const world = createWorld({
    seed: 'torture',
    links: { default: DEFAULT_LINK, links: [] },
    sinks: [memory.sink],
  });
  const parsed = parseMessage(message, 'datagram').message;
  const host = addressed(world, parsed);
  const peer = world.network.addHost('peer', { transport: 'udp' });
  const elsewhere = world.network.addHost('elsewhere', { transport: 'udp' });
  world.network.addName('example.com', element === 'registrar' ? host.address : elsewhere.address);
  const agenda = createAgenda(world.trace);
  const runner = createRunner({ clock: world.kernel, trace: world.trace, node: 'element', agenda });
  const sip = agenda.now(() => makeElement(element, host, runner, parsed));
  const heard = { is: false };
  if (element === 'agent' && parsed?.kind === 'response')
    agenda.now(() => awaitResponse(sip, peer, parsed, heard));
  let closed = false;
  if (transport === 'udp') {
    peer.bindDatagrams(SIP_PORT, () => {}).send({ address: host.address, port: SIP_PORT }, message, LABEL);
  } else {
    const stream = peer.connect(
      { address: host.address, port: SIP_PORT },
      {
        opened: () => stream.write(message, LABEL),
        received: () => {},
        closed: () => {},
        ended: () => {
          closed = true;
        },
      },
    );
  }
  world.run(SOON_US);
  return reactionOf(memory.records, heard.is, closed);
}

/** The element's host. A response is delivered where its topmost Via says; there the element stands, if the lab has such an address. */
function addressed(world: World, message: SipMessage | undefined): Host {
  const top = message?.kind === 'response' ? read(message, via) : undefined;
  const last = /^192\.0\.2\.(\d+)$/.exec(top?.host ?? '')?.[1];
  for (let n = 1; n < Number(last ?? 1); n++) world.network.addHost(`neighbour-${n}`);
  const host = world.network.addHost('element', { transport: 'udp' });
  if (top !== undefined) world.network.addName(top.host, host.address);
  return host;
}

/** An agent is the one that the message is addressed to: its Request-URI is the agent's address. */
function makeElement(
  element: Element,
  host: Host,
  runner: MachineRunner,
  message: SipMessage | undefined,
): SipHost {
  const common = {
    host,
    runner,
    calls: new CallNames(),
    timers: TIMERS,
    epochMs: 0,
    dialect: 'rfc' as const,
  };
  if (element === 'agent') {
    const agent = new PushReceiver(
      {
        ...common,
        address: addressIn(message),
        proxy: '',
        service: '+g.oma.lcsi.sip-push',
        sessionExpiresS: 1800,
      },
      {
        answer: 'accept',
        thinkUs: 0,
        ring: false,
        acceptTypes: [],
        files: { accept: ['*'], decline: [] },
        reports: 'end',
        knownFiles: 'accept',
      },
    );
    return agent.ua.sip;
  }
  const core = new SipCore({
    ...common,
    role: element,
    domains: element === 'registrar' ? ['example.com'] : [],
    isUser: () => true,
    recordRoute: true,
    expiresS: { min: 60, default: 3600, max: 604_800 },
  });
  return core.sip;
}

function addressIn(message: SipMessage | undefined): string {
  const uri = message?.kind === 'request' ? parseUri(message.uri) : undefined;
  const known = uri?.ok && 'host' in uri.value ? uri.value : undefined;
  return known?.user === undefined ? 'sip:user@example.com' : `sip:${known.user}@${known.host}`;
}

/** Lets the element send the request that the response answers, so that there is a transaction for it. */
function awaitResponse(sip: SipHost, peer: Host, response: SipMessage, heard: { is: boolean }): void {
  const top = read(response, via);
  const method = read(response, cseq)?.method ?? 'OPTIONS';
  const copied = response.headers.filter(({ name }) =>
    ['from', 'to', 'call-id', 'cseq'].includes(name.toLowerCase()),
  );
  const request: SipRequest = {
    kind: 'request',
    method,
    uri: 'sip:user@example.com',
    headers: copied,
    body: new Uint8Array(0),
  };
  const branch = top && branchOf(top);
  if (branch === undefined || copied.length < 4 || read({ ...response, headers: copied }, cseq) === undefined)
    return;
  sip.request(
    { request, nextHop: `sip:${peer.address}`, branch },
    {
      response: () => {
        heard.is = true;
      },
      timeout: () => {},
      transportError: () => {},
    },
  );
}

function reactionOf(records: readonly TraceRecord[], heard: boolean, closed: boolean): Reaction {
  const sent = records.filter((record) => record.type === 'message.sent' && record.node === 'element');
  const summaries = (to: string) =>
    sent.flatMap((record) => ('summary' in record && record.to === to ? [record.summary] : []));
  const final = summaries('peer')
    .map((summary) => Number(summary.split(' ')[0]))
    .filter((status) => status >= 200);
  const status = final.at(-1);
  return {
    ...(status !== undefined && { status }),
    ...(heard && { heard: true as const }),
    ...(summaries('elsewhere').length > 0 && { forwarded: true as const }),
    ...(closed && { closed: true as const }),
    records,
  };
}
