// RFC 4975 §5.4, RFC 5547 §8.1: a session whose connection broke is created anew "in a SIP re-INVITE", on the m= line that it had: with a URI of
// its own, and for a file as a transfer of its own that goes on where the one before was confirmed.
import { octetsOf, type PushedFile } from './push-options.ts';
import { writeAttribute } from './sdp/attribute.ts';
import { fileRange, fileTransferId } from './sdp/file-attributes.ts';
import { path } from './sdp/msrp-attributes.ts';
import type { Attribute, FileRange, Media } from './sdp/types.ts';

/** What the line says in place of what it said. */
export interface Renewal {
  /** "it MUST NOT assume that the MSRP URIs in the SDP will be the same as the old ones". */
  readonly localUri: string;
  /** Of a file: a new transfer, of these octets. */
  readonly file?: { readonly transferId: string; readonly range: FileRange | undefined };
}

/** A file from the first octet on that nobody has confirmed; the whole of it where all are confirmed, or none. */
export function remainderOf(file: PushedFile, confirmedBytes: number): PushedFile {
  const { start, stop } = octetsOf(file);
  const next = start + confirmedBytes;
  if (next === 1 || next > stop) return file;
  return { ...file, range: { start: next, stop: file.range?.stop ?? ('*' as const) } };
}

/** The m= line as the re-INVITE has it. */
export function renewedMedia(media: Media, { localUri, file }: Renewal): Media {
  const said = [writeAttribute(path, [localUri])];
  if (file !== undefined) {
    said.push(writeAttribute(fileTransferId, file.transferId));
    if (file.range !== undefined) said.push(writeAttribute(fileRange, file.range));
  }
  return { ...media, attributes: said.reduce(replaced, media.attributes) };
}

/** In the place of the one of its name, or behind all. */
function replaced(attributes: readonly Attribute[], said: Attribute): readonly Attribute[] {
  return attributes.some(({ name }) => name === said.name)
    ? attributes.map((one) => (one.name === said.name ? said : one))
    : [...attributes, said];
}
