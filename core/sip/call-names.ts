// ARCHITECTURE, decision 4: the names under which chance and fault rules know a message. They do not depend on Call-IDs or branches.
import { cseq, read, rseq, to, via } from './header-table.ts';
import { header } from './headers.ts';
import type { SipMessage } from './message.ts';
import { tagOf } from './name-addr.ts';
import { Recent } from './recent.ts';
import { standAlone } from './stand-alone.ts';
import { summary } from './summary.ts';
import { branchOf } from './via.ts';

/** What went to one peer under one name, by what tells it apart: the first, and those that differ from it. */
interface Sent {
  readonly mark: string;
  times: number;
  next: Sent | undefined;
}

/** Messages that are remembered to have been sent: far more than can come between two transmissions of one. */
const REMEMBERED = 1 << 16;

/**
 * Numbers the calls of each user in the order in which that user began them: `sender.1` is the sender's first call, on whatever hop its
 * messages travel. One for the whole lab, shared by all its SIP elements.
 */
export class CallNames {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  /** What all elements have sent, by hop and name. */
  readonly #sent = new Recent<Sent>(REMEMBERED);

  /** The names of what this element sends: the same after it was restarted, so that no name comes twice. */
  sentBy(node: string): MessageNames {
    return new MessageNames(this, this.#sent, node);
  }

  /** The call's name; `sender` begins it if it is new. */
  of(callId: string, sender: string): string {
    const known = this.#names.get(callId);
    if (known !== undefined) return known;
    const count = (this.#counts.get(sender) ?? 0) + 1;
    this.#counts.set(sender, count);
    const name = standAlone(`${sender}.${count}`);
    this.#names.set(standAlone(callId), name);
    return name;
  }
}

/**
 * Names what one element sends: `sender.1/INVITE/1` and how often it went to that peer before. A second branch of the same request on the
 * same hop (two bindings on one host) is told apart by a number: `sender.1~2/INVITE/1`; so are the responses of several devices to one INVITE,
 * which a proxy passes on with the tag of each, and a second provisional response that is to be acknowledged by itself (RFC 3262).
 */
export class MessageNames {
  readonly #calls: CallNames;
  readonly #node: string;
  readonly #sent: Recent<Sent>;

  constructor(calls: CallNames, sent: Recent<Sent>, node: string) {
    this.#calls = calls;
    this.#sent = sent;
    this.#node = node;
  }

  /** The name, and the number of this transmission, of a message that now goes to `peer`. */
  next(
    message: SipMessage,
    peer: string,
  ): { readonly name: string; readonly transmission: number; readonly summary: string } {
    const callId = header(message, 'Call-ID');
    const call = callId === undefined ? `${this.#node}.0` : this.#calls.of(callId, this.#node);
    const title = summary(message);
    const number = read(message, cseq)?.number ?? 0;
    const { fork, sent } = this.#find(
      standAlone(`${this.#node}>${peer}/${call}/${title}/${number}`),
      message,
    );
    const name = fork === 1 ? `${call}/${title}/${number}` : `${call}~${fork}/${title}/${number}`;
    const transmission = sent.times++;
    return { name, transmission, summary: title };
  }

  /** What went by this hop with the message's branch, answerer and RSeq, and which of those it is, from 1. */
  #find(hop: string, message: SipMessage): { readonly fork: number; readonly sent: Sent } {
    const mark = markOf(message);
    const first = this.#sent.get(hop);
    if (first === undefined) {
      const sent = firstOf(mark);
      this.#sent.set(hop, sent);
      return { fork: 1, sent };
    }
    let fork = 1;
    let sent = first;
    while (sent.mark !== mark) {
      sent.next ??= firstOf(mark);
      sent = sent.next;
      fork++;
    }
    return { fork, sent };
  }
}

/** What two transmissions of one message have in common, and two messages of one name have not. */
function markOf(message: SipMessage): string {
  const top = read(message, via);
  const branch = (top && branchOf(top)) ?? '';
  if (message.kind === 'request') return branch;
  const answerer = read(message, to);
  return `${branch} ${(answerer && tagOf(answerer)) ?? ''} ${read(message, rseq) ?? ''}`;
}

function firstOf(mark: string): Sent {
  return { mark: standAlone(mark), times: 0, next: undefined };
}
