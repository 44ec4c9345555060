// `timeline`: who does what, and when.
import { z } from 'zod';
import { didYouMean } from '../nearest.ts';
import { LATER_ACTS } from '../not-built-yet.ts';
import { disposition, pushShape, uri } from './agents.ts';
import { duration, list, mapping, oneOf, oneOrMore, seconds, size, text, word } from './kit.ts';

const at = duration().describe('When, from the beginning of the run.');
const by = text('the name of an agent or a group', 64).describe(
  'The agent that acts; each member of a group, or one (`bob-2`).',
);
const pushName = text('the name of a push', 64)
  .optional()
  .describe('The `name` of the push; without it, the latest.');

const MEDIA_TYPE = 'a media type such as image/jpeg';
const mediaType = () =>
  text(MEDIA_TYPE, 255).regex(
    /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}( ?; ?[^;]{1,100})?$/,
    `expected ${MEDIA_TYPE}`,
  );

const contentShape = {
  size: size().optional().describe('How many octets. Default: as many as the content has.'),
  content: word(['zeros', 'random', 'text'])
    .optional()
    .describe('Made by a rule: `random` octets from the seed (the default), `zeros`, or readable `text`.'),
  from: text('the path of a file')
    .optional()
    .describe('Read from a file, by its path from the scenario file.'),
  text: z
    .string({ error: 'expected a text' })
    .max(1 << 20, 'expected a text of at most 1 MiB')
    .optional()
    .describe('Written here.'),
};

const icon = mapping('an icon', {
  type: mediaType().describe('Its media type.'),
  ...contentShape,
});

const INSTANT = 'a date such as 2006-05-15T15:01:31+03:00';

/** RFC 3339 §5.6 date-time. */
const instant = () =>
  text(INSTANT, 25).regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/, `expected ${INSTANT}`);

const dates = mapping('dates', {
  creation: instant().optional().describe('When it was created.'),
  modification: instant().optional().describe('When it was last modified.'),
  read: instant().optional().describe('When it was last read.'),
});

const range = text('a range of octets such as 2049-4092 or 2049-*', 40)
  .regex(/^[1-9]\d{0,14}-([1-9]\d{0,14}|\*)$/, 'expected a range of octets such as 2049-4092 or 2049-*')
  .describe('Only these octets of it, counted from 1 (RFC 5547 `file-range`).');

export const file = mapping('a file', {
  name: text('a file name', 255).describe('Its name in the `file-selector`.'),
  type: mediaType().describe('Its media type.'),
  ...contentShape,
  icon: icon.optional().describe('A preview that travels with the INVITE (RFC 5547 `file-icon`).'),
  date: dates.optional().describe('Its dates (RFC 5547 `file-date`).'),
  range: range.optional(),
  disposition: disposition().optional().describe('`render`, or `attachment`: not shown by itself.'),
  description: text('a description').optional().describe('Content-Description.'),
});

export const content = mapping('a message', {
  type: mediaType().optional().describe('Its media type. Default `text/plain`.'),
  ...contentShape,
  disposition: disposition().optional().describe('`render`, or `attachment`: not shown by itself.'),
  description: text('a description').optional().describe('Content-Description.'),
});

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
  to: uri().describe('To whom: a SIP URI. Somebody whom nobody knows is a story too.'),
  name: text('a name', 64).optional().describe('What other acts call this push.'),
  files: list('files', file)
    .min(1, 'expected at least one file')
    .max(1000, 'expected at most 1000 files')
    .optional()
    .describe('The files, each with an m= line of its own.'),
  message: z
    .union([oneOrMore('messages', content)], { error: 'expected a message such as { text: Hello }' })
    .optional()
    .describe('A message without file attributes, or a list of them, one after the other over one session.'),
  ...pushShape,
});

const cancel = mapping('a cancel act', {
  at,
  do: z.literal('cancel').describe('The sender takes a push back before it was answered.'),
  by,
  push: pushName,
});

const release = mapping('a release act', {
  at,
  do: z.literal('release').describe('Ends the session with BYE.'),
  by,
  push: pushName,
});

const abort = mapping('an abort act', {
  at,
  do: z.literal('abort').describe('Breaks off a running transfer.'),
  by,
  push: pushName,
  file: text('the name of a file', 255).optional().describe('Only this file; without it, all.'),
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
  method: text('a method', 64)
    .regex(METHOD, 'expected a method such as MESSAGE, other than INVITE, ACK, CANCEL, BYE and REGISTER')
    .describe('Its method, also one that nobody knows.'),
  to: uri().describe('To whom: a SIP URI.'),
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
  by: text('the name of a host', 64).describe('The host: an agent, a group or a host of the core.'),
});

const later = z
  .looseObject({ at, do: word(LATER_ACTS).describe('Not built yet.') })
  .describe('Acts that a later part of the lab brings: not built yet.');

/** What an act may be called. */
export const ACTS = [
  'register',
  'unregister',
  'push',
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
  [register, unregister, push, cancel, release, abort, answer, request, restart, later],
  { error: (issue) => expectedAct(issue.input) },
);

export type ActFile = z.output<typeof act>;
export type PushFile = z.output<typeof push>;
export type FileFile = z.output<typeof file>;
export type MessageFile = z.output<typeof content>;

export const timeline = list('acts', act).max(100_000, 'expected at most 100000 acts');
