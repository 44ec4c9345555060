import type { Us } from '../time.ts';
import type { LinkParameters } from './link-parameters.ts';
import type { Crossing, Rule } from './rules/rule.ts';
import { createStreamOrder, type StreamOrder } from './stream-order.ts';
import type { Packet } from './types.ts';

/** What became of a packet on a link; all of it is known when the packet enters. */
export interface Passage {
  /** Undefined when it was lost. */
  arrivesUs: Us | undefined;
  dropped?: Drop;
  /** Delays that are worth a record: not the ordinary latency. */
  readonly delays: readonly Postponement[];
  /** Further arrivals, each so long after the first. */
  readonly copies: readonly Postponement[];
}

export interface Drop {
  readonly reason: string;
  readonly draw?: number;
}

export interface Postponement {
  readonly reason: string;
  readonly byUs: Us;
  readonly draw?: number;
}

/** One direction between two hosts. */
export interface Link {
  /** `from>to`. */
  readonly name: string;
  /** What it is like at an instant. */
  parametersAt(nowUs: Us): LinkParameters;
  cross(packet: Packet, nowUs: Us): Passage;
}

/** What a link does at an instant; ask in order of time. */
export interface LinkBehaviour {
  parametersAt(nowUs: Us): LinkParameters;
  rulesAt(nowUs: Us): readonly Rule[];
}

/** Makes a link. Jitter lets datagrams overtake one another, but not segments of a connection. */
export function createLink(name: string, behaviour: LinkBehaviour): Link {
  let order: StreamOrder | undefined;
  return {
    name,
    parametersAt: behaviour.parametersAt,
    cross(packet, nowUs) {
      const protocol = packet.content.kind;
      const passage = walk(behaviour.rulesAt(nowUs), {
        name: packet.drawName,
        protocol,
        sizeBytes: packet.sizeBytes,
        nowUs,
      });
      if (protocol === 'tcp' && passage.arrivesUs !== undefined && !passage.reordered) {
        order ??= createStreamOrder();
        passage.arrivesUs = order.next(packet, nowUs, passage.arrivesUs);
      }
      return passage;
    },
  };
}

class Walk implements Passage {
  arrivesUs: Us | undefined;
  dropped?: Drop;
  delays: readonly Postponement[] = NONE;
  copies: readonly Postponement[] = NONE;
  /** A rule wants others to overtake it. */
  reordered = false;
}

const NONE: readonly Postponement[] = [];

function walk(rules: readonly Rule[], crossing: Crossing): Walk {
  const result = new Walk();
  let arrivesUs = crossing.nowUs;
  let held: { readonly untilUs: Us; readonly reason: string } | undefined;
  for (const rule of rules) {
    const answer = rule(crossing);
    switch (answer.verdict) {
      case 'pass':
        break;
      case 'later':
        arrivesUs += answer.byUs;
        break;
      case 'overtaken':
        arrivesUs += answer.byUs;
        result.delays = [...result.delays, answer];
        result.reordered = true;
        break;
      case 'hold':
        if (held === undefined || answer.untilUs > held.untilUs) held = answer;
        break;
      case 'duplicate':
        result.copies = [...result.copies, answer];
        break;
      case 'drop':
        result.dropped = answer;
        return result;
    }
  }
  if (held !== undefined && held.untilUs > arrivesUs) {
    result.delays = [...result.delays, { reason: held.reason, byUs: held.untilUs - arrivesUs }];
    arrivesUs = held.untilUs;
  }
  result.arrivesUs = arrivesUs;
  return result;
}
