// The change request, 6.5.3.3, and RFC 3862: how a file becomes an MSRP message: its MIME headers and its message/cpim wrapper.

import { preceded, ranged } from './content.ts';
import { cpimHeader, formatCpimHead } from './cpim.ts';
import type { ContentSource } from './msrp/chunking.ts';
import type { HeaderField } from './msrp/message.ts';
import { octetsOf, type PushedFile } from './push-options.ts';

/**
 * `attachment; filename="a.jpg"; size=4092` (RFC 2183), with the dates that there are; what `name`, `size` and `file-date` say "SHOULD be the
 * same" (RFC 5547 §6). The document's early form of `attachment` is `not-render`.
 */
export function dispositionOf(file: PushedFile, early: boolean): string {
  const type = file.disposition === 'attachment' && early ? 'not-render' : file.disposition;
  const said = [type];
  if (file.name !== undefined) said.push(`filename="${file.name.replace(/[\\"]/g, '\\$&')}"`);
  for (const kind of ['creation', 'modification', 'read'] as const) {
    const date = file.dates?.[kind];
    if (date !== undefined) said.push(`${kind}-date="${date}"`);
  }
  return [...said, `size=${file.content.sizeBytes}`].join('; ');
}

/** Content-Disposition and Content-Description as they stand in each SEND (PSA-UP-01a, PSA-UP-02). */
export function sendHeaders(file: PushedFile, early: boolean): readonly HeaderField[] {
  const disposition = { name: 'Content-Disposition', value: dispositionOf(file, early) };
  return file.description === undefined
    ? [disposition]
    : [disposition, { name: 'Content-Description', value: file.description }];
}

/** The file inside message/cpim, ready to be cut into chunks: "the wrapper is built before chunking" (RFC 4975 §7.1). */
export function wrapped(
  file: PushedFile,
  who: { readonly from: string; readonly to: string; readonly dateTime: string; readonly early: boolean },
): ContentSource {
  const head = formatCpimHead({
    headers: [cpimHeader('From', who.from), cpimHeader('To', who.to), cpimHeader('DateTime', who.dateTime)],
    mime: [
      { name: 'Content-Disposition', value: dispositionOf(file, who.early) },
      { name: 'Content-Type', value: file.type },
    ],
  });
  const { start, stop } = octetsOf(file);
  return preceded(head, file.range === undefined ? file.content : ranged(file.content, start, stop));
}
