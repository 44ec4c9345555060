import type { FaultRule } from '../../sim/faults/fault-rule.ts';
import { DEFAULT_LINK, type LinkParameters } from '../../sim/net/link-parameters.ts';
import type { DatagramSocket, Host, Label } from '../../sim/net/types.ts';
import { createMemory } from '../../sim/trace/memory.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { createWorld, type World, type WorldOptions } from '../../sim/world.ts';

export const MS = 1_000;
export const S = 1_000_000;

/** The names that fault rules use, for tests that send no real messages. */
export function label(summary: string, name = summary, transmission = 0): Label {
  return { protocol: 'test', name, transmission, transaction: name, summary };
}

export function link(changes: Partial<LinkParameters> = {}): LinkParameters {
  return { ...DEFAULT_LINK, latency: { kind: 'constant', value: 20 * MS }, ...changes };
}

export interface Duo {
  readonly world: World;
  readonly a: Host;
  readonly b: Host;
  readonly records: readonly TraceRecord[];
  /** What `b` got, as `time in ms` and text. */
  readonly heard: readonly string[];
  /** Sends a datagram from `a` to `b` now. */
  say(summary: string, options?: { name?: string; transmission?: number; bytes?: number | Uint8Array }): void;
  /** Does something at an instant. */
  at(us: number, action: () => void): void;
  readonly socket: DatagramSocket;
}

const PORT = 5060;

/** Two hosts, `a` that speaks and `b` that listens, on one link. */
export function duo(
  options: Partial<WorldOptions> & { link?: Partial<LinkParameters>; rules?: FaultRule[] } = {},
): Duo {
  const memory = createMemory();
  const world = createWorld({
    seed: 'duo',
    links: { default: link(options.link), links: [] },
    sinks: [memory.sink],
    faults: options.rules ?? [],
    ...options,
  });
  const a = world.network.addHost('a');
  const b = world.network.addHost('b');
  const heard: string[] = [];
  const listen = () =>
    b.bindDatagrams(PORT, (bytes) => {
      heard.push(`${world.kernel.nowUs / MS} ${new TextDecoder().decode(bytes.subarray(0, 40))}`);
    });
  listen();
  world.network.onRestart((host) => host === 'b' && listen());
  const socket = a.bindDatagrams(PORT, () => {});
  return {
    world,
    a,
    b,
    records: memory.records,
    heard,
    socket,
    say(summary, { name = summary, transmission = 0, bytes } = {}) {
      const payload = typeof bytes === 'object' ? bytes : new Uint8Array(bytes ?? 0);
      const text = bytes === undefined ? new TextEncoder().encode(summary) : payload;
      socket.send({ address: b.address, port: PORT }, text, label(summary, name, transmission));
    },
    at: (us, action) => world.kernel.at(us, action),
  };
}

type OfType<T, R = TraceRecord> = R extends { readonly type: infer U } ? (T extends U ? R : never) : never;

/** The records of a type. */
export function ofType<T extends TraceRecord['type']>(records: readonly TraceRecord[], type: T): OfType<T>[] {
  return records.filter((record) => record.type === type) as OfType<T>[];
}
