import type { MessageEntry, MessageFateEntry, Stamped } from '../../sim/trace/records.ts';
import type { MessageRow } from './ladder-model.ts';

/** A row that is still being told about. */
export type OpenMessageRow = { -readonly [K in keyof MessageRow]: MessageRow[K] };

/** What is told of a message after it was sent. */
export type OpenFate = Pick<OpenMessageRow, 'lost' | 'delays' | 'duplicated'>;

/** Most messages share it. */
const undelayed: readonly never[] = [];

/** The row of a message that was sent, between these lanes. */
export function openRow(record: Stamped<MessageEntry>, from: number, to: number): OpenMessageRow {
  return {
    kind: 'message',
    seq: record.seq,
    atUs: record.at,
    id: record.id,
    key: record.key,
    transaction: record.transaction,
    transmission: record.transmission,
    from,
    to,
    fromNode: record.from,
    toNode: record.to,
    transport: record.transport,
    protocol: record.protocol,
    summary: record.summary,
    raw: record.raw,
    delays: undelayed,
  };
}

/** What became of it on its way. */
export function tellFate(row: OpenFate, record: Stamped<MessageFateEntry>): void {
  const { reason, link, draw, byUs, at } = record;
  if (record.type === 'message.dropped')
    row.lost = { atUs: at, reason, link, ...(draw !== undefined && { draw }) };
  else if (record.type === 'message.delayed')
    row.delays = [...row.delays, { reason, ...(byUs !== undefined && { byUs }) }];
  else row.duplicated = { reason, ...(byUs !== undefined && { byUs }) };
}
