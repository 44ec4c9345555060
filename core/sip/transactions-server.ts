// RFC 3261 §17.2: one server transaction and its machine.
import { responseTo } from './build.ts';
import { inviteServerMachine } from './invite-server.machine.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { nonInviteServerMachine } from './non-invite-server.machine.ts';
import type { Flow, ServerTransaction, TransactionDeps } from './transaction-types.ts';
import {
  answerClass,
  inviteClass,
  type ServerEffect,
  type ServerInput,
  transactionState,
} from './transactions-events.ts';

/** A server transaction as the layer has it. */
export interface Server extends ServerTransaction {
  /** The request again. */
  again(): void;
  acknowledged(ack: SipRequest, flow: Flow): void;
  transportError(): void;
}

/** What becomes of a server transaction. */
export interface ServerFate {
  /** The request goes to the TU. */
  opened(): void;
  /** A response is about to be handed to the machine. */
  answered(response: SipResponse): void;
  ended(): void;
}

/** Starts a server transaction for a request that came by `flow`. */
export function startServer(
  deps: TransactionDeps,
  id: string,
  request: SipRequest,
  flow: Flow,
  fate: ServerFate,
): Server {
  const server = request.method === 'INVITE' ? startInvite() : startNonInvite();
  return server;

  function perform(effect: ServerEffect): void {
    switch (effect.type) {
      case 'request':
        fate.opened();
        break;
      case 'send':
        deps.send(effect.response, flow, id);
        break;
      case 'ACK':
        deps.user.ack(effect.request, effect.flow);
        break;
      case 'failed':
        deps.user.failed(server, effect.because);
        break;
    }
  }

  function options() {
    const input: ServerInput = {
      trying: responseTo(request, 100),
      reliable: flow.transport === 'tcp',
      timers: deps.timers,
    };
    return { id, input, perform, ended: () => fate.ended() };
  }

  function startInvite(): Server {
    const machine = deps.runner.start(inviteServerMachine, { machine: 'inviteServer', ...options() });
    return {
      id,
      request,
      flow,
      get state() {
        return transactionState(machine.state);
      },
      respond: (response) => {
        fate.answered(response);
        machine.send({ type: inviteClass(response.status), response });
      },
      again: () => machine.send({ type: 'INVITE' }),
      acknowledged: (ack, ackFlow) => machine.send({ type: 'ACK', request: ack, flow: ackFlow }),
      transportError: () => machine.send({ type: 'transport error' }),
    };
  }

  function startNonInvite(): Server {
    const machine = deps.runner.start(nonInviteServerMachine, { machine: 'nonInviteServer', ...options() });
    return {
      id,
      request,
      flow,
      get state() {
        return transactionState(machine.state);
      },
      respond: (response) => machine.send({ type: answerClass(response.status), response }),
      again: () => machine.send({ type: 'retransmission' }),
      acknowledged: () => {},
      transportError: () => machine.send({ type: 'transport error' }),
    };
  }
}
