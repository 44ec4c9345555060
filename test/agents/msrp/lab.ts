import { createMsrpEndpoint } from '../../../agents/msrp/endpoint.ts';
import type { MsrpMessage } from '../../../agents/msrp/message.ts';
import { parseMsrp } from '../../../agents/msrp/parse.ts';
import type {
  MsrpConnection,
  MsrpConnectionOptions,
  MsrpEndpoint,
  MsrpEndpointOptions,
  MsrpLabel,
  MsrpSession,
  MsrpSessionEvent,
  MsrpSessionOptions,
} from '../../../agents/msrp/types.ts';
import { DEFAULT_LINK, type LinkParameters } from '../../../sim/net/link-parameters.ts';
import type { Host, Stream, StreamHandlers } from '../../../sim/net/types.ts';
import { createAgenda } from '../../../sim/statechart/agenda.ts';
import { createRunner } from '../../../sim/statechart/runner.ts';
import { createMemory } from '../../../sim/trace/memory.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { createWorld } from '../../../sim/world.ts';

export const MS = 1_000;
export const S = 1_000_000;
export const ALICE = 'msrp://alice.example.com:7654/jshA7weztas;tcp';
export const BOB = 'msrp://bob.example.com:8888/9di4eae923wzd;tcp';
const PORT = 8888;

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

/** `size` octets that differ from place to place. */
export function octets(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) * 7) & 0xff);
}

type Changes = Partial<MsrpSessionOptions> & { limits?: NonNullable<MsrpEndpointOptions['limits']> };

/** An event in words: `answered 1.2 200`. */
export function told(event: MsrpSessionEvent): string {
  switch (event.type) {
    case 'answered':
      return `answered ${event.message.number}.${event.chunk} ${event.status}`;
    case 'timeout':
      return `timeout ${event.message.number}.${event.chunk}`;
    case 'reported':
      return `reported ${event.message.number} ${event.status} ${event.range?.start}-${event.range?.end}`;
    case 'failed':
      return `failed ${event.message.number} ${event.cause}`;
    case 'sent':
    case 'delivered':
    case 'aborted':
      return `${event.type} ${event.message.number}`;
    case 'chunk':
      return `chunk ${event.incoming.number}.${event.chunk} ${event.range.start}-${event.range.end}${event.flag} ${event.status}`;
    case 'content':
      return `content ${event.bytes.length}`;
    case 'discarded':
      return `discarded ${event.incoming.number} ${event.because}`;
    case 'receiving':
    case 'received':
      return `${event.type} ${event.incoming.number}`;
    case 'reporting':
      return `reporting ${event.incoming.number} ${event.status}`;
    case 'ended':
      return `${event.how}: ${event.because}`;
    default:
      return event.type;
  }
}

export interface Side {
  readonly host: Host;
  readonly endpoint: MsrpEndpoint;
  readonly session: MsrpSession;
  /** Everything its agent heard. */
  readonly events: MsrpSessionEvent[];
  readonly connections: MsrpConnection[];
  readonly streams: Stream[];
}

export interface Pair {
  readonly alice: Side;
  readonly bob: Side;
  readonly records: readonly TraceRecord[];
  at(us: number, action: () => void): void;
  /** Runs on until `us`, or until nothing is left to do. */
  run(us?: number): void;
  /** What was sent, as `ms alice SEND 1-2048/4096`. */
  ladder(): string[];
}

/** Alice, who opens the connection at once, and Bob, who awaits it, on one link of 20 ms. */
export function pair(
  options: { alice?: Changes; bob?: Changes; link?: Partial<LinkParameters>; seed?: string } = {},
): Pair {
  const memory = createMemory();
  const links = {
    default: { ...DEFAULT_LINK, latency: { kind: 'constant' as const, value: 20 * MS }, ...options.link },
    links: [],
  };
  const world = createWorld({ seed: options.seed ?? 'msrp', links, sinks: [memory.sink] });
  const agenda = createAgenda(world.trace);
  const side = (
    name: string,
    own: Pick<MsrpSessionOptions, 'role' | 'localUri' | 'remotePath'>,
    { limits, ...changes }: Changes,
  ): Side => {
    const host = world.network.addHost(name);
    const runner = createRunner({ clock: host.clock, trace: world.trace, node: name, agenda });
    const token = (what: string, length: number) => world.chance.token(`${name}/${what}`, length);
    const endpoint = createMsrpEndpoint({ runner, token, ...(limits && { limits }) });
    const events: MsrpSessionEvent[] = [];
    const session = endpoint.session({
      name: `${name}.1`,
      ...own,
      ...changes,
      event(event) {
        events.push(event);
        changes.event?.(event);
      },
    });
    return { host, endpoint, session, events, connections: [], streams: [] };
  };
  const alice = side('alice', { role: 'active', localUri: ALICE, remotePath: [BOB] }, options.alice ?? {});
  const bob = side('bob', { role: 'passive', localUri: BOB, remotePath: [ALICE] }, options.bob ?? {});
  const handlers = (owner: Side, stream: () => Stream): StreamHandlers => {
    let connection: MsrpConnection | undefined;
    const open = () => {
      connection ??= owner.endpoint.connection({
        name: stream().id,
        send: (bytes, label, acknowledged) => {
          const heard = acknowledged && (() => agenda.now(acknowledged));
          stream().write(bytes, { protocol: 'msrp', ...label }, heard);
        },
        canWrite: () => stream().bufferedBytes === 0,
        lost: () => stream().reset(),
      });
      if (!owner.connections.includes(connection)) owner.connections.push(connection);
      return connection;
    };
    return {
      opened: () => agenda.now(() => owner === alice && owner.session.connected(open())),
      received: (bytes) => agenda.now(() => open().received(bytes)),
      drained: () => agenda.now(() => open().drained()),
      ended: () => stream().close(),
      closed: (reason) => agenda.now(() => open().closed(reason)),
    };
  };
  bob.host.listen(PORT, (stream) => {
    bob.streams.push(stream);
    return handlers(bob, () => stream);
  });
  const stream: Stream = alice.host.connect(
    { address: bob.host.address, port: PORT },
    handlers(alice, () => stream),
  );
  alice.streams.push(stream);
  return {
    alice,
    bob,
    records: memory.records,
    at: (us, action) => void world.kernel.after(us - world.kernel.nowUs, () => agenda.now(action)),
    run: (us) => void world.run(us),
    ladder: () =>
      memory.records.flatMap((record) =>
        record.type === 'message.sent'
          ? [`${Math.round(record.at / MS)} ${record.from} ${record.summary}`]
          : [],
      ),
  };
}

export interface Solo {
  readonly endpoint: MsrpEndpoint;
  readonly session: MsrpSession;
  readonly connection: MsrpConnection;
  readonly events: MsrpSessionEvent[];
  /** What it has written, message by message. */
  readonly written: {
    readonly text: string;
    readonly label: MsrpLabel;
    readonly message: MsrpMessage | undefined;
  }[];
  readonly lost: string[];
  /** Another connection of the same endpoint, with what it writes. */
  other(name: string): { connection: MsrpConnection; written: string[] };
  /** Gives it text, whose lines end as they stand. */
  hear(text: string): void;
  /** Lets so much time pass. */
  pass(us: number): void;
  /** The stream takes bytes (default), or does not. */
  writable: boolean;
  /** The peer's host acknowledges what is written at once (default), or not before `acknowledge`. */
  prompt: boolean;
  acknowledge(): void;
}

/** One endpoint with a peer that is the test itself: text in, text out. Passive unless told otherwise; already connected if active. */
export function solo(changes: Changes = {}): Solo {
  const world = createWorld({ seed: 'solo', links: { default: DEFAULT_LINK, links: [] } });
  const agenda = createAgenda(world.trace);
  const runner = createRunner({ clock: world.kernel, trace: world.trace, node: 'solo', agenda });
  const { limits, ...options } = changes;
  const endpoint = createMsrpEndpoint({
    runner,
    token: (name, length) => world.chance.token(name, length),
    ...(limits && { limits }),
  });
  const events: MsrpSessionEvent[] = [];
  const written: Solo['written'] = [];
  const lost: string[] = [];
  const unheard: (() => void)[] = [];
  const session = endpoint.session({
    name: 'solo.1',
    role: 'passive',
    localUri: BOB,
    remotePath: [ALICE],
    ...options,
    event(event) {
      events.push(event);
      options.event?.(event);
    },
  });
  const wires: MsrpConnectionOptions = {
    name: 'solo/connection 1',
    send: (bytes, label, acknowledged) => {
      written.push({ text: textOf(bytes), label, message: parseMsrp(bytes).message });
      if (acknowledged) unheard.push(acknowledged);
      if (it.prompt) it.acknowledge();
    },
    canWrite: () => it.writable,
    lost: (because) => lost.push(because),
  };
  const connection = endpoint.connection(wires);
  const it: Solo = {
    endpoint,
    session,
    connection,
    events,
    written,
    lost,
    writable: true,
    prompt: true,
    acknowledge: () => agenda.now(() => void unheard.splice(0).map((heard) => heard())),
    other(name) {
      const texts: string[] = [];
      return {
        connection: endpoint.connection({ name, send: (bytes) => texts.push(textOf(bytes)) }),
        written: texts,
      };
    },
    hear: (text) => agenda.now(() => connection.received(bytesOf(text))),
    pass(us) {
      world.run(world.kernel.nowUs + us);
    },
  };
  if (options.role === 'active') session.connected(connection);
  return it;
}

/** A SEND from Alice to Bob as text. `headers` replace or add; undefined leaves one out. */
export function sendText(
  transactId: string,
  body: string | undefined,
  { flag = '$', ...headers }: { flag?: string; [name: string]: string | undefined } = {},
): string {
  const fields: Record<string, string | undefined> = {
    'To-Path': BOB,
    'From-Path': ALICE,
    'Message-ID': 'message-1',
    ...headers,
    ...(body !== undefined && { 'Content-Type': headers['Content-Type'] ?? 'text/plain' }),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}\r\n`],
  );
  return `MSRP ${transactId} SEND\r\n${lines.join('')}${body === undefined ? '' : `\r\n${body}\r\n`}-------${transactId}${flag}\r\n`;
}
