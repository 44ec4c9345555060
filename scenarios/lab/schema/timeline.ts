// `timeline`: who does what, and when.
import { z } from 'zod';
import { SIP_METHODS } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { LATER_ACTS } from '../not-built-yet.ts';
import { pushShape } from './agents.ts';
import { content, file, mediaType, octetRange } from './content.ts';
import { duration, list, mapping, oneOf, oneOrMore, seconds, size, suggested, text, word } from './kit.ts';
import { agentName, fileName, hostName, pushName, user } from './names.ts';

const at = duration().describe('When, from the beginning of the run.');
const by = agentName.describe('The agent that acts; each member of a group, or one (`bob-2`).');
const which = pushName.optional().describe('The `name` of the push, or of the pull; without it, the latest.');

const register = mapping('a register act', {
  at,
  do: z.literal('register').describe('Registers with the core.'),
  by,
  expires: seconds().optional().describe('For how long; without it, as the agent says.'),
});

const unregister = mapping('an unregister act', {
  at,
  do: z.literal('unregister').describe('Takes its registration back.'),
  by,
});

const push = mapping('a push act', {
  at,
  do: z.literal('push').describe('Pushes files, or messages without file attributes, to somebody.'),
  by,
  to: user.describe('To whom: a SIP URI. Somebody whom nobody knows is a story too.'),
  name: text('a name', 64).optional().describe('What other acts call this push.'),
  files: list('files', file)
    .min(1, 'expected at least one file')
    .max(1000, 'expected at most 1000 files')
    .optional()
    .describe('The files, each with an m= line of its own.'),
  message: oneOrMore('messages', content, 'a message such as { text: Hello }')
    .optional()
    .describe('A message without file attributes, or a list of them, one after the other over one session.'),
  ...pushShape,
});

const HASH = 'a SHA-1 of 40 hexadecimal digits, with or without colons';

const wantedFile = mapping('a file to pull', {
  name: fileName.optional().describe('Its name.'),
  type: mediaType.optional().describe('Its media type.'),
  size: size()
    .pipe(z.number().min(1, 'expected a size of at least 1 byte (RFC 5547 §6)'))
    .optional()
    .describe('How many octets it has.'),
  hash: text(HASH, 59)
    .regex(/^([0-9A-Fa-f]{2}:?){19}[0-9A-Fa-f]{2}$/, `expected ${HASH}`)
    .optional()
    .describe('Its SHA-1.'),
  range: octetRange.optional(),
});

const pull = mapping('a pull act', {
  at,
  do: z
    .literal('pull')
    .describe(
      'A receiver asks for files (RFC 5547 §8.2.2): their sender answers with those that it has, and sends them.',
    ),
  by,
  to: user.describe('Whom it asks: a SIP URI.'),
  name: text('a name', 64).optional().describe('What other acts call this pull.'),
  files: list('files', wantedFile)
    .min(1, 'expected at least one file')
    .max(1000, 'expected at most 1000 files')
    .describe('The files, each by one selector or more, each with an m= line of its own.'),
});

const resume = mapping('a resume act', {
  at,
  do: z
    .literal('resume')
    .describe(
      'What a push, or a pull, did not bring whole is begun anew where it broke off: a new call, a new file-transfer-id, and a file-range (RFC 5547 §8.1).',
    ),
  by,
  push: which,
});

const cancel = mapping('a cancel act', {
  at,
  do: z.literal('cancel').describe('The sender takes a push back before it was answered.'),
  by,
  push: which,
});

const release = mapping('a release act', {
  at,
  do: z.literal('release').describe('Ends the session with BYE.'),
  by,
  push: which,
});

const abort = mapping('an abort act', {
  at,
  do: z.literal('abort').describe('Breaks off a running transfer.'),
  by,
  push: which,
  file: fileName.optional().describe('Only this file; without it, all.'),
});

const answer = mapping('an answer act', {
  at,
  do: z.literal('answer').describe('The user of a receiver with `answer: manual` decides.'),
  by,
  with: word(['accept', 'busy', 'unavailable', 'decline', 'out-of-resources'])
    .optional()
    .describe('The decision. Default `accept`.'),
});

/** Those that have an act of their own, or belong to one. */
const METHOD = /^(?!(?:INVITE|ACK|CANCEL|BYE|REGISTER)$)[A-Za-z0-9.!%*_+`'~-]{1,64}$/;

const request = mapping('a request act', {
  at,
  do: z.literal('request').describe('Sends one request outside of any dialog, and stores its `answer`.'),
  by,
  method: suggested(
    text('a method', 64).regex(
      METHOD,
      'expected a method such as MESSAGE, other than INVITE, ACK, CANCEL, BYE and REGISTER',
    ),
    SIP_METHODS.filter((method) => METHOD.test(method)),
  ).describe('Its method, also one that nobody knows.'),
  to: user.describe('To whom: a SIP URI.'),
  headers: oneOrMore(
    'header fields',
    text('a header field', 1024).regex(
      /^[A-Za-z0-9.!%*_+`'~-]{1,64} *: *\S/,
      'expected a header field such as Event: presence',
    ),
  )
    .optional()
    .describe('Further header fields; one that each request has, as Max-Forwards, takes the place of that.'),
});

const restart = mapping('a restart act', {
  at,
  do: z.literal('restart').describe('The host crashes and comes back at once, having forgotten everything.'),
  by: hostName.describe('The host: an agent, a group or a host of the core.'),
});

const later = z
  .looseObject({ at, do: word(LATER_ACTS).describe('Not built yet.') })
  .describe('Acts that a later part of the lab brings: not built yet.');

/** What an act may be called. */
export const ACTS = [
  'register',
  'unregister',
  'push',
  'pull',
  'resume',
  'cancel',
  'release',
  'abort',
  'answer',
  'request',
  'restart',
] as const;

function expectedAct(input: unknown): string {
  const name = typeof input === 'object' && input !== null && 'do' in input ? input.do : undefined;
  const hint = typeof name === 'string' ? didYouMean(name, ACTS) : '';
  return `expected an act such as { at: 1s, do: register, by: bob }; the acts are ${oneOf(ACTS)}${hint}`;
}

export const act = z.discriminatedUnion(
  'do',
  [register, unregister, push, pull, resume, cancel, release, abort, answer, request, restart, later],
  { error: (issue) => expectedAct(issue.input) },
);

export type ActFile = z.output<typeof act>;
export type PushFile = z.output<typeof push>;
export type PullFile = z.output<typeof pull>;

export const timeline = list('acts', act).max(100_000, 'expected at most 100000 acts');
