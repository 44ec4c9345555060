// RFC 4975 §8, RFC 5547 §8, RFC 6714 §4: one `m=message` line as a whole, and what it gets wrong.
import { readAttribute } from './attribute.ts';
import { directionOf } from './direction.ts';
import { readFileAttributes } from './file-attributes.ts';
import { acceptTypes, acceptWrappedTypes } from './format-list.ts';
import { maxSize, msrpCema, path, pathEnd, setup } from './msrp-attributes.ts';
import { Problems, type SdpProblem } from './problems.ts';
import type { Dialect, Media, MsrpMedia, Sdp } from './types.ts';

/** Whether a line proposes MSRP, by TCP or TLS (§8.1). */
export function isMsrp(media: Media): boolean {
  return media.media === 'message' && /^TCP\/(?:TLS\/)?MSRP$/i.test(media.proto);
}

/** What an MSRP line says. Lists are empty and the rest absent where the attribute is missing or malformed. */
export function readMsrp(media: Media, session: Sdp, dialect: Dialect = 'rfc'): MsrpMedia {
  // §5.13: "Attribute fields … at the session level convey information that applies to the conference as a whole".
  const both = { attributes: [...media.attributes, ...session.attributes] };
  const size = readAttribute(both, maxSize);
  const connecting = readAttribute(both, setup);
  const file = readFileAttributes(media, dialect);
  return {
    path: readAttribute(media, path) ?? [],
    acceptTypes: readAttribute(both, acceptTypes) ?? [],
    acceptWrappedTypes: readAttribute(both, acceptWrappedTypes) ?? [],
    ...(size !== undefined && { maxSize: size }),
    ...(connecting !== undefined && { setup: connecting }),
    cema: readAttribute(both, msrpCema) ?? false,
    direction: directionOf(media, session),
    ...(media.information !== undefined && { title: media.information }),
    ...(file !== undefined && { file }),
  };
}

/**
 * What the MSRP line at `index` gets wrong, by RFC 4975 §8.1, §8.2 and §8.6. A line that is refused or over has only its format
 * to keep.
 */
export function checkMsrp(sdp: Sdp, index: number): SdpProblem[] {
  const media = sdp.media[index];
  if (media === undefined) throw new Error(`no m= line ${index}`);
  const said = readMsrp(media, sdp);
  const own = said.path.at(-1);
  const end = own === undefined ? undefined : pathEnd(own);
  const problems = new Problems(index);
  problems.when(media.formats.join(' ') !== '*', 'RFC 4975 §8.1', 'the format list is *');
  if (media.port === 0) return problems.found;
  problems.when(end === undefined, 'RFC 4975 §8.2', 'an MSRP line has a path');
  problems.when(said.acceptTypes.length === 0, 'RFC 4975 §8.6', 'an MSRP line has accept-types');
  if (end === undefined) return problems.found;
  problems.when(
    !said.cema && end.port !== media.port,
    'RFC 4975 §8.1',
    `the port ${media.port} is not the path's, ${end.port}`,
  );
  const tls = media.proto.toUpperCase() === 'TCP/TLS/MSRP';
  problems.when(
    tls !== (end.scheme === 'msrps'),
    'RFC 4975 §8.1',
    `${media.proto} does not go with ${end.scheme}`,
  );
  return problems.found;
}
