import type { AnyStateMachine } from 'xstate';
import { fileTransferMachine } from '../../../agents/file-transfer.machine.ts';
import { msrpSessionMachine } from '../../../agents/msrp/session.machine.ts';
import { msrpTransactionMachine } from '../../../agents/msrp/transaction.machine.ts';
import { pushReceiverMachine } from '../../../agents/push-receiver.machine.ts';
import { pushSenderMachine } from '../../../agents/push-sender.machine.ts';
import { registrationMachine } from '../../../agents/registration.machine.ts';
import { bindingMachine } from '../../../core/binding.machine.ts';
import { branchMachine } from '../../../core/proxy-branch.machine.ts';
import { responseContextMachine } from '../../../core/response-context.machine.ts';
import { dialogMachine } from '../../../core/sip/dialog.machine.ts';
import { inviteClientMachine } from '../../../core/sip/invite-client.machine.ts';
import { inviteClientUsageMachine } from '../../../core/sip/invite-client-usage.machine.ts';
import { inviteServerMachine } from '../../../core/sip/invite-server.machine.ts';
import { inviteServerUsageMachine } from '../../../core/sip/invite-server-usage.machine.ts';
import { nonInviteClientMachine } from '../../../core/sip/non-invite-client.machine.ts';
import { nonInviteServerMachine } from '../../../core/sip/non-invite-server.machine.ts';

// Every machine by the name that it has in the trace.

/** Those of `core/`: none of their transitions stays untaken without a reason. */
export const coreMachines: Readonly<Record<string, AnyStateMachine>> = {
  binding: bindingMachine,
  branch: branchMachine,
  dialog: dialogMachine,
  inviteClient: inviteClientMachine,
  inviteClientUsage: inviteClientUsageMachine,
  inviteServer: inviteServerMachine,
  inviteServerUsage: inviteServerUsageMachine,
  nonInviteClient: nonInviteClientMachine,
  nonInviteServer: nonInviteServerMachine,
  responseContext: responseContextMachine,
};

export const agentMachines: Readonly<Record<string, AnyStateMachine>> = {
  fileTransfer: fileTransferMachine,
  msrpSession: msrpSessionMachine,
  msrpTransaction: msrpTransactionMachine,
  pushReceiver: pushReceiverMachine,
  pushSender: pushSenderMachine,
  registration: registrationMachine,
};
