// RFC 3261 §17.1: one client transaction, its machine and its user.
import { inviteClientMachine } from './invite-client.machine.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { nonInviteClientMachine } from './non-invite-client.machine.ts';
import type { ClientTransaction, ClientUser, Flow, TransactionDeps } from './transaction-types.ts';
import {
  type ClientEffect,
  type ClientInput,
  inviteClass,
  nonInviteClass,
  transactionState,
} from './transactions-events.ts';
import { ackFor } from './transactions-requests.ts';

/** A client transaction as the layer has it. */
export interface Client extends ClientTransaction {
  receive(response: SipResponse): void;
  transportError(): void;
  abandon(): void;
}

/** Starts a client transaction: it sends `request` at once. `ended` is called when it is gone. */
export function startClient(
  deps: TransactionDeps,
  id: string,
  request: SipRequest,
  flow: Flow,
  user: ClientUser,
  ended: () => void,
): Client {
  const input: ClientInput = { request, reliable: flow.transport === 'tcp', timers: deps.timers };

  function perform(effect: ClientEffect): void {
    switch (effect.type) {
      case 'send':
        deps.send(request, flow, id);
        break;
      case 'send ACK':
        deps.send(ackFor(request, effect.response), flow, id);
        break;
      case 'response':
        user.response(effect.response);
        break;
      case 'timeout':
        user.timeout();
        break;
      case 'transport error':
        user.transportError();
        break;
    }
  }

  const options = { id, input, perform, ended };
  if (request.method === 'INVITE') {
    const machine = deps.runner.start(inviteClientMachine, { machine: 'inviteClient', ...options });
    return {
      id,
      request,
      flow,
      get state() {
        return transactionState(machine.state);
      },
      receive: (response) => machine.send({ type: inviteClass(response.status), response }),
      transportError: () => machine.send({ type: 'transport error' }),
      abandon: () => machine.send({ type: 'abandon' }),
    };
  }
  const machine = deps.runner.start(nonInviteClientMachine, { machine: 'nonInviteClient', ...options });
  return {
    id,
    request,
    flow,
    get state() {
      return transactionState(machine.state);
    },
    receive: (response) => machine.send({ type: nonInviteClass(response.status), response }),
    transportError: () => machine.send({ type: 'transport error' }),
    // §9.1 knows this for an INVITE alone; any other request has Timer F.
    abandon: () => {},
  };
}
