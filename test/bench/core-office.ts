// The office: users who register with one core, and a push to each of them, without a trace: INVITE with its offer, 200, ACK, BYE, 200. Those who
// answer and those who push are bare peers that keep nothing, so that what remains is the core's. Run as a program it tells what an office of so
// many users cost, in a process of its own.
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { request, responseTo } from '../../core/sip/build.ts';
import { CallNames } from '../../core/sip/call-names.ts';
import { recordRoutes } from '../../core/sip/dialog.ts';
import { formatMessage } from '../../core/sip/format.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../core/sip/message.ts';
import { parseMessage } from '../../core/sip/parse.ts';
import { defaultTimers } from '../../core/sip/transactions-timers.ts';
import { SipCore } from '../../core/sip-core.ts';
import { DEFAULT_LINK } from '../../sim/net/link-parameters.ts';
import type { DatagramSocket, Host } from '../../sim/net/types.ts';
import { createAgenda } from '../../sim/statechart/agenda.ts';
import { createCompiledRunner } from '../../sim/statechart/compiled-runner.ts';
import { createWorld, type World } from '../../sim/world.ts';

/** What an office cost. */
export interface OfficeCost {
  /** Time of the processor a user, in µs: on a shared machine it says more than the clock. */
  readonly us: number;
  /**
   * Heap a user that the office holds when all is over: every user bound, no request under way, every timer of theirs run out but that of the
   * binding, and all garbage collected; less what the process held before there was an office.
   */
  readonly bytes: number;
  /** The most memory that the process ever had, in MiB. */
  readonly peakMiB: number;
}

/** Between one user's request and the next one's, in µs. */
const paceUs = 2_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * What is held once nothing more can be collected. One collection is not enough: what the last call left on the stack, and what weak
 * references and compiled code name, goes with a later one. An office that ended before this measuring began would else count as saved.
 */
async function heap(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let unchanged = 0; unchanged < 3; ) {
    await new Promise(setImmediate);
    collect();
    const { heapUsed } = process.memoryUsage();
    unchanged = heapUsed < least - noiseBytes ? 0 : unchanged + 1;
    least = Math.min(least, heapUsed);
  }
  return least;
}

/** Two collections in a row differ by less than this where there is nothing left to collect. */
const noiseBytes = 4096;

async function measured(users: number): Promise<OfficeCost> {
  const before = await heap();
  const { core, us } = office(users);
  const bytes = ((await heap()) - before) / users;
  if (core.core.location.size !== users) throw new Error('bindings were lost while they were counted');
  return { us, bytes, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

function office(users: number): { readonly core: ReturnType<typeof createCore>; readonly us: number } {
  const world = newWorld();
  const core = createCore(world);
  const phones = world.network.addHost('phones');
  const pusher = world.network.addHost('pusher');
  let over = 0;
  const heardByPhones = (message: SipMessage) => {
    if (message.kind === 'request' && message.method !== 'ACK') answer(phoneSocket, core.host, message);
  };
  const phoneSocket = bind(phones, heardByPhones);
  const pusherSocket = bind(pusher, (message) => {
    if (message.kind !== 'response' || message.status !== 200) return;
    if (cseqOf(message) === '2 BYE') over += 1;
    else for (const each of ['ACK', 'BYE']) send(pusherSocket, core.host, inDialog(each, message));
  });
  const begun = process.cpuUsage();
  for (let n = 0; n < users; n++) {
    world.kernel.at(n * paceUs, () => send(phoneSocket, core.host, register(n, phones.address)));
    world.kernel.at((users + n) * paceUs, () => send(pusherSocket, core.host, invite(n, pusher.address)));
  }
  world.run();
  const spent = process.cpuUsage(begun);
  if (core.core.location.size !== users || over !== users)
    throw new Error(`${core.core.location.size} bound, ${over} pushed to, of ${users}`);
  return { core, us: (spent.user + spent.system) / users };
}

function newWorld(): World {
  const link = { ...DEFAULT_LINK, latency: { kind: 'constant', value: 10_000 } as const };
  const limits = { maxEvents: 1e9, maxUs: 1e12 };
  return createWorld({ seed: 'office', links: { default: link, links: [] }, limits });
}

function createCore(world: World): { readonly core: SipCore; readonly host: Host } {
  const agenda = createAgenda(world.trace);
  const host = world.network.addHost('core');
  world.network.addName('example.com', host.address);
  const runner = createCompiledRunner({ clock: world.kernel, trace: world.trace, node: 'core', agenda });
  const core = agenda.now(
    () =>
      new SipCore({
        host,
        runner,
        calls: new CallNames(),
        timers: { ...defaultTimers, tryingUs: 0 },
        role: 'both',
        domains: ['example.com'],
        isUser: () => true,
        recordRoute: true,
        expiresS: { min: 60, default: 86_400, max: 86_400 },
        epochMs: 0,
        dialect: 'rfc',
      }),
  );
  return { core, host };
}

function bind(host: Host, heard: (message: SipMessage) => void): DatagramSocket {
  return host.bindDatagrams(5060, (bytes) => {
    const { message } = parseMessage(bytes);
    if (message !== undefined) heard(message);
  });
}

function send(socket: DatagramSocket, to: Host, message: SipMessage): void {
  const label = { protocol: 'sip', name: 'bench', transmission: 0, transaction: '', summary: '' } as const;
  socket.send({ address: to.address, port: 5060 }, formatMessage(message), label);
}

function register(n: number, address: string): SipRequest {
  return request({
    method: 'REGISTER',
    uri: 'sip:example.com',
    from: `<sip:u${n}@example.com>;tag=${n}`,
    to: `<sip:u${n}@example.com>`,
    callId: `register${n}`,
    cseq: 1,
    headers: [
      { name: 'Via', value: `SIP/2.0/UDP ${address};branch=z9hG4bKregister${n}` },
      { name: 'Contact', value: `<sip:u${n}@${address}>;+g.oma.lcsi.sip-push` },
    ],
  });
}

function invite(n: number, address: string): SipRequest {
  return request({
    method: 'INVITE',
    uri: `sip:u${n}@example.com`,
    from: `<sip:push@example.com>;tag=${n}`,
    to: `<sip:u${n}@example.com>`,
    callId: `push${n}`,
    cseq: 1,
    headers: [
      { name: 'Via', value: `SIP/2.0/UDP ${address};branch=z9hG4bKpush${n}` },
      { name: 'Contact', value: `<sip:push@${address}>` },
      { name: 'Accept-Contact', value: '*;+g.oma.lcsi.sip-push;require' },
    ],
    body: description(address, 'sendonly'),
  });
}

/** What either side says of its MSRP session; the core only passes it on. */
function description(address: string, direction: 'sendonly' | 'recvonly') {
  const lines = [
    'v=0',
    `o=- 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    'm=message 2855 TCP/MSRP *',
    'a=accept-types:image/jpeg',
    `a=path:msrp://${address}:2855/s1;tcp`,
    `a=${direction}`,
    '',
  ];
  return { contentType: 'application/sdp', bytes: new TextEncoder().encode(lines.join('\r\n')) };
}

function answer(socket: DatagramSocket, core: Host, asked: SipRequest): void {
  const { address } = socket.local;
  const accepts = asked.method === 'INVITE';
  const headers = [...recordRoutes(asked), { name: 'Contact', value: `<sip:phone@${address}>` }];
  const parts = accepts ? { toTag: 'p', headers, body: description(address, 'recvonly') } : {};
  send(socket, core, responseTo(asked, 200, parts));
}

/** ACK and BYE of the dialog that a 200 made; the one proxy on the way is its route set. */
function inDialog(method: string, accepted: SipResponse): SipRequest {
  const value = (name: string) => accepted.headers.find((each) => each.name === name)?.value ?? '';
  const callId = value('Call-ID');
  return request({
    method,
    uri: value('Contact').slice(1, -1),
    from: value('From'),
    to: value('To'),
    callId,
    cseq: method === 'ACK' ? 1 : 2,
    headers: [
      { name: 'Via', value: `SIP/2.0/UDP ${viaHost(value('Via'))};branch=z9hG4bK${method}${callId}` },
      { name: 'Route', value: value('Record-Route') },
    ],
  });
}

function viaHost(via: string): string {
  return via.slice(via.indexOf(' ') + 1).split(';', 1)[0] ?? '';
}

function cseqOf({ headers }: SipResponse): string {
  return headers.find(({ name }) => name === 'CSeq')?.value ?? '';
}

/** The first office warms the engine up, and does not count. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  office(500);
  process.stdout.write(`${JSON.stringify(await measured(Number(process.argv[2])))}\n`);
}
