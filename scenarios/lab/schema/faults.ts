// `faults`: what goes wrong, one rule a line. CONTRACT.md, "Faults".
import { z } from 'zod';
import { duration, integer, list, mapping } from './kit.ts';
import { hostName, linkName, messageName } from './names.ts';
import { linkShape } from './network.ts';

const span = {
  from: duration().optional().describe('When it begins. Default: with the run.'),
  until: duration().optional().describe('When it ends. Default: with the run.'),
};

const which = {
  from: hostName.optional().describe('Only what this host, or a member of this group, sends.'),
  to: hostName.optional().describe('Only what goes to this host or group.'),
  nth: integer(1, 1_000_000_000)
    .optional()
    .describe(
      'Only the nth message of that name on a hop, retransmissions counted, from 1. Without it, every one.',
    ),
  transmission: integer(0, 1_000_000)
    .optional()
    .describe('Only this transmission of a message: 0 is the first, 1 its first retransmission.'),
  between: z
    .tuple([duration(), duration()], { error: 'expected two times such as [1s, 2s]' })
    .refine(([from, until]) => from < until, 'expected the earlier time first')
    .optional()
    .describe('Only what is sent from the first time to before the second.'),
};

const drop = mapping('a drop rule', {
  drop: messageName.describe('Loses the message. For UDP only.'),
  ...which,
});

const delay = mapping('a delay rule', {
  delay: messageName.describe('Delays the message.'),
  by: duration().describe('By how much.'),
  ...which,
});

const duplicate = mapping('a duplicate rule', {
  duplicate: messageName.describe('Lets the message arrive twice. For UDP only.'),
  by: duration().optional().describe('How long after the first the copy arrives. Default 0.'),
  ...which,
});

const reorder = mapping('a reorder rule', {
  reorder: messageName.describe('Holds the message back until another has arrived. For UDP only.'),
  after: z
    .union([duration(), messageName], { error: 'expected a message such as ACK, or a duration' })
    .optional()
    .describe(
      'The message that goes first, or for how long it is held. Default: the next message on that hop.',
    ),
  ...which,
});

const corrupt = mapping('a corrupt rule', {
  corrupt: messageName.describe('Changes octets of the message on its way. For UDP only.'),
  octets: integer(1, 65_535).optional().describe('How many. Default 1.'),
  ...which,
});

const stallMessage = mapping('a stall rule', {
  stall: messageName.describe('From this message on, nothing is sent on its connection for a while.'),
  by: duration().describe('For how long.'),
  ...which,
});

const resetMessage = mapping('a reset rule', {
  reset: messageName.describe('The connection breaks instead of carrying this message.'),
  ...which,
});

const partition = mapping('a partition rule', {
  partition: linkName.describe('Loses everything between two hosts.'),
  ...span,
});

const hold = mapping('a hold rule', {
  hold: linkName.describe(
    'Keeps everything between two hosts until the end of the span; then it arrives in order.',
  ),
  ...span,
});

const set = mapping('a set rule', {
  set: linkName.describe('The link has other parameters for a while; they stand beside this key.'),
  ...span,
  ...linkShape,
});

const stallLink = mapping('a stall rule', {
  stall: linkName.describe('Nothing is sent on the connections between two hosts.'),
  ...span,
});

const resetLink = mapping('a reset rule', {
  reset: linkName.describe('Breaks the connections between two hosts.'),
  at: duration().describe('When.'),
});

const refuse = mapping('a refuse rule', {
  refuse: linkName.describe('No new connection is accepted between two hosts.'),
  ...span,
});

const crash = mapping('a crash rule', {
  crash: hostName.describe('The host is gone, and forgets everything.'),
  at: duration().describe('When.'),
});

const restart = mapping('a restart rule', {
  restart: hostName.describe('A host that crashed comes back.'),
  at: duration().describe('When.'),
});

const FAULTS = [
  'drop',
  'delay',
  'duplicate',
  'reorder',
  'corrupt',
  'partition',
  'hold',
  'set',
  'stall',
  'reset',
  'refuse',
  'crash',
  'restart',
] as const;

/** Those about streams name a message or, with a `>` in it, a link. */
export const fault = z.union(
  [
    drop,
    delay,
    duplicate,
    reorder,
    corrupt,
    stallMessage,
    resetMessage,
    partition,
    hold,
    set,
    stallLink,
    resetLink,
    refuse,
    crash,
    restart,
  ],
  { error: `expected a fault such as { drop: 200 INVITE, from: bob }; the faults are ${FAULTS.join(', ')}` },
);

export type FaultFile = z.output<typeof fault>;

export const mostFaults = 1000;

export const faults = list('faults', fault).max(mostFaults, `expected at most ${mostFaults} faults`);
