import { judgeConformance } from '../../../scenarios/lab/conformance/judge.ts';
import type { Raw, TraceRecord } from '../../../sim/trace/records.ts';

// Traces of real runs, changed in one place, so that a monitor has something to find.

type Records = readonly TraceRecord[];
export type Doctor = (records: Records) => Records;
type Message = Extract<TraceRecord, { readonly type: 'message.sent' | 'message.received' }>;

/** `INVITE`, `sender>core INVITE`, `bob> 200 INVITE`, `SEND 2049`: a message by its name, and by the hop where that matters. */
function isCalled(record: TraceRecord, called: string): record is Message {
  if (record.type !== 'message.sent' && record.type !== 'message.received') return false;
  const [, from, to, name = called] = /^(\w*)>(\w*) (.*)$/.exec(called) ?? [];
  const summary = record.summary.replace(/ \d+-\S+$/, '');
  return (
    (summary === name || record.summary.startsWith(`${name}-`)) &&
    (!from || record.from === from) &&
    (!to || record.to === to)
  );
}

/** The text of a message, whatever octets it has: a character an octet. */
function latin(raw: Raw): string {
  if (typeof raw === 'string') return Buffer.from(raw, 'utf8').toString('latin1');
  return 'base64' in raw ? Buffer.from(raw.base64, 'base64').toString('latin1') : '';
}

function rawOf(text: string): Raw {
  const bytes = Buffer.from(text, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: bytes.toString('base64') };
  }
}

/** Changes the text of all messages of a name, as they were sent and as they came. */
export function text(called: string, change: (raw: string) => string): Doctor {
  return (records) =>
    records.map((record) =>
      isCalled(record, called) ? { ...record, raw: rawOf(change(latin(record.raw))) } : record,
    );
}

/** Changes one header field, or takes it out. */
export function header(called: string, name: string, value?: string): Doctor {
  const line = new RegExp(`^${name}: .*\r\n`, 'gim');
  return text(called, (raw) => {
    const [head = '', ...body] = raw.split('\r\n\r\n');
    const changed = `${head}\r\n`.replace(line, value === undefined ? '' : `${name}: ${value}\r\n`);
    return [changed.slice(0, -2), ...body].join('\r\n\r\n');
  });
}

/** One more header field, below the start line of a SIP message or before the Message-ID of an MSRP message. */
export function added(called: string, field: string): Doctor {
  return text(called, (raw) =>
    raw.startsWith('MSRP')
      ? raw.replace(/\r\nMessage-ID/, `\r\n${field}\r\nMessage-ID`)
      : raw.replace('\r\n', `\r\n${field}\r\n`),
  );
}

/** Changes the body of a SIP message; Content-Length follows. */
export function body(called: string, from: string | RegExp, to: string): Doctor {
  return text(called, (raw) => {
    const at = raw.indexOf('\r\n\r\n') + 4;
    const changed = raw.slice(at).replace(from, to);
    return raw.slice(0, at).replace(/^(Content-Length: )\d+/im, `$1${changed.length}`) + changed;
  });
}

/** Without the messages of a name, sent or received. */
export function without(called: string): Doctor {
  return (records) => records.filter((record) => !isCalled(record, called));
}

/** Without records of other kinds. */
export function withoutRecords(unwanted: (record: TraceRecord) => boolean): Doctor {
  return (records) => records.filter((record) => !unwanted(record));
}

/** Changes records that are no messages. */
export function records<T extends TraceRecord['type']>(
  type: T,
  change: (record: Extract<TraceRecord, { readonly type: T }>) => Partial<TraceRecord>,
): Doctor {
  return (all) =>
    all.map((record) =>
      record.type === type
        ? ({ ...record, ...change(record as Extract<TraceRecord, { readonly type: T }>) } as TraceRecord)
        : record,
    );
}

/** A retransmission that left at another time. */
export function later(called: string, transmission: number, byUs: number): Doctor {
  return (all) =>
    all.map((record) =>
      isCalled(record, called) && record.type === 'message.sent' && record.transmission === transmission
        ? { ...record, at: record.at + byUs }
        : record,
    );
}

/** The messages of one name stand before those of another; numbers and times are given anew, in the order in which records stand. */
export function before(called: string, other: string): Doctor {
  return (all) => {
    const moved = all.filter((record) => isCalled(record, called));
    const rest = all.filter((record) => !isCalled(record, called));
    const at = rest.findIndex((record) => isCalled(record, other));
    return [...rest.slice(0, at), ...moved, ...rest.slice(at)].map((record, seq) => ({ ...record, seq }));
  };
}

/** The same message once more, right behind the first, changed. */
export function again(called: string, change: (record: Message) => Partial<Message>): Doctor {
  return (all) => {
    const at = all.findIndex((record) => isCalled(record, called));
    const one = all[at];
    if (one === undefined || !isCalled(one, called)) return all;
    const copy = { ...one, id: one.id + 10_000, ...change(one), seq: one.seq + 0.5 } as TraceRecord;
    return [...all.slice(0, at + 1), copy, ...all.slice(at + 1)];
  };
}

/** Changes what records of messages say beside their text. */
export function told(called: string, change: (record: Message) => Partial<Message>): Doctor {
  return (all) =>
    all.map((record) =>
      isCalled(record, called) ? ({ ...record, ...change(record) } as TraceRecord) : record,
    );
}

/** The ids of what a trace violates. */
export function violated(all: Records): string[] {
  return judgeConformance(
    all.filter(({ type }) => type !== 'verdict'),
    'idle',
  )
    .filter(({ outcome }) => outcome === 'violated')
    .map(({ requirement }) => requirement);
}

export function held(all: Records): string[] {
  return judgeConformance(
    all.filter(({ type }) => type !== 'verdict'),
    'idle',
  )
    .filter(({ outcome }) => outcome === 'held')
    .map(({ requirement }) => requirement);
}
