import { createChance } from '../../../sim/chance/keyed.ts';
import { createKernel } from '../../../sim/kernel/kernel.ts';
import { createTcp, type Tcp } from '../../../sim/net/tcp/tcp.ts';
import type {
  CloseReason,
  Label,
  Packet,
  PacketTap,
  SegmentContent,
  Stream,
  StreamHandlers,
  StreamMessageFault,
  Wire,
} from '../../../sim/net/types.ts';
import type { MessageFateEntry, TraceRecord } from '../../../sim/trace/records.ts';
import { createTrace } from '../../../sim/trace/trace.ts';

/** When the copies of a packet arrive, in µs after it was sent; none when it is lost. */
export type Fate = (packet: Packet, content: SegmentContent) => readonly number[];

/** One packet as it went: what a test reads. */
export interface Sent {
  readonly atUs: number;
  readonly from: string;
  readonly packet: Packet;
  readonly content: SegmentContent;
  readonly lost: boolean;
}

/** Two hosts, `a` at 192.0.2.1 and `b` at 192.0.2.2, and a wire between them whose fate the test decides. */
export interface TcpLab {
  readonly tcp: Tcp;
  readonly wire: Wire;
  readonly sent: Sent[];
  readonly records: TraceRecord[];
  readonly down: Set<string>;
  faults: (label: Label) => StreamMessageFault | undefined;
  refuses: boolean;
  fate: Fate;
  nowUs(): number;
  run(untilUs?: number): void;
  at(atUs: number, action: () => void): void;
}

export const LATENCY_US = 20_000;
export const PORT = 2855;

export interface LabOptions {
  readonly fate?: Fate;
  readonly latencyUs?: number;
  readonly mtu?: number;
  readonly seed?: string;
  readonly tap?: PacketTap;
  readonly addresses?: Readonly<Record<string, string>>;
  readonly quiet?: boolean;
}

export function tcpLab(options: LabOptions = {}): TcpLab {
  const kernel = createKernel();
  const records: TraceRecord[] = [];
  const sent: Sent[] = [];
  const down = new Set<string>();
  const addresses = options.addresses ?? { a: '192.0.2.1', b: '192.0.2.2' };
  const names = new Map(Object.entries(addresses).map(([name, address]) => [address, name]));
  let packets = 0;
  let messages = 0;
  const wire: Wire = {
    clock: kernel,
    trace: createTrace(kernel, options.quiet === true ? [] : [(record) => records.push(record)]),
    chance: createChance(options.seed ?? 'tcp'),
    transmit(packet, deliver, lost) {
      const content = packet.content as SegmentContent;
      const arrivals = lab.fate(packet, content);
      const atUs = kernel.nowUs;
      if (options.quiet !== true) {
        sent.push({ atUs, from: packet.from, packet, content, lost: arrivals.length === 0 });
      }
      const [first] = arrivals;
      options.tap?.packet(
        packet,
        atUs,
        first === undefined ? undefined : atUs + first,
        first === undefined ? 'loss' : undefined,
      );
      if (arrivals.length === 0) lost?.(packet, 'loss', 0.25);
      for (const byUs of arrivals) kernel.after(byUs, () => deliver(packet));
    },
    nextPacketNumber: () => ++packets,
    nextMessageId: () => ++messages,
    nodeOf: (address) => names.get(address),
    mtu: () => options.mtu ?? 1500,
    up: (node) => !down.has(node),
    refuses: () => lab.refuses,
    messageFault: (_from, _to, label) => lab.faults(label),
  };
  const latencyUs = options.latencyUs ?? LATENCY_US;
  const lab: TcpLab = {
    tcp: createTcp(wire),
    wire,
    sent,
    records,
    down,
    faults: () => undefined,
    refuses: false,
    fate: options.fate ?? (() => [latencyUs]),
    nowUs: () => kernel.nowUs,
    run: (untilUs) => {
      const limits = { maxEvents: 50_000_000, maxUs: 10_000_000_000 };
      const ending = kernel.run(untilUs === undefined ? limits : { ...limits, untilUs });
      if (ending.reason.startsWith('limit')) throw new Error(`the run ended by a ${ending.reason}`);
    },
    at: (atUs, action) => {
      kernel.at(atUs, action);
    },
  };
  return lab;
}

/** One end as a test sees it. */
export interface Party extends StreamHandlers {
  stream?: Stream;
  readonly pieces: Uint8Array[];
  readonly heard: { readonly what: 'opened' | 'ended' | 'drained' | CloseReason; readonly atUs: number }[];
  text(): string;
}

export function party(lab: TcpLab, more: Partial<StreamHandlers> = {}): Party {
  const pieces: Uint8Array[] = [];
  const heard: Party['heard'] = [];
  const hear = (what: Party['heard'][number]['what']) => heard.push({ what, atUs: lab.nowUs() });
  return {
    pieces,
    heard,
    text: () => pieces.map((piece) => new TextDecoder().decode(piece)).join(''),
    opened() {
      hear('opened');
      more.opened?.();
    },
    received(bytes) {
      pieces.push(bytes);
      more.received?.(bytes);
    },
    drained() {
      hear('drained');
      more.drained?.();
    },
    closed(reason) {
      hear(reason);
      more.closed?.(reason);
    },
    ...(more.ended === undefined
      ? {}
      : {
          ended() {
            hear('ended');
            more.ended?.();
          },
        }),
  };
}

/** A connection from `a` to `b`, asked for at once. */
export function pair(lab: TcpLab, a: Party = party(lab), b: Party = party(lab)): { a: Party; b: Party } {
  lab.tcp.listen('b', PORT, (stream) => {
    b.stream = stream;
    return b;
  });
  a.stream = lab.tcp.connect('a', { address: addressOf(lab, 'b'), port: PORT }, addressOf(lab, 'a'), a);
  return { a, b };
}

function addressOf(lab: TcpLab, node: string): string {
  for (const address of ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2']) {
    if (lab.wire.nodeOf(address) === node) return address;
  }
  throw new Error(`no address of ${node}`);
}

export function label(name: string): Label {
  return { protocol: 'msrp', name: `a.1/${name}`, transmission: 0, transaction: name, summary: name };
}

export function bytes(length: number, first = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (first + index) & 0x7f);
}

/** `a 20000 PSH 2920 seq 1 ack 1`: a packet in a line, with offsets instead of sequence numbers. */
export function story(lab: TcpLab): string[] {
  const initial = new Map<string, number>();
  return lab.sent.map(({ atUs, from, content, lost }) => {
    if (content.syn) initial.set(from, content.seq);
    const other = from === 'a' ? 'b' : 'a';
    const seq = (content.seq - (initial.get(from) ?? 0)) >>> 0;
    const ack = (content.ack - (initial.get(other) ?? 0)) >>> 0;
    const flags = ['syn', 'fin', 'rst', 'psh'].filter((flag) => content[flag as 'syn']).join('+');
    const length = content.payload.length > 0 ? ` ${content.payload.length}` : '';
    return `${atUs} ${from} ${flags || 'ack'}${length} seq ${seq}${content.isAck ? ` ack ${ack}` : ''}${lost ? ' lost' : ''}`;
  });
}

export function fates(lab: TcpLab): MessageFateEntry[] {
  return lab.records.filter(
    (record) => record.type === 'message.dropped' || record.type === 'message.delayed',
  ) as unknown as MessageFateEntry[];
}
