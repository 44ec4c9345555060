// RFC 3262 §4: what a caller does with the provisional responses to its INVITE: a PRACK for each reliable one that comes in order, in the
// early dialog that it began. Each fork has a dialog, and with it a sequence, of its own.
import { dialogOfResponse } from '../core/sip/dialog.ts';
import type { SipRequest, SipResponse } from '../core/sip/message.ts';
import { rackOf, reliableNumber } from '../core/sip/reliable.ts';
import { Session } from './session.ts';
import type { UserAgent } from './user-agent.ts';

interface Early {
  readonly session: Session;
  /** "the most recently received in-order reliable provisional response". */
  number: number;
  /** The answer to the INVITE's offer, where a provisional response had it (§5). */
  answer: Uint8Array | undefined;
}

const silent = { response: () => {}, timeout: () => {}, transportError: () => {} };

export class ReliableReceipts {
  readonly #ua: UserAgent;
  /** By the To tag of the responses. */
  readonly #early = new Map<string, Early>();

  constructor(ua: UserAgent) {
    this.#ua = ua;
  }

  /**
   * A provisional response to the INVITE: whether it is to be processed further. "retransmissions of that response MUST be discarded", and so
   * is one whose RSeq "is not one higher than the value of the sequence number". A response that is not reliable passes.
   */
  take(invite: SipRequest, response: SipResponse): boolean {
    const number = this.#ua.knowsReliable ? reliableNumber(response) : undefined;
    const dialog = number === undefined ? undefined : dialogOfResponse(invite, response);
    if (number === undefined || dialog === undefined) return true;
    const known = this.#early.get(dialog.remoteTag);
    if (known !== undefined && number !== known.number + 1) return false;
    const early = known ?? {
      session: new Session(this.#ua, dialog, { ended: () => {} }, 'caller'),
      number,
      answer: undefined,
    };
    this.#early.set(dialog.remoteTag, early);
    early.number = number;
    if (response.body.length > 0) early.answer ??= response.body;
    const rack = rackOf(response, number);
    if (rack !== undefined) early.session.request('PRACK', [rack], undefined, silent);
    return true;
  }

  /** The early dialog of a 2xx becomes that of a session; undefined where there is none. */
  claim(tag: string): { readonly session: Session; readonly answer: Uint8Array | undefined } | undefined {
    const early = this.#early.get(tag);
    this.#early.delete(tag);
    return early;
  }

  /** The INVITE has come to its end: the other early dialogs are over (RFC 3261 §12.3, §13.2.2.4). */
  end(): void {
    for (const { session } of this.#early.values()) session.abandon();
    this.#early.clear();
  }
}
