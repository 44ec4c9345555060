// RFC 3262: the reliable provisional responses of a run: at the callee those to one INVITE, with their PRACKs and what came after them.
import { rack, read } from '../../../core/sip/header-table.ts';
import { asksForReliable, reliableNumber } from '../../../core/sip/reliable.ts';
import { answers, isRequest } from './call.ts';
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { once } from './once.ts';

/** One callee's provisional responses to one INVITE. */
export interface Series {
  readonly node: string;
  /** As it first came. */
  readonly invite: SipSeen;
  /** Whether its caller takes reliable responses, or insists on them. */
  readonly asks: ReturnType<typeof asksForReliable>;
  /** All of 101 to 199, in their order. */
  readonly provisionals: readonly SipSeen[];
  /** The reliable ones by their RSeq, each with its copies, in the order in which they first left. */
  readonly reliable: ReadonlyMap<number, readonly SipSeen[]>;
  /** PRACKs in its dialog, as they first came. */
  readonly pracks: readonly SipSeen[];
  /** Final responses. */
  readonly finals: readonly SipSeen[];
  /** All of the call that the node sent or heard from then on. */
  readonly own: readonly SipSeen[];
}

/** Those of all callees; of what a proxy passes on there is nothing to say. */
export const seriesOf = once(findSeries);

function findSeries(run: RunModel): Series[] {
  return run.allCalls.flatMap((call) => {
    const invites = new Map<string, SipSeen>();
    for (const seen of call.sip) {
      const key = `${seen.node} ${seen.number}`;
      if (!seen.sent && isRequest(seen, 'INVITE') && isAgent(seen.node, run) && !invites.has(key))
        invites.set(key, seen);
    }
    return [...invites.values()].flatMap((invite) => seriesIn(call.sip, invite) ?? []);
  });
}

function isAgent(node: string, run: RunModel): boolean {
  return ['sender', 'receiver'].includes(run.parameters.roleOf(node) ?? '');
}

function seriesIn(sip: readonly SipSeen[], invite: SipSeen): Series | undefined {
  const { node, message } = invite;
  if (message.kind !== 'request') return undefined;
  const own = sip.filter((seen) => seen.node === node && seen.seq > invite.seq);
  const responses = own.filter((seen) => seen.sent && answers(seen, invite));
  const provisionals = responses.filter(({ status = 0 }) => status > 100 && status < 200);
  const reliable = new Map<number, SipSeen[]>();
  for (const seen of provisionals) {
    const number = numberOf(seen);
    if (number === undefined) continue;
    const copies = reliable.get(number);
    if (copies === undefined) reliable.set(number, [seen]);
    else copies.push(seen);
  }
  const pracks = new Map<string, SipSeen>();
  for (const seen of own)
    if (!seen.sent && isRequest(seen, 'PRACK') && !pracks.has(seen.branch)) pracks.set(seen.branch, seen);
  return {
    node,
    invite,
    asks: asksForReliable(message),
    provisionals,
    reliable,
    pracks: [...pracks.values()],
    finals: responses.filter(({ status = 0 }) => status >= 200),
    own,
  };
}

/** The RSeq of a reliable provisional response. */
export function numberOf({ message }: SipSeen): number | undefined {
  return message.kind === 'response' ? reliableNumber(message) : undefined;
}

/** The PRACK that acknowledges one of them. */
export function prackOf({ pracks, invite }: Series, number: number): SipSeen | undefined {
  return pracks.find(({ message }) => {
    const named = read(message, rack);
    return (
      named?.rseq === number && named.cseq.number === invite.number && named.cseq.method === invite.method
    );
  });
}
