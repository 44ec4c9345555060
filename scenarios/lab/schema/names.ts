// Names of what stands elsewhere in a scenario. The published schema has each kind of them under a name of its own, so that an editor that
// reads it knows what to offer where; whether there is such a thing is for the resolvers to say.
import { z } from 'zod';
import { EXPECTED_LINK, EXPECTED_MESSAGE, EXPECTED_STEP, readLink, readMessageName } from '../names.ts';
import { reading, text } from './kit.ts';

const MESSAGE_PATTERN = '^ *([1-6](\\d\\d|xx) +)?[A-Z]+( .*)?$';

/** Feature parameters, media types and methods have grammars of their own; they are called here like names. */
export function kind<V extends z.ZodType>(id: string, description: string, value: V): V {
  return value.meta({ id, description });
}

export const hostName = kind(
  'host',
  'A host, a group, or one of its members: `bob-2`.',
  text('the name of a host', 64),
);
export const agentName = kind(
  'agent',
  'An agent, a group, or one of its members: `bob-2`.',
  text('the name of an agent or a group', 64),
);
export const coreHostName = kind('coreHost', 'A host of the core.', text('the name of a core host', 64));
export const linkName = kind(
  'link',
  'A link: `a>b` in one direction, `a<>b` in both.',
  reading(EXPECTED_LINK, '>', readLink),
);
export const domainName = kind('domain', 'A domain.', text('a domain such as example.com', 253));
export const user = kind('user', 'A SIP URI.', text('a SIP URI such as sip:bob@example.com', 256));
export const pushName = kind('push', 'The `name` of a push, or of a pull.', text('the name of a push', 64));
export const topicName = kind('topic', 'A shelf in the list of scenarios.', text('a topic', 64));
export const filePath = kind(
  'filePath',
  'The path of a file, from the scenario file.',
  text('the path of a file'),
);
export const fileName = kind('file', 'The name of a file.', text('a file name', 255));
export const messageName = kind(
  'message',
  'A message as people say it: `200 INVITE`.',
  reading(EXPECTED_MESSAGE, MESSAGE_PATTERN, readMessageName),
);

export const machineName = kind(
  'machine',
  'A state machine, as in the trace.',
  text('the name of a state machine such as inviteClient', 64),
);
export const timerName = kind('timer', 'A timer, as in the trace.', text('a timer such as timerB', 64));

/** What stands behind the hop of a step; the step is read as a whole. */
export const markedMessage = kind(
  'markedMessage',
  'A message, and what became of it: `200 INVITE (lost)`.',
  z.string({ error: `expected ${EXPECTED_STEP}` }),
);

export const agentKey = key('agentKey', 'An agent or a group.');
export const fileKey = key('fileKey', 'The name of a file.');
export const linkKey = key('linkKey', 'A link, or `default`.');
export const hopKey = key('hopKey', 'A hop: `bob -> core`.');
export const countedKey = key('countedKey', 'A message, or a message on a hop: `bob -> core: 200 INVITE`.');

function key(id: string, description: string) {
  return kind(id, description, z.string());
}
