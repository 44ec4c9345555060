import { responseTo } from '../../../core/sip/build.ts';
import { CallNames } from '../../../core/sip/call-names.ts';
import { formatMessage } from '../../../core/sip/format.ts';
import { cseq, read } from '../../../core/sip/header-table.ts';
import { header, headerValues } from '../../../core/sip/headers.ts';
import type { HeaderField, SipMessage, SipRequest, SipResponse } from '../../../core/sip/message.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import type { TimerValues } from '../../../core/sip/transaction-types.ts';
import { defaultTimers } from '../../../core/sip/transactions-timers.ts';
import { SipCore, type SipCoreOptions } from '../../../core/sip-core.ts';
import { DEFAULT_LINK } from '../../../sim/net/link-parameters.ts';
import type { DatagramSocket, Host } from '../../../sim/net/types.ts';
import { createAgenda } from '../../../sim/statechart/agenda.ts';
import { createRunner } from '../../../sim/statechart/runner.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { createWorld, type World } from '../../../sim/world.ts';

// A core among peers that speak plain SIP text over UDP, 10 ms apart: what a proxy is given and what it gives, without any agent.

/** What a peer does with a request that is new to it: responses, each so many ms after it came. */
export type Part = (request: SipRequest, n: number) => readonly Line[];

export interface Line {
  readonly afterMs?: number;
  readonly status: number;
  readonly headers?: readonly HeaderField[];
  readonly tag?: string;
}

export class Peer {
  readonly host: Host;
  /** Everything that arrived, in order. */
  readonly heard: SipMessage[] = [];
  readonly #world: World;
  readonly #socket: DatagramSocket;
  readonly #seen = new Set<string>();
  #part: Part = () => [];

  constructor(world: World, host: Host) {
    this.#world = world;
    this.host = host;
    this.#socket = host.bindDatagrams(5060, (bytes) => this.#received(bytes));
  }

  get address(): string {
    return this.host.address;
  }

  /** From now on it answers so. Retransmissions and ACKs get nothing. */
  plays(part: Part): this {
    this.#part = part;
    return this;
  }

  /** Sends text, lines ended as SIP has it, to a host. */
  say(to: Host, message: SipMessage | string): void {
    const bytes = typeof message === 'string' ? wire(message) : formatMessage(message);
    const label = { protocol: 'sip', name: `${this.host.name} ${this.#said++}`, transmission: 0 };
    const summary = new TextDecoder().decode(bytes.subarray(0, 30));
    this.#socket.send({ address: to.address, port: 5060 }, bytes, { ...label, transaction: 'test', summary });
  }

  #said = 0;

  get requests(): SipRequest[] {
    return this.heard.filter((message) => message.kind === 'request');
  }

  get responses(): SipResponse[] {
    return this.heard.filter((message) => message.kind === 'response');
  }

  /** `INVITE`, `CANCEL`, `180`, `200`: what arrived, in a word each. */
  get story(): string[] {
    return this.heard.map((each) => (each.kind === 'request' ? each.method : `${each.status}`));
  }

  #received(bytes: Uint8Array): void {
    const { message } = parseMessage(bytes, 'datagram');
    if (message === undefined) throw new Error('not SIP');
    this.heard.push(message);
    if (message.kind !== 'request') return;
    const key = `${message.method} ${headerValues(message, 'Via')[0]} ${read(message, cseq)?.number}`;
    if (message.method === 'ACK' || this.#seen.has(key)) return;
    this.#seen.add(key);
    for (const line of this.#part(message, this.#seen.size)) {
      this.#world.kernel.after((line.afterMs ?? 0) * 1000, () => this.answer(message, line));
    }
  }

  answer(request: SipRequest, { status, headers = [], tag = this.host.name }: Line): void {
    const back = headerValues(request, 'Via')[0] ?? '';
    const sender = this.#world.network.host(
      this.#world.network.nodeOf(/ ([\d.]+)/.exec(back)?.[1] ?? '') ?? '',
    );
    const contact = { name: 'Contact', value: `<sip:${this.host.name}@${this.address}>` };
    const copied = request.headers.filter(({ name }) => name.toLowerCase() === 'record-route');
    const built = responseTo(request, status, {
      toTag: tag,
      headers: [...copied, ...(status < 300 ? [contact] : []), ...headers],
    });
    if (sender !== undefined) this.say(sender, built);
  }
}

export interface FieldOptions extends Partial<Omit<SipCoreOptions, 'timers'>> {
  readonly peers?: readonly string[];
  readonly timers?: Partial<TimerValues>;
  readonly link?: Partial<typeof DEFAULT_LINK>;
}

export interface Field {
  readonly world: World;
  readonly core: SipCore;
  readonly records: readonly TraceRecord[];
  peer(name: string): Peer;
  /** A further host of the core. */
  add(name: string, options?: FieldOptions): SipCore;
  /** Registers contacts of sip:u@example.com, as they stand in a Contact header. */
  bind(...contacts: readonly string[]): void;
  at(ms: number, action: () => void): void;
  /** Runs to so many seconds, or until nothing is left to do. */
  run(untilS?: number): void;
  notes(): string[];
  /** The states that the core's machines of that name have been in, in order. */
  states(machine: string): string[];
}

export function field(options: FieldOptions = {}): Field {
  const { peers = ['alice', 'a', 'b', 'c'] } = options;
  const records: TraceRecord[] = [];
  const link = { ...DEFAULT_LINK, latency: { kind: 'constant', value: 10_000 } as const, ...options.link };
  const world = createWorld({
    seed: 'field',
    links: { default: link, links: [] },
    sinks: [(record) => records.push(record)],
  });
  const agenda = createAgenda(world.trace);
  const calls = new CallNames();
  const known = new Map<string, Peer>();

  function add(name: string, asked: FieldOptions = {}): SipCore {
    const host = world.network.addHost(name);
    const runner = createRunner({ clock: world.kernel, trace: world.trace, node: name, agenda });
    const { peers: _peers, link: _link, timers, ...rest } = asked;
    return agenda.now(
      () =>
        new SipCore({
          host,
          runner,
          calls,
          timers: { ...defaultTimers, tryingUs: 0, ...timers },
          role: 'both',
          domains: ['example.com'],
          isUser: (aor) => aor === 'sip:u@example.com',
          recordRoute: true,
          expiresS: { min: 60, default: 3600, max: 86_400 },
          epochMs: 0,
          dialect: 'rfc',
          ...rest,
        }),
    );
  }

  const core = add('core', options);
  world.network.addName('example.com', core.sip.host.address);
  for (const name of peers) known.set(name, new Peer(world, world.network.addHost(name)));

  return {
    world,
    core,
    records,
    peer: (name) => known.get(name) ?? missing(name),
    add,
    bind: (...contacts) => {
      const registrant = known.get('alice') ?? missing('alice');
      registrant.say(
        core.sip.host,
        request('REGISTER', {
          uri: 'sip:example.com',
          to: '<sip:u@example.com>',
          callId: `reg ${contacts.length}`.replace(' ', ''),
          branch: 'reg',
          lines: contacts.map((each) => `Contact: ${each}`),
        }),
      );
      world.run(world.kernel.nowUs + 30_000);
      registrant.heard.length = 0;
    },
    at: (ms, action) => void world.kernel.at(ms * 1000, () => agenda.now(action)),
    run: (untilS) => void world.run(untilS === undefined ? undefined : untilS * 1_000_000),
    notes: () => records.flatMap((each) => (each.type === 'note' ? [each.text] : [])),
    states: (machine) =>
      records.flatMap((each) => (each.type === 'state' && each.machine === machine ? [each.to] : [])),
  };
}

function missing(name: string): never {
  throw new Error(`no peer ${name}`);
}

export interface Asked {
  readonly uri?: string;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly branch?: string;
  readonly sentBy?: string;
  /** Further lines, `Name: value`. */
  readonly lines?: readonly string[];
}

/** A request of alice's as text: her host is the second that is added. */
export function request(method: string, asked: Asked = {}): string {
  const { uri = 'sip:u@example.com', from = '<sip:alice@example.org>', to = '<sip:u@example.com>' } = asked;
  const { callId = 'call', cseq: number = 1, branch = 'one', sentBy = '192.0.2.2', lines = [] } = asked;
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${sentBy};branch=z9hG4bK${branch}`,
    ...(lines.some((line) => line.startsWith('Max-Forwards:')) ? [] : ['Max-Forwards: 70']),
    `From: ${from};tag=alice`,
    `To: ${to}`,
    `Call-ID: ${callId}`,
    `CSeq: ${number} ${method}`,
    ...(method === 'INVITE' ? ['Contact: <sip:alice@192.0.2.2>'] : []),
    ...lines,
  ].join('\n');
}

function wire(text: string): Uint8Array {
  return new TextEncoder().encode(`${text.replaceAll('\n', '\r\n')}\r\nContent-Length: 0\r\n\r\n`);
}

/** The CANCEL of a request, or the ACK of its final response, as its sender makes them. */
export function following(method: 'CANCEL' | 'ACK', text: string, toTag = ''): string {
  const tagged = toTag === '' ? text : text.replace(/^(To: .*)$/m, `$1;tag=${toTag}`);
  return tagged
    .replace(/^INVITE /, `${method} `)
    .replace(/^(CSeq: \d+) INVITE/m, `$1 ${method}`)
    .replace(/^Contact: .*\n?/m, '');
}

export { header, headerValues };
