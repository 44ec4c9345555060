import type { TraceRecord } from '../../../sim/trace/records.ts';

/** What holds in the trace of every run. Answers the first few breaches in words; none for a sound trace. */
export function breaches(records: readonly TraceRecord[]): string[] {
  return [...order(records), ...messages(records), ...timers(records), ...machines(records)].slice(0, 5);
}

/** `seq` counts, `at` never goes back, a cause comes before its effect, verdicts and then `end` are last. */
function* order(records: readonly TraceRecord[]): Generator<string> {
  let before = 0;
  for (const [index, record] of records.entries()) {
    const place = `record ${index} (${record.type})`;
    if (record.seq !== index) yield `${place} has seq ${record.seq}`;
    if (record.at < before) yield `${place} goes back to ${record.at}`;
    if (record.cause !== undefined && record.cause >= record.seq)
      yield `${place} is caused by ${record.cause}`;
    if ((record.type === 'run') !== (index === 0)) yield `${place}: run stands first, once`;
    if ((record.type === 'end') !== (index === records.length - 1)) yield `${place}: end stands last, once`;
    before = record.at;
  }
  const firstVerdict = records.findIndex(({ type }) => type === 'verdict');
  const rest = firstVerdict < 0 ? [] : records.slice(firstVerdict, -1);
  for (const { seq, type } of rest) if (type !== 'verdict') yield `record ${seq} (${type}) after a verdict`;
}

/**
 * Ids and keys name one message each; what arrives was sent before. Where a run came to its end every datagram has arrived or was
 * dropped; what a stream tries again and again in the background may be left.
 */
function* messages(records: readonly TraceRecord[]): Generator<string> {
  const sent = new Map<number, { readonly key: string; readonly transport: string }>();
  const keys = new Set<string>();
  const settled = new Set<number>();
  for (const record of records) {
    if (record.type === 'message.sent') {
      if (sent.has(record.id)) yield `message ${record.id} is sent twice`;
      if (keys.has(record.key)) yield `two messages are called ${record.key}`;
      sent.set(record.id, record);
      keys.add(record.key);
    } else if ('id' in record && record.type.startsWith('message.')) {
      const message = sent.get(record.id as number);
      if (message === undefined)
        yield `record ${record.seq} (${record.type}) is of a message that was not sent`;
      if (record.type === 'message.received' && message?.key !== record.key)
        yield `message ${record.id} changed its key`;
      if (record.type !== 'message.delayed' && record.type !== 'message.duplicated')
        settled.add(record.id as number);
    }
  }
  const end = records.at(-1);
  if (end?.type !== 'end' || end.reason !== 'idle') return;
  for (const [id, { key, transport }] of sent)
    if (transport === 'udp' && !settled.has(id)) yield `nothing became of message ${key}`;
}

/** A timer fires or is cleared once for each time it is set, and fires when it is due. */
function* timers(records: readonly TraceRecord[]): Generator<string> {
  const pending = new Map<string, number>();
  for (const record of records) {
    if (record.type !== 'timer.set' && record.type !== 'timer.fired' && record.type !== 'timer.cleared')
      continue;
    const name = `${record.node}/${record.owner}/${record.name}`;
    if (record.type === 'timer.set') {
      if (pending.has(name)) yield `timer ${name} is set twice, again at ${record.at}`;
      if (record.due < record.at) yield `timer ${name} is due before it is set`;
      pending.set(name, record.due);
    } else {
      const due = pending.get(name);
      if (due === undefined) yield `timer ${name} is not pending: ${record.type} at ${record.at}`;
      if (record.type === 'timer.fired' && due !== record.at)
        yield `timer ${name} fires at ${record.at}, not at ${due}`;
      pending.delete(name);
    }
  }
}

/** Each step of a machine begins where the one before it ended, unless its id is taken by a new one. */
function* machines(records: readonly TraceRecord[]): Generator<string> {
  const states = new Map<string, string>();
  for (const record of records) {
    if (record.type !== 'state') continue;
    const name = `${record.node}/${record.machine}/${record.id}`;
    const before = states.get(name);
    if (record.from !== '' && record.from !== before)
      yield `${name} goes from ${record.from} to ${record.to} but was in ${before}`;
    states.set(name, record.to);
  }
}
