// RFC 5547 §6, §8.3.1, §8.7: what is carried is the file that was described, and whether its receiver looks.
import { parseCpim } from '../../../agents/cpim.ts';
import { join } from '../../../agents/msrp/format.ts';
import { hashOf } from '../../../agents/sdp/file-selector.ts';
import type { FileAttributes } from '../../../agents/sdp/types.ts';
import { bodyParts, partByCid } from '../../../core/sip/mime.ts';
import { createSha1 } from '../../../sim/hash.ts';
import type { Stream } from './call.ts';
import { totalOf } from './course.ts';
import { type Check, check } from './finding.ts';
import type { MsrpSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';
import { once } from './once.ts';
import { get } from './parameters.ts';
import { messagesOf, streamsOf } from './rfc-msrp.ts';

export const rfcFiles: readonly Monitor[] = [
  monitor('RFC5547-6', 'no file that was described was carried whole', isTheFile),
  monitor('RFC5547-8.8', 'no offer that was answered had an icon', findsTheIcon),
  monitor('RFC5547-8.3.1', 'no file whose hash was told was carried whole and kept', isVerified),
];

/** A file that was carried whole. */
interface Carried {
  readonly stream: Stream;
  readonly messageId: string | undefined;
  readonly sends: readonly MsrpSeen[];
  /** What does not fit, empty where all does. */
  readonly wrong: string;
}

function* carriedWhole(run: RunModel): Generator<Carried> {
  for (const stream of streamsOf(run)) yield* carriedBy(stream);
}

/** A part of a file has neither its size nor its hash. */
const carriedBy = once((stream: Stream): readonly Carried[] => {
  const { file } = stream;
  if (file === undefined || (file.range !== undefined && !isWhole(file))) return [];
  return messagesOf(stream).flatMap(([messageId, sends]): Carried[] => {
    const total = totalOf(sends);
    const last = sends.some(({ message }) => message.kind === 'request' && message.flag === '$');
    // Where a chunk does not tell its place, nobody can say what the file is (RFC 4975 §7.1.1).
    const placed = sends.length === 1 || sends.every(({ range }) => range !== undefined);
    if (!last || total === 0 || !placed) return [];
    const wrong = difference(file, contentOf(sends), total);
    return wrong === undefined ? [] : [{ stream, messageId, sends, wrong }];
  });
});

/** "The 'size' selector indicates the size of the file in octets", "the 'hash' selector […] is computed over the whole file". */
function* isTheFile(run: RunModel): Generator<Check> {
  for (const { stream, sends, wrong } of carriedWhole(run))
    yield check(wrong === '', [stream.call.invite.seq, ...sends.slice(0, 10).map(({ seq }) => seq)], wrong);
}

/** "If they do not match, the file receiver SHOULD consider that the file transfer failed": what it keeps as the file is the file. */
function* isVerified(run: RunModel): Generator<Check> {
  for (const { stream, messageId, wrong } of carriedWhole(run)) {
    const { call, direction } = stream;
    const receiver = direction === 'recvonly' ? call.caller : call.answer?.node;
    const kept = run
      .stores(receiver ?? '', 'file')
      .find(({ value }) => (value as { readonly message?: unknown }).message === messageId);
    if (kept === undefined) continue;
    const isRefused = 'mismatch' in (kept.value as object);
    if (wrong !== '' || !isRefused)
      yield check(
        wrong === '' || isRefused,
        [call.invite.seq, kept.seq],
        `it was taken for the file: ${wrong}`,
      );
  }
}

/** "Implementations according to this specification MUST implement the multipart/related MIME type": what a cid names there is seen, and nothing else. */
function* findsTheIcon(run: RunModel): Generator<Check> {
  for (const { answer, arrivals } of run.calls) {
    const invite = arrivals.findLast(({ node }) => node === answer?.node);
    if (answer === undefined || invite === undefined || invite.cut) continue;
    const parts = bodyParts(invite.message);
    const told = run.stores(answer.node, 'icon').filter(({ seq }) => seq > invite.seq && seq < answer.seq);
    for (const { msrp } of run.describe(invite)?.lines ?? []) {
      if (msrp?.file?.icon === undefined) continue;
      const part = partByCid(parts, `cid:${msrp.file.icon}`);
      const seen = told.find(({ value }) => get(value, 'name') === (msrp.file?.selector.name ?? ''));
      yield check(
        (part === undefined) === (seen === undefined),
        [invite.seq, ...(seen ? [seen.seq] : []), answer.seq],
        part ? 'an icon that came along was not found' : 'an icon was told of that did not come',
      );
    }
  }
}

function isWhole({ range, selector }: FileAttributes): boolean {
  return range?.start === 1 && (range.stop === '*' || range.stop === selector.size);
}

/** The octets of a message that are in the trace, from its first one on. */
export function contentOf(sends: readonly MsrpSeen[]): Uint8Array {
  const bodies: Uint8Array[] = [];
  for (const { message, bodyBytes } of sends) {
    const body = (message.kind === 'request' ? message.body : undefined) ?? new Uint8Array(0);
    bodies.push(body);
    if (body.length < bodyBytes) break;
  }
  return join(bodies);
}

/** What does not fit, empty where all does; `undefined` where the file told nothing that can be compared. */
function difference({ selector }: FileAttributes, octets: Uint8Array, total: number): string | undefined {
  const { message } = parseCpim(octets);
  const wrapper = message === undefined ? 0 : octets.length - message.content.length;
  const size = total - wrapper;
  if (selector.size !== undefined && selector.size !== size)
    return `${size} octets were carried of a file of ${selector.size}`;
  const hash = hashOf(selector, 'sha-1');
  if (hash === undefined || octets.length < total) return selector.size === undefined ? undefined : '';
  const carried = createSha1().update(octets.subarray(wrapper)).hex();
  return carried.toLowerCase() === hash.toLowerCase() ? '' : 'the file that was carried has another hash';
}
