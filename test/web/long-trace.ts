/** A browser's `evaluate` runs it in the page: it uses nothing from outside itself. */
export interface LongTrace {
  readonly messages: number;
  /** So many messages in the middle are sent at one time. */
  readonly atOnce: number;
}

/**
 * The records of a long run: calls of ten messages between a sender, the core and two receivers, each message with its state; every
 * fiftieth is lost, a timer fires for every hundredth. Chance is a small generator of its own, so that it is the same trace everywhere.
 */
export function longTrace({ messages, atOnce }: LongTrace): object[] {
  let chance = 7;
  const draw = (below: number): number => {
    chance = (Math.imul(chance, 1_103_515_245) + 12_345) & 0x7fffffff;
    return chance % below;
  };
  const hops = [
    ['sender', 'core', 'udp', 'sip', 'INVITE'],
    ['core', 'sender', 'udp', 'sip', '100 INVITE'],
    ['core', 'bob', 'udp', 'sip', 'INVITE'],
    ['bob', 'core', 'udp', 'sip', '200 INVITE'],
    ['core', 'sender', 'udp', 'sip', '200 INVITE'],
    ['sender', 'core', 'udp', 'sip', 'ACK'],
    ['core', 'carol', 'udp', 'sip', 'ACK'],
    ['sender', 'bob', 'tcp', 'msrp', 'SEND 1-2048/2048'],
    ['bob', 'sender', 'tcp', 'msrp', '200 SEND'],
    ['carol', 'core', 'udp', 'sip', '486 BYE'],
  ] as const;
  const due: { at: number; order: number; make: (seq: number) => object }[] = [];
  let order = 0;
  const add = (at: number, make: (seq: number) => object): void => {
    due.push({ at, order: order++, make });
  };
  const parameters = {
    senders: [{ name: 'sender', role: 'push-sender' }],
    core: [{ name: 'core' }],
    receivers: [
      { name: 'bob', role: 'push-receiver' },
      { name: 'carol', role: 'push-receiver' },
    ],
  };
  add(0, () => ({
    type: 'run',
    title: 'A long run',
    scenario: 'long.yaml',
    seed: '7',
    epoch: '2026-01-01T00:00:00Z',
    parameters,
  }));
  const middle = Math.floor(messages / 2 / 10) * 10;
  let atUs = 1_000_000;
  for (let id = 0; id < messages; id++) {
    const [from, to, transport, protocol, summary] = hops[id % hops.length]!;
    const together = id >= middle && id < middle + atOnce;
    if (!together) atUs += draw(9_000);
    const at = atUs;
    const call = Math.floor(id / hops.length);
    const raw = `${summary} of call ${call}\r\nCall-ID: ${call}@sender\r\nCSeq: 1 INVITE\r\n\r\n`;
    const common = {
      id,
      key: `${from}>${to}/sender.${call}/${summary}/1/0`,
      transaction: `t${call}`,
      transmission: 0,
    };
    const told = { ...common, from, to, transport, protocol, summary, raw };
    add(at, (seq) => ({ type: 'message.sent', seq, at, ...told, node: from }));
    add(at, (seq) => ({
      type: 'state',
      seq,
      at,
      node: from,
      machine: 'pushSender',
      id: `push ${call}`,
      from: '',
      to: `step${id % 10}`,
      on: 'sent',
    }));
    const arrives = at + 5_000 + draw(20_000);
    if (id % 50 === 49)
      add(at, (seq) => ({
        type: 'message.dropped',
        seq,
        at,
        id,
        key: common.key,
        link: `${from}>${to}`,
        reason: 'loss',
      }));
    else
      add(arrives, (seq) => ({
        type: 'message.received',
        seq,
        at: arrives,
        cause: seq - 1,
        ...told,
        node: to,
      }));
    if (id % 100 === 99) {
      const timer = { node: from, owner: `client ${call}`, name: 'timerA', due: at + 500_000 };
      add(at, (seq) => ({ type: 'timer.set', seq, at, ...timer }));
      add(at + 500_000, (seq) => ({ type: 'timer.fired', seq, at: at + 500_000, ...timer }));
    }
  }
  add(atUs + 600_000, (seq) => ({
    type: 'end',
    seq,
    at: atUs + 600_000,
    reason: 'idle',
    events: order,
    fingerprint: 'f00d',
  }));
  due.sort((a, b) => a.at - b.at || a.order - b.order);
  return due.map(({ make, at }, seq) => ({ seq, at, ...make(seq) }));
}
