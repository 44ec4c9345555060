// RFC 5547 §5 and §8.3.2: the files that a sender has for those who ask, and which of them a file-selector means.
import { sha1Of } from './content.ts';
import { octetsOf, type PushedFile } from './push-options.ts';
import type { StreamPlan } from './push-stream.ts';
import { sameMediaType } from './sdp/file-type.ts';
import type { FileRange, FileSelector } from './sdp/types.ts';

export interface Shelf {
  readonly files: readonly PushedFile[];
  /** How they are sent. */
  readonly plan: Omit<StreamPlan, 'to' | 'asFiles'>;
}

/**
 * "those files that match one by one with the 'name', 'type', 'size', and 'hash' selectors … (if they are present)". Several are no choice:
 * "If that choice cannot be done, the answerer SHOULD reject".
 */
export function found(
  files: readonly PushedFile[],
  selector: FileSelector,
  range: FileRange | undefined,
): PushedFile | 'none' | 'several' | 'no such octets' {
  const [file, ...others] = files.filter((one) => isMeant(one, selector));
  if (file === undefined) return 'none';
  if (others.length > 0) return 'several';
  if (range === undefined) return file;
  const asked = { ...file, range };
  const { start, stop } = octetsOf(asked);
  return start <= stop && stop <= file.content.sizeBytes ? asked : 'no such octets';
}

/** A selector of hashes alone that nobody here can compute tells nothing, and neither does an empty one (§8.2.2). */
function isMeant(file: PushedFile, { name, size, type, hashes }: FileSelector): boolean {
  const digests = hashes.filter(({ algorithm }) => algorithm.toLowerCase() === 'sha-1');
  const says = [name, size, type, digests[0]].some((selector) => selector !== undefined);
  return (
    says &&
    (name === undefined || name === file.name) &&
    (size === undefined || size === file.content.sizeBytes) &&
    (type === undefined || sameMediaType(type, file.type)) &&
    (digests.length === 0 || digests.some(({ hex }) => hex.toLowerCase() === sha1Of(file.content)))
  );
}
