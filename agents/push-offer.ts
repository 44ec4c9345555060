// The change request, 6.5.2.1: the INVITE of a push: its Accept-Contact headers, its SDP offer, and a preview icon beside the SDP.
import type { Body } from '../core/sip/build.ts';
import type { HeaderField } from '../core/sip/message.ts';
import { formatMultipart, type Part } from '../core/sip/mime.ts';
import { sha1Of } from './content.ts';
import type { PushedFile, PushPlan } from './push-options.ts';
import { formatSdp } from './sdp/format.ts';
import { parseFormatEntry } from './sdp/format-list.ts';
import { makeOffer, type OwnStream } from './sdp/offer.ts';
import { offeredSetup } from './sdp/setup.ts';
import type { Dialect, FileAttributes, FormatEntry, Origin, Sdp, Setup } from './sdp/types.ts';

/** What one m= line carries: a file, or the messages of a plain session. */
export interface PushedStream {
  /** Our own MSRP URI for it. */
  readonly localUri: string;
  readonly files: readonly PushedFile[];
}

/** Ids that the offer needs, keyed by what they are for. */
export type Token = (what: string, length: number) => string;

/** Both sides take message/cpim with anything inside, as the change request's example says. */
export const cpim = entries('message/cpim');
export const anything = entries('*');

function entries(text: string): readonly FormatEntry[] {
  return text.split(' ').flatMap((one) => parseFormatEntry(one) ?? []);
}

/** Accept-Contact with the service, a further one with the application (RFC 3841 §9.2); the document's form has no `*` and one line. */
export function acceptContact(plan: PushPlan, dialect: Dialect): readonly HeaderField[] {
  const flags = `${plan.require ? ';require' : ''}${plan.explicit ? ';explicit' : ''}`;
  const values = [plan.service, ...(plan.application === undefined ? [] : [plan.application])];
  if (dialect === 'change-request') {
    return [{ name: 'Accept-Contact', value: values.map((value) => `${value}${flags}`).join(', ') }];
  }
  return values.map((value) => ({ name: 'Accept-Contact', value: `*;${value}${flags}` }));
}

/** Reject-Contact and Request-Disposition, where the push has any (RFC 3841 §9). */
export function otherPreferences({
  rejectContact = [],
  requestDisposition = [],
}: PushPlan): readonly HeaderField[] {
  const fields = (name: string, values: readonly string[]) =>
    values.length === 0 ? [] : [{ name, value: values.join(', ') }];
  return [...fields('Reject-Contact', rejectContact), ...fields('Request-Disposition', requestDisposition)];
}

export function offerFor(
  plan: PushPlan,
  streams: readonly PushedStream[],
  origin: Origin,
  dialect: Dialect,
  token: Token,
  setup?: Setup,
): Sdp {
  const described = streams.map((stream, i): OwnStream => {
    const file = plan.asFiles ? stream.files[0] : undefined;
    return {
      path: [stream.localUri],
      direction: 'sendonly',
      acceptTypes: cpim,
      acceptWrappedTypes: anything,
      ...(dialect === 'rfc' && { setup: offeredSetup(setup) }),
      ...(file?.description !== undefined && { title: file.description }),
      ...(file !== undefined && { file: fileAttributes(file, i, dialect, token) }),
    };
  });
  return makeOffer({ origin, dialect }, described);
}

function fileAttributes(file: PushedFile, i: number, dialect: Dialect, token: Token): FileAttributes {
  const hash = { algorithm: 'sha-1', hex: sha1Of(file.content).toUpperCase() };
  return {
    selector: {
      ...(file.name !== undefined && { name: file.name }),
      type: file.type,
      // "size:0" cannot be expressed (RFC 5547 §6): an empty file has a hash and a type alone.
      ...(file.content.sizeBytes > 0 && { size: file.content.sizeBytes }),
      hashes: [hash],
    },
    ...(dialect === 'rfc' && { transferId: token(`file ${i + 1}/file-transfer-id`, 32) }),
    disposition:
      file.disposition === 'attachment' && dialect === 'change-request' ? 'not-render' : file.disposition,
    ...(file.dates !== undefined && { dates: file.dates }),
    ...(file.icon !== undefined && { icon: iconId(i, token) }),
    ...(file.range !== undefined && { range: file.range }),
  };
}

function iconId(i: number, token: Token): string {
  return `${token(`file ${i + 1}/icon`, 12)}@siplab.invalid`;
}

/** The body of the INVITE: the SDP alone, or multipart/related with the SDP as its root and the icons behind it (RFC 5547 §8.2.2). */
export function bodyOf(offer: Sdp, streams: readonly PushedStream[], token: Token): Body {
  const sdp = new TextEncoder().encode(formatSdp(offer));
  const icons = streams.flatMap((stream, i) => iconPart(stream.files[0], i, token));
  if (icons.length === 0) return { contentType: 'application/sdp', bytes: sdp };
  const root: Part = { headers: [{ name: 'Content-Type', value: 'application/sdp' }], body: sdp };
  const boundary = `boundary-${token('boundary', 16)}`;
  return formatMultipart('related', [root, ...icons], boundary, [
    { name: 'type', value: '"application/sdp"' },
  ]);
}

function iconPart(file: PushedFile | undefined, i: number, token: Token): Part[] {
  if (file?.icon === undefined) return [];
  const { type, content } = file.icon;
  const headers = [
    { name: 'Content-Type', value: type },
    { name: 'Content-Transfer-Encoding', value: 'binary' },
    { name: 'Content-ID', value: `<${iconId(i, token)}>` },
    { name: 'Content-Disposition', value: 'icon' },
  ];
  return [{ headers, body: content.read(0, content.sizeBytes) }];
}
