// RFC 4566 §6, RFC 3264 §5.1 and §6.1: which way a stream goes.
import { property } from './attribute.ts';
import type { Direction, Media, Section } from './types.ts';

export const directions: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

export const directionAttributes = directions.map((direction) => property<Direction>(direction, direction));

/** The direction of a stream: its own attribute, else the session's, else `sendrecv`. */
export function directionOf(media: Media, session: Section): Direction {
  return own(media) ?? own(session) ?? 'sendrecv';
}

function own(section: Section): Direction | undefined {
  for (const { name, value } of section.attributes) {
    const direction = directions.find((known) => known === name);
    if (direction !== undefined && value === undefined) return direction;
  }
  return undefined;
}

/** What an answer may say to an offer of this direction (RFC 3264 §6.1). */
export function allowedAnswers(offered: Direction): readonly Direction[] {
  switch (offered) {
    case 'sendonly':
      return ['recvonly', 'inactive'];
    case 'recvonly':
      return ['sendonly', 'inactive'];
    case 'inactive':
      return ['inactive'];
    case 'sendrecv':
      return ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
  }
}

/** The answer that takes all that is offered. */
export function mirrored(offered: Direction): Direction {
  if (offered === 'sendonly') return 'recvonly';
  if (offered === 'recvonly') return 'sendonly';
  return offered;
}
