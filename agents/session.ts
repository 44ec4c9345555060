// RFC 3261 §12, §14, §15 and RFC 4028: one side's session: a dialog, its session timer, the requests inside it and its end.

import { responseTo } from '../core/sip/build.ts';
import { type DialogEffect, dialogMachine, type SessionTimer } from '../core/sip/dialog.machine.ts';
import {
  contactUri,
  type Dialog,
  idOf,
  type RequestInDialog,
  receiveInDialog,
  requestInDialog,
} from '../core/sip/dialog.ts';
import { allowedMethods } from '../core/sip/inspect.ts';
import type { HeaderField, SipRequest, SipResponse } from '../core/sip/message.ts';
import type { ClientUser, Running, ServerTransaction } from '../core/sip/transaction-types.ts';
import { answerRefresh, refreshHeaders, timerOf } from './session-timer.ts';
import type { UserAgent } from './user-agent.ts';

/** Who owns the session: the push sender or receiver. */
export interface SessionUser {
  /** Over, by either side's BYE or because it was lost. */
  ended(by: 'us' | 'peer'): void;
  /** A re-INVITE: the SDP that answers it, or a status that refuses it. */
  offered?(offer: Uint8Array): { readonly body: Uint8Array } | { readonly status: number };
}

export class Session {
  readonly #ua: UserAgent;
  readonly #user: SessionUser;
  readonly #machine: Running<typeof dialogMachine>;
  #dialog: Dialog;
  #peerAllows: ReadonlySet<string> | undefined;
  /** Who we were in the transaction that set the timer: it decides what `refresher=uac` means. */
  #requests = 0;

  constructor(ua: UserAgent, dialog: Dialog, user: SessionUser) {
    this.#ua = ua;
    this.#dialog = dialog;
    this.#user = user;
    this.#machine = ua.runner.start(dialogMachine, {
      machine: 'dialog',
      id: `dialog ${ua.dialogName(dialog.callId)}`,
      input: undefined,
      background: ['sessionRefresh', 'sessionExpiry'],
      perform: (effect) => this.#perform(effect),
    });
    ua.addSession(idOf(dialog), this);
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  get state(): string {
    return this.#machine.state;
  }

  /** The 2xx has been received, or sent: the session stands and its timer runs (RFC 4028 §10). */
  confirm(peer: SipRequest | SipResponse, timer: SessionTimer | undefined): void {
    this.#peerAllows = allowedMethods(peer) ?? this.#peerAllows;
    this.#machine.send(timer === undefined ? { type: 'confirmed' } : { type: 'confirmed', timer });
  }

  /** A 2xx recomputes the route set and the target of an early dialog (§13.2.2.4). */
  replaceDialog(dialog: Dialog): void {
    this.#dialog = dialog;
  }

  bye(): void {
    this.#machine.send({ type: 'release' });
  }

  /** Sends a request inside the dialog. 408 and 481 end the dialog (§12.2.1.2). */
  request(
    method: string,
    headers: readonly HeaderField[],
    body: Uint8Array | undefined,
    user: ClientUser,
  ): void {
    const built = requestInDialog(this.#dialog, method, body === undefined ? { headers } : { headers, body });
    this.#dialog = built.dialog;
    this.#requests += 1;
    const lost = () => this.#machine.send({ type: 'lost' });
    this.#ua.send(built, `${this.#machine.id}/${method} ${this.#requests}`, {
      response: (response) => {
        const target = response.status < 300 ? contactUri(response) : undefined;
        if (target !== undefined && (method === 'INVITE' || method === 'UPDATE')) {
          this.#dialog = { ...this.#dialog, remoteTarget: target };
        }
        user.response(response);
        if (method !== 'BYE' && (response.status === 408 || response.status === 481)) lost();
      },
      timeout: () => {
        user.timeout();
        if (method !== 'BYE') lost();
      },
      transportError: () => {
        user.transportError();
        if (method !== 'BYE') lost();
      },
    });
  }

  /** An ACK for a 2xx (§13.2.2.4): the same bytes each time it is asked for. */
  ack(inviteSequence: number, body?: Uint8Array, headers: readonly HeaderField[] = []): void {
    const options = { ackOf: inviteSequence, headers, ...(body === undefined ? {} : { body }) };
    const built: RequestInDialog = requestInDialog(this.#dialog, 'ACK', options);
    this.#ua.sendStateless(built, `${this.#machine.id}/ACK ${inviteSequence}`);
  }

  /** A request from the peer. INVITE and UPDATE refresh the target and the timer. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const next = receiveInDialog(this.#dialog, request);
    if (next === 'out of order') {
      transaction.respond(responseTo(request, 500));
      return;
    }
    this.#dialog = next;
    if (request.method === 'BYE') this.#receiveBye(transaction);
    else if (request.method === 'UPDATE' || request.method === 'INVITE') this.#receiveRefresh(transaction);
    else transaction.respond(this.#ua.optionsResponse(request));
  }

  #receiveBye(transaction: ServerTransaction): void {
    transaction.respond(responseTo(transaction.request, 200));
    this.#machine.send({ type: 'byeReceived' });
  }

  #receiveRefresh(transaction: ServerTransaction): void {
    const { request } = transaction;
    const answer =
      request.body.length > 0 ? (this.#user.offered?.(request.body) ?? { status: 488 }) : undefined;
    if (answer !== undefined && 'status' in answer) {
      transaction.respond(responseTo(request, answer.status));
      return;
    }
    const target = contactUri(request);
    if (target !== undefined) this.#dialog = { ...this.#dialog, remoteTarget: target };
    const negotiated = answerRefresh(request);
    const headers = [this.#ua.contactHeader(), ...this.#ua.capabilityHeaders(), ...negotiated.headers];
    transaction.respond(this.#ua.responseWithBody(request, 200, headers, answer?.body));
    this.#refreshed(negotiated.timer);
  }

  #refreshed(timer: SessionTimer | undefined): void {
    this.#machine.send(timer === undefined ? { type: 'refreshed' } : { type: 'refreshed', timer });
  }

  #perform(effect: DialogEffect): void {
    switch (effect.type) {
      case 'refresh':
        return this.#refresh();
      case 'sendBye':
        return this.#sendBye();
      case 'ended':
        this.#ua.removeSession(idOf(this.#dialog));
        return this.#user.ended(effect.by);
    }
  }

  /** "It is RECOMMENDED that the UPDATE be used" where the peer allows it, without SDP (RFC 4028 §7.4). */
  #refresh(): void {
    const { timer } = this.#machine.context;
    if (timer === undefined || this.#peerAllows?.has('UPDATE') === false) return;
    this.request('UPDATE', [this.#ua.contactHeader(), ...refreshHeaders(timer)], undefined, {
      response: (response) => {
        if (response.status >= 200 && response.status < 300) this.#refreshed(timerOf(response, 'uac'));
      },
      timeout: () => {},
      transportError: () => {},
    });
  }

  #sendBye(): void {
    const answered = () => this.#machine.send({ type: 'byeAnswered' });
    this.request('BYE', [], undefined, {
      response: (response) => {
        if (response.status >= 200) answered();
      },
      timeout: answered,
      transportError: answered,
    });
  }
}
