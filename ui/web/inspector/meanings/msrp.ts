import type { Meanings } from './meaning.ts';

/** Headers of MSRP, of the content that a SEND carries, and of CPIM around it. */
export const msrpMeanings: Meanings = {
  'To-Path': ['RFC 4975 §7.1', 'Where the message goes: the URIs of the way there, the next one first.'],
  'From-Path': ['RFC 4975 §7.1', 'Where it came from; a response goes to its first URI.'],
  'Message-ID': [
    'RFC 4975 §7.1',
    'One name for the whole message: all of its chunks and its reports carry it.',
  ],
  'Byte-Range': [
    'RFC 4975 §7.1.1',
    'Which octets of the whole this chunk holds: first-last/total; a * is not known yet.',
  ],
  'Success-Report': [
    'RFC 4975 §7.1.2',
    'Whether the receiver is to send a REPORT once the whole message has arrived.',
  ],
  'Failure-Report': [
    'RFC 4975 §7.1.2',
    'Whether responses are wanted: yes, only of failures (partial), or none at all.',
  ],
  Status: [
    'RFC 4975 §7.1.3',
    'In a REPORT: what became of the message; 000, then a status as of a response.',
  ],
  'Use-Path': ['RFC 4976 §5.1', 'The relay’s URI that is to be used from now on.'],
  Expires: ['RFC 4976 §5.1', 'For how many seconds a relay keeps an authorization.'],
  'Min-Expires': ['RFC 4976 §5.1', 'The shortest time that a relay grants.'],
  'Max-Expires': ['RFC 4976 §5.1', 'The longest time that a relay grants.'],
  'Use-Nickname': ['RFC 7701 §7', 'The name by which its sender wants to be known in a chat.'],
  'WWW-Authenticate': ['RFC 4976 §5.1', 'A relay’s challenge.'],
  Authorization: ['RFC 4976 §5.1', 'The answer to a relay’s challenge.'],
  'Authentication-Info': ['RFC 4976 §5.1', 'The relay’s own proof.'],
  'Content-ID': ['RFC 2045 §7', 'The name of the content.'],
  'Content-Description': ['RFC 2045 §8', 'What the content is, for people.'],
  'Content-Disposition': [
    'RFC 2183 §2',
    'What to do with the content: show it or keep it; its name and its size.',
  ],
  'Content-Length': ['RFC 3862 §2', 'How many octets the wrapped content has.'],
  'Content-Type': ['RFC 4975 §7.1', 'What kind of content the message carries; the last header before it.'],
  From: ['RFC 3862 §3.1', 'Who wrote the wrapped message.'],
  To: ['RFC 3862 §3.2', 'For whom the wrapped message is.'],
  cc: ['RFC 3862 §3.3', 'Who else gets it.'],
  DateTime: ['RFC 3862 §3.4', 'When the wrapped message was written.'],
  Subject: ['RFC 3862 §3.5', 'What the wrapped message is about.'],
  NS: ['RFC 3862 §3.6', 'Headers of another name space follow.'],
  Require: ['RFC 3862 §3.7', 'Headers that its reader must understand.'],
};
