// RFC 3264 §6, RFC 4975 §8.6, RFC 5547 §8.3: what of an offer can be taken at all, before anyone is asked.
import { unreadFileAttribute } from './file-attributes.ts';
import { accepts, mayCarry, overlap } from './format-list.ts';
import { pathEnd } from './msrp-attributes.ts';
import { checkMsrp, isMsrp, readMsrp } from './msrp-media.ts';
import type { ParsedSdp } from './parse.ts';
import { meaningOf, type NamedTransfer } from './transfer-id.ts';
import type { Dialect, FormatEntry, Media, MsrpMedia, Sdp } from './types.ts';

/** What an answerer can do. */
export interface Capabilities {
  readonly acceptTypes: readonly FormatEntry[];
  readonly acceptWrappedTypes: readonly FormatEntry[];
  /** TLS may be used; false unless said. */
  readonly tls?: boolean;
  /** RFC 6714 is supported; false unless said. */
  readonly cema?: boolean;
}

/** A warn-code of RFC 3261 §20.43 and its text. */
export interface SdpWarning {
  readonly code: number;
  readonly text: string;
}

/**
 * One `m=` line of an offer. `new` and `existing` may be taken; `closed` has port 0; `refused` cannot be taken;
 * `aborted` misuses a file-transfer-id and must get port 0 (RFC 5547 §8.1).
 */
export type OfferedStream =
  | { readonly kind: 'new' | 'existing'; readonly index: number; readonly msrp: MsrpMedia }
  | { readonly kind: 'closed'; readonly index: number }
  | { readonly kind: 'refused'; readonly index: number; readonly warning: SdpWarning }
  | { readonly kind: 'aborted'; readonly index: number; readonly warning: SdpWarning };

/** Judges every `m=` line; `used` are the transfers that earlier descriptions of this session named. */
export function examineOffer(
  offer: Sdp,
  can: Capabilities,
  used: readonly NamedTransfer[] = [],
  dialect: Dialect = 'rfc',
): OfferedStream[] {
  const ids = new Set<string>();
  return offer.media.map((media, index) => {
    if (media.port === 0) return { kind: 'closed', index };
    const msrp = readMsrp(media, offer, dialect);
    const warning = obstacle(offer, media, index, msrp, can, dialect);
    if (warning !== undefined) return { kind: 'refused', index, warning };
    const meaning = transferMeaning(media, msrp, used);
    const id = msrp.file?.transferId;
    const isTwice = id !== undefined && ids.has(id);
    if (id !== undefined) ids.add(id);
    if (isTwice || meaning === 'error')
      return { kind: 'aborted', index, warning: { code: 399, text: 'file-transfer-id names another file' } };
    return { kind: meaning === 'existing' ? 'existing' : 'new', index, msrp };
  });
}

/** Why a description as a whole cannot be acted on: unreadable, or with lines that §5 has it ignored for. */
export function unusable({ sdp, errors }: ParsedSdp): SdpWarning | undefined {
  const stray = sdp !== undefined && [sdp, ...sdp.media].some((section) => section.unknown !== undefined);
  if (sdp !== undefined && !stray) return undefined;
  return { code: 399, text: `Session description: ${errors[0]?.text ?? 'not readable'}` };
}

function obstacle(
  offer: Sdp,
  media: Media,
  index: number,
  msrp: MsrpMedia,
  can: Capabilities,
  dialect: Dialect,
): SdpWarning | undefined {
  if (media.media.toLowerCase() !== 'message') return { code: 304, text: 'Media type not available' };
  const end = pathEnd(msrp.path[0] ?? '');
  if (!isMsrp(media) || (end?.scheme === 'msrps' && can.tls !== true))
    return { code: 302, text: 'Incompatible transport protocol' };
  const problem = checkMsrp(offer, index)[0];
  if (problem !== undefined) return { code: 399, text: `${problem.rule}: ${problem.text}` };
  const unread = unreadFileAttribute(media, dialect);
  if (unread !== undefined) return { code: 399, text: unread };
  if (!typesFit(msrp, can)) return { code: 305, text: 'Incompatible media format' };
  if (can.cema === true && !msrp.cema && end?.host !== connectionOf(media, offer))
    return { code: 399, text: 'RFC 6714: c= and path differ without msrp-cema' };
  return undefined;
}

/**
 * "If the recipient of an offer does not understand any of the payload types indicated" (RFC 4975 §8.6); and the file's own
 * type.
 */
function typesFit(msrp: MsrpMedia, can: Capabilities): boolean {
  if (!overlap(msrp.acceptTypes, can.acceptTypes)) return false;
  const pushed = msrp.direction === 'sendonly' ? msrp.file?.selector.type : undefined;
  if (pushed === undefined) return true;
  return (
    mayCarry(can.acceptTypes, can.acceptWrappedTypes, pushed) !== undefined ||
    accepts(can.acceptTypes, pushed)
  );
}

function connectionOf(media: Media, session: Sdp): string | undefined {
  return media.connections?.[0]?.address ?? session.connection?.address;
}

function transferMeaning(media: Media, { file }: MsrpMedia, used: readonly NamedTransfer[]) {
  if (file === undefined) return 'new';
  const named = { ...(file.transferId !== undefined && { id: file.transferId }), selector: file.selector };
  return meaningOf(used, { ...named, port: media.port });
}
