import type { Entry, TraceRecord } from './records.ts';

type Type = Entry['type'];
/** The keys of the entries of a type, but `type` itself. */
type KeysOf<T extends Type, E = Entry> = E extends { readonly type: infer U }
  ? T extends U
    ? Exclude<keyof E, 'type'>
    : never
  : never;
/** One property a key, so that the compiler sees that none is missing; their order is the order in which they are written. */
type KeyTable = { readonly [T in Type]: Readonly<Record<KeysOf<T>, 1>> };

const MESSAGE: KeyTable['message.sent'] = {
  id: 1,
  key: 1,
  transaction: 1,
  transmission: 1,
  node: 1,
  from: 1,
  to: 1,
  transport: 1,
  protocol: 1,
  summary: 1,
  raw: 1,
};
const FATE: KeyTable['message.dropped'] = { id: 1, key: 1, link: 1, reason: 1, draw: 1, byUs: 1 };
const PACKET: KeyTable['packet.sent'] = {
  packet: 1,
  from: 1,
  to: 1,
  protocol: 1,
  source: 1,
  destination: 1,
  bytes: 1,
  info: 1,
  reason: 1,
};
const TIMER: KeyTable['timer.set'] = { node: 1, owner: 1, name: 1, due: 1 };

const TABLE: KeyTable = {
  run: { title: 1, scenario: 1, seed: 1, epoch: 1, parameters: 1 },
  end: { reason: 1, events: 1, fingerprint: 1 },
  'message.sent': MESSAGE,
  'message.received': MESSAGE,
  'message.dropped': FATE,
  'message.duplicated': FATE,
  'message.delayed': FATE,
  'packet.sent': PACKET,
  'packet.received': PACKET,
  'packet.dropped': PACKET,
  'timer.set': TIMER,
  'timer.fired': TIMER,
  'timer.cleared': TIMER,
  state: { node: 1, machine: 1, id: 1, from: 1, to: 1, on: 1 },
  'event.ignored': { node: 1, machine: 1, id: 1, state: 1, event: 1 },
  act: { node: 1, act: 1, detail: 1 },
  binding: { node: 1, aor: 1, change: 1, contact: 1, expiresS: 1, q: 1, features: 1 },
  score: { node: 1, request: 1, contact: 1, q: 1, score: 1, outcome: 1, rank: 1, because: 1 },
  store: { node: 1, what: 1, value: 1 },
  verdict: { requirement: 1, outcome: 1, because: 1, detail: 1 },
  fault: { rule: 1, fault: 1, on: 1, detail: 1 },
  note: { node: 1, text: 1 },
};

/** The keys of each type after `type`, `seq`, `at` and `cause`, each with how it is written. */
const KEYS = new Map(
  Object.entries(TABLE).map(([type, keys]) => [
    type,
    Object.keys(keys).map((key) => ({ key, prefix: `,${JSON.stringify(key)}:` })),
  ]),
);

/** A record as one line of NDJSON, without its line end. Equal records give equal lines, in whatever order their keys were put in. */
export function recordLine(record: TraceRecord): string {
  const cause = record.cause === undefined ? '' : `,"cause":${record.cause}`;
  let line = `{"type":"${record.type}","seq":${record.seq},"at":${record.at}${cause}`;
  const values = record as unknown as Readonly<Record<string, unknown>>;
  for (const { key, prefix } of KEYS.get(record.type) ?? []) {
    const value = values[key];
    if (value !== undefined) line += prefix + JSON.stringify(value);
  }
  return `${line}}`;
}
