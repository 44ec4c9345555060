// What the timeline says of a push or a pull, as the agents want it.

import type { PullPlan, WantedFile } from '../../agents/pull.ts';
import type { PushPlan } from '../../agents/push-options.ts';
import type { Shelf } from '../../agents/shelf.ts';
import { featureText } from './contact.ts';
import type { Contents } from './content.ts';
import { numbered } from './members.ts';
import type { ReceiverNode, SenderNode } from './node.ts';
import type { Chunking, FilePlan, PullAct, PushAct, PushOptions, WantedFilePlan } from './scenario.ts';

export function pushPlan(act: PushAct, node: SenderNode, contents: Contents): PushPlan {
  const { options } = act;
  return {
    ...streamPlan(options),
    to: numbered(act.to, node.member.number),
    files: act.files.map((file, i) => contents.pushed(file, `${node.name}/${act.name ?? 'push'}/${i + 1}`)),
    asFiles: act.asFiles,
    ...(options.offer === 'callee' && { offerless: true }),
    require: options.require,
    explicit: options.explicit,
    rejectContact: options.rejectContact,
    requestDisposition: options.requestDisposition,
    inTurn: options.order === 'in-turn',
    service: featureText(options.service),
    ...(options.application !== undefined && { application: featureText(options.application) }),
    sessionExpiresS: options.sessionExpiresS,
  };
}

/** What a sender gives to those who ask. Its members have the same files. */
export function shelf(
  name: string,
  has: readonly FilePlan[],
  options: PushOptions,
  contents: Contents,
): Shelf {
  return {
    files: has.map((file, i) => contents.pushed(file, `${name}/has/${i + 1}`)),
    plan: streamPlan(options),
  };
}

export function pullPlan(act: PullAct, node: ReceiverNode): PullPlan {
  return { to: numbered(act.to, node.member.number), files: act.files.map(wanted) };
}

function wanted({ name, type, sizeBytes, sha1, range }: WantedFilePlan): WantedFile {
  return {
    selector: {
      ...(name !== undefined && { name }),
      ...(type !== undefined && { type }),
      ...(sizeBytes !== undefined && { size: sizeBytes }),
      hashes: sha1 === undefined ? [] : [{ algorithm: 'sha-1', hex: sha1 }],
    },
    ...(range !== undefined && { range }),
  };
}

function streamPlan(options: PushOptions): Shelf['plan'] {
  return {
    successReport: options.successReport,
    failureReport: options.failureReport,
    ...chunkingOf(options.chunking),
    lingerUs: options.lingerUs,
    recoveries: options.recoveries,
    closeAfter: options.closeAfter,
  };
}

function chunkingOf({
  strategy,
  sizeBytes,
  sliceBytes,
}: Chunking): Pick<PushPlan, 'chunking' | 'chunkBytes' | 'sliceBytes'> {
  return {
    chunking: strategy === 'figure' ? 'first then rest' : strategy,
    chunkBytes: sizeBytes,
    ...(sliceBytes !== undefined && { sliceBytes }),
  };
}
