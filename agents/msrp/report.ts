// RFC 4975 §7.1.2: a REPORT on a message, as it leaves. "MUST NOT" ask for reports itself, and is never answered.
import { type ByteRange, formatByteRange } from './byte-range.ts';
import { commentFor } from './codes.ts';
import { formatMsrp } from './format.ts';
import { TRANSACT_ID_LENGTH } from './outgoing.ts';
import type { Carrier, Shared } from './shared.ts';
import type { MsrpSessionOptions } from './types.ts';

/** Whoever reports. */
interface ReportingSession {
  readonly options: MsrpSessionOptions;
  readonly shared: Shared;
  readonly connection: Carrier | undefined;
}

interface Report {
  /** Its number in the names of the session's messages: `1.2`. */
  readonly number: string;
  readonly toPath: readonly string[];
  readonly messageId: string;
  readonly range: ByteRange;
  readonly status: number;
  readonly comment?: string | undefined;
}

export function sendReport({ options, shared, connection }: ReportingSession, report: Report): void {
  const { number, toPath, messageId, range, status, comment = commentFor(status) } = report;
  const name = `${options.name}/REPORT/${number}`;
  const transactId = shared.token(`${name}/transact-id`, TRANSACT_ID_LENGTH);
  const bytes = formatMsrp({
    kind: 'request',
    transactId,
    method: 'REPORT',
    toPath,
    fromPath: [options.localUri],
    headers: [
      { name: 'Message-ID', value: messageId },
      { name: 'Byte-Range', value: formatByteRange(range) },
      { name: 'Status', value: `000 ${status} ${comment}` },
    ],
    body: undefined,
    flag: '$',
  });
  connection?.writer.urgent(bytes, { name, summary: 'REPORT', transaction: transactId, transmission: 0 });
}
