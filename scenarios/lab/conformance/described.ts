// The session description that a SIP message carries, by itself or as the root of a multipart body (RFC 5547 §8.8, RFC 5621 §3).
import { isMsrp, readMsrp } from '../../../agents/sdp/msrp-media.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import type { Dialect, Media, MsrpMedia, Sdp, SdpError } from '../../../agents/sdp/types.ts';
import { contentType, read } from '../../../core/sip/header-table.ts';
import type { SipMessage } from '../../../core/sip/message.ts';
import { bodyParts } from '../../../core/sip/mime.ts';
import type { SipSeen } from './messages.ts';

export interface Described {
  readonly text: string;
  readonly sdp: Sdp;
  readonly errors: readonly SdpError[];
  readonly lines: readonly { readonly media: Media; readonly msrp: MsrpMedia | undefined }[];
}

/** A reader of descriptions, each read once; `undefined` where a message carries none that can be read. */
export function makeSdpReader(dialect: Dialect): (seen: SipSeen) => Described | undefined {
  const known = new WeakMap<SipMessage, Described | 'none'>();
  return ({ message, cut }) => {
    if (cut) return undefined;
    const found = known.get(message) ?? described(message, dialect) ?? 'none';
    known.set(message, found);
    return found === 'none' ? undefined : found;
  };
}

function described(message: SipMessage, dialect: Dialect): Described | undefined {
  const text = sdpText(message);
  if (text === undefined) return undefined;
  const { sdp, errors } = parseSdp(text, dialect);
  if (sdp === undefined) return undefined;
  const lines = sdp.media.map((media) => ({
    media,
    msrp: isMsrp(media) ? readMsrp(media, sdp, dialect) : undefined,
  }));
  return { text, sdp, errors, lines };
}

/** The SDP of a message as text. */
export function sdpText(message: SipMessage): string | undefined {
  const type = read(message, contentType);
  if (type === undefined || message.body.length === 0) return undefined;
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (`${type.type}/${type.subtype}`.toLowerCase() === 'application/sdp') return decode(message.body);
  const part = bodyParts(message).find(({ headers }) => isSdpPart(headers));
  return part && decode(part.body);
}

function isSdpPart(headers: readonly { readonly name: string; readonly value: string }[]): boolean {
  return headers.some(
    ({ name, value }) => name.toLowerCase() === 'content-type' && /^application\/sdp\b/i.test(value),
  );
}
