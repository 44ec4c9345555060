// Every state machine of the lab, by the layer that it belongs to. Each goes into the trace by its id.
import type { AnyStateMachine } from 'xstate';
import { fileTransferMachine } from '../../agents/file-transfer.machine.ts';
import { incomingPullMachine } from '../../agents/incoming-pull.machine.ts';
import { msrpSessionMachine } from '../../agents/msrp/session.machine.ts';
import { msrpTransactionMachine } from '../../agents/msrp/transaction.machine.ts';
import { pullMachine } from '../../agents/pull.machine.ts';
import { pushReceiverMachine } from '../../agents/push-receiver.machine.ts';
import { pushSenderMachine } from '../../agents/push-sender.machine.ts';
import { pushStreamMachine } from '../../agents/push-stream.machine.ts';
import { registrationMachine } from '../../agents/registration.machine.ts';
import { bindingMachine } from '../../core/binding.machine.ts';
import { branchMachine } from '../../core/proxy-branch.machine.ts';
import { responseContextMachine } from '../../core/response-context.machine.ts';
import { dialogMachine } from '../../core/sip/dialog.machine.ts';
import { dialogOffersMachine } from '../../core/sip/dialog-offers.machine.ts';
import { inviteClientMachine } from '../../core/sip/invite-client.machine.ts';
import { inviteClientUsageMachine } from '../../core/sip/invite-client-usage.machine.ts';
import { inviteServerMachine } from '../../core/sip/invite-server.machine.ts';
import { inviteServerUsageMachine } from '../../core/sip/invite-server-usage.machine.ts';
import { nonInviteClientMachine } from '../../core/sip/non-invite-client.machine.ts';
import { nonInviteServerMachine } from '../../core/sip/non-invite-server.machine.ts';
import { patienceMachine } from '../../core/sip/patience.machine.ts';
import { reliableProvisionalMachine } from '../../core/sip/reliable-provisional.machine.ts';
import { ringingMachine } from '../../core/sip/ringing.machine.ts';

export interface ListedMachine {
  readonly layer: 'SIP' | 'Core' | 'MSRP' | 'Agents';
  readonly title: string;
  /** The sections to read beside it. */
  readonly source: string;
  readonly machine: AnyStateMachine;
}

export const machines: readonly ListedMachine[] = [
  listed('SIP', 'INVITE client transaction', 'RFC 3261 §17.1.1, RFC 6026', inviteClientMachine),
  listed('SIP', 'INVITE server transaction', 'RFC 3261 §17.2.1, RFC 6026', inviteServerMachine),
  listed('SIP', 'Non-INVITE client transaction', 'RFC 3261 §17.1.2', nonInviteClientMachine),
  listed('SIP', 'Non-INVITE server transaction', 'RFC 3261 §17.2.2', nonInviteServerMachine),
  listed('SIP', 'INVITE of the caller', 'RFC 3261 §13.2, §9.1', inviteClientUsageMachine),
  listed('SIP', 'Patience of the caller', 'RFC 3261 §13.2.1, §9.1', patienceMachine),
  listed('SIP', 'INVITE of the callee', 'RFC 3261 §13.3', inviteServerUsageMachine),
  listed('SIP', 'Reliable provisional response', 'RFC 3262 §3', reliableProvisionalMachine),
  listed('SIP', 'Ringing again', 'RFC 3261 §13.3.1.1', ringingMachine),
  listed('SIP', 'Dialog and session timer', 'RFC 3261 §12, RFC 4028', dialogMachine),
  listed('SIP', 'Offers within a dialog', 'RFC 3261 §14, RFC 3264 §8', dialogOffersMachine),
  listed('Core', 'Response context of a proxy', 'RFC 3261 §16.7', responseContextMachine),
  listed('Core', 'Branch of a proxy', 'RFC 3261 §16.6 to §16.9', branchMachine),
  listed('Core', 'Binding of a registrar', 'RFC 3261 §10.3', bindingMachine),
  listed('MSRP', 'Session', 'RFC 4975 §5.4, §7.3', msrpSessionMachine),
  listed('MSRP', 'Transaction', 'RFC 4975 §7.1', msrpTransactionMachine),
  listed('Agents', 'Push sender', 'the change request, 6.5.2', pushSenderMachine),
  listed('Agents', 'Push receiver', 'the change request, 6.5.1', pushReceiverMachine),
  listed('Agents', 'Media line of a push', 'the change request, 6.5.2.1', pushStreamMachine),
  listed('Agents', 'Pull by a receiver', 'RFC 5547 §8.2.2', pullMachine),
  listed('Agents', 'Pull at the sender', 'RFC 5547 §8.3.2', incomingPullMachine),
  listed('Agents', 'File transfer', 'RFC 5547 §8', fileTransferMachine),
  listed('Agents', 'Registration', 'RFC 3261 §10.2', registrationMachine),
];

function listed(
  layer: ListedMachine['layer'],
  title: string,
  source: string,
  machine: AnyStateMachine,
): ListedMachine {
  return { layer, title, source, machine };
}
