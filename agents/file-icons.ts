// RFC 5547 §6 and §8.8, RFC 2392: the small preview of a file that travels beside its SDP, as the file's receiver finds it.
import type { SipMessage } from '../core/sip/message.ts';
import { bodyParts, type Part, partByCid, partHeader, partType } from '../core/sip/mime.ts';
import type { PushReceiver } from './push-receiver.ts';
import type { FileAttributes } from './sdp/types.ts';

/** What is kept of it. */
export interface Icon {
  readonly type: string;
  readonly bytes: number;
}

/**
 * The icon that comes along with a file, told to the user, who "can use [it] to determine whether it wants to receive such file" (§6). Undefined
 * where there is none; a name that no part of the body has is passed over: the file can be had without its preview.
 */
export function iconOf(
  agent: PushReceiver,
  file: FileAttributes | undefined,
  message: SipMessage,
): Icon | undefined {
  if (file?.icon === undefined) return undefined;
  const part = partByCid(bodyParts(message), `cid:${file.icon}`);
  if (part === undefined) {
    agent.ua.note(`file-icon passed over: no part of the body is cid:${file.icon}`);
    return undefined;
  }
  const { type, subtype } = partType(part);
  const icon = { type: `${type}/${subtype}`, bytes: octetsOf(part) };
  agent.store('icon', { name: file.selector.name ?? '', ...icon });
  return icon;
}

/** Four characters of base64 are three octets (RFC 2045 §6.8); every other encoding is read as it is: "binary" is SIP's own. */
function octetsOf(part: Part): number {
  if (partHeader(part, 'Content-Transfer-Encoding')?.trim().toLowerCase() !== 'base64')
    return part.body.length;
  const digits = new TextDecoder().decode(part.body).replaceAll(/[^A-Za-z0-9+/]/g, '');
  return Math.floor((digits.length * 3) / 4);
}
