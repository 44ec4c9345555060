// ARCHITECTURE, decision 4: the names under which chance and fault rules know a message. They do not depend on Call-IDs or branches.
import { cseq, read, via } from './header-table.ts';
import { header } from './headers.ts';
import type { SipMessage } from './message.ts';
import { summary } from './summary.ts';
import { branchOf } from './via.ts';

/**
 * Numbers the calls of each user in the order in which that user began them: `sender.1` is the sender's first call, on whatever hop its
 * messages travel. One for the whole lab, shared by all its SIP elements.
 */
export class CallNames {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #elements = new Map<string, MessageNames>();

  /** The names of what this element sends; the same after it was restarted, so that no name comes twice. */
  sentBy(node: string): MessageNames {
    let names = this.#elements.get(node);
    if (names === undefined) {
      names = new MessageNames(this, node);
      this.#elements.set(node, names);
    }
    return names;
  }

  /** The call's name; `sender` begins it if it is new. */
  of(callId: string, sender: string): string {
    const known = this.#names.get(callId);
    if (known !== undefined) return known;
    const count = (this.#counts.get(sender) ?? 0) + 1;
    this.#counts.set(sender, count);
    const name = `${sender}.${count}`;
    this.#names.set(callId, name);
    return name;
  }
}

/**
 * Names what one element sends: `sender.1/INVITE/1` and how often it went to that peer before. A second branch of the same request on the
 * same hop (two bindings on one host) is told apart by a number: `sender.1~2/INVITE/1`.
 */
export class MessageNames {
  readonly #calls: CallNames;
  readonly #node: string;
  readonly #branches = new Map<string, string[]>();
  readonly #transmissions = new Map<string, number>();

  constructor(calls: CallNames, node: string) {
    this.#calls = calls;
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
    const hop = `${peer}/${call}/${title}/${number}`;
    const fork = this.#forkOf(hop, message);
    const name = fork === 1 ? `${call}/${title}/${number}` : `${call}~${fork}/${title}/${number}`;
    const counted = fork === 1 ? hop : `${hop}~${fork}`;
    const transmission = this.#transmissions.get(counted) ?? 0;
    this.#transmissions.set(counted, transmission + 1);
    return { name, transmission, summary: title };
  }

  #forkOf(hop: string, message: SipMessage): number {
    const top = read(message, via);
    const branch = (top && branchOf(top)) ?? '';
    const branches = this.#branches.get(hop);
    if (branches === undefined) {
      this.#branches.set(hop, [branch]);
      return 1;
    }
    const index = branches.indexOf(branch);
    return index >= 0 ? index + 1 : branches.push(branch);
  }
}
