import { fileIs, happened, nothingLost, pushIs } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 3264 §5, §6; RFC 5547 §8; RFC 4975 §8.

export const offerAndAnswer: Lesson = {
  name: 'offer-and-answer',
  title: 'Offer and answer',
  about: 'How two sides agree, by SDP, on what will flow',
  steps: [
    {
      title: 'The offer',
      text: [
        'The INVITE carries a *session description*. Each `m=` line offers one stream; here there are two, a letter and a picture, each with a `file-selector` that says exactly which file is meant.',
        'To the core all of this is cargo: it forwards the body and does not read it.',
      ],
      clauses: ['RFC 3264 §5', 'RFC 5547 §6'],
      moment: { message: 'INVITE', from: 'core', to: 'bob', is: 'sent' },
      question: {
        prompt: 'Which direction does the offer give the picture’s line?',
        asks: {
          about: 'direction',
          media: 2,
          of: { message: 'INVITE', from: 'core', to: 'bob', is: 'sent' },
        },
        because:
          'A description is always written from its author’s point of view. The sender will only send, and asks for nothing in return.',
      },
    },
    {
      title: 'Saying no to a part',
      text: [
        'Bob takes pictures, but no texts. He does not have to refuse the whole invitation for that: each stream is accepted or declined by itself.',
        'Yet he may not simply leave the letter’s line out. The answer has as many `m=` lines as the offer, in the same order, or nobody could tell which answers which.',
      ],
      clauses: ['RFC 3264 §6', 'RFC 5547 §8.3'],
      moment: { message: 'INVITE', from: 'core', to: 'bob', is: 'arrived' },
      question: {
        prompt: 'Which port will Bob’s answer give the letter’s line?',
        asks: {
          about: 'port',
          media: 1,
          of: { message: '200 INVITE', from: 'bob', to: 'core', is: 'sent' },
        },
        because:
          'Port 0 declines a stream. The line stays, as a tombstone, and keeps the others in their places.',
      },
    },
    {
      title: 'Saying yes, mirrored',
      text: [
        'The second line of the answer is the picture’s, and it has a real port: Bob wants it. He repeats the `file-selector` and the `file-transfer-id`, so that there is no doubt what he agreed to.',
      ],
      clauses: ['RFC 3264 §6.1', 'RFC 5547 §8.3.1'],
      moment: { message: '200 INVITE', from: 'bob', to: 'core', is: 'sent' },
      question: {
        prompt: 'And which direction does Bob give the picture’s line?',
        asks: {
          about: 'direction',
          media: 2,
          of: { message: '200 INVITE', from: 'bob', to: 'core', is: 'sent' },
        },
        because: 'What one only sends, the other only receives. The same stream, seen from the other end.',
      },
    },
    {
      title: 'Agreed',
      text: [
        'Offer in the INVITE, answer in its 200: the agreement is complete when the 200 arrives. The ACK carries no description; there is nothing left to say.',
      ],
      clauses: ['RFC 3264 §4', 'RFC 4975 §5.4'],
      moment: { message: 'ACK', from: 'core', to: 'bob', is: 'arrived' },
      question: {
        prompt: 'What comes next?',
        asks: { about: 'next message' },
        because:
          'The sender opened a connection to the port in the answer, and what was agreed flows. It need not pass the core: the addresses stand in the descriptions.',
      },
    },
    {
      title: 'Only what was agreed',
      text: [
        'The picture has arrived, checked against the hash that its `file-selector` promised. Of the letter no octet was ever sent.',
      ],
      clauses: ['RFC 5547 §8.3.1'],
      moment: { message: '200 BYE', from: 'core', to: 'sender', is: 'arrived' },
    },
  ],
  challenge: {
    title: 'Agreed, and yet',
    goal: [
      'An agreement is not a delivery. Let offer, answer and ACK go through as they did, lose no SIP message at all, and still keep the picture from arriving.',
    ],
    conditions: [
      happened('Bob’s 200 reaches the sender', {
        message: '200 INVITE',
        from: 'core',
        to: 'sender',
        is: 'arrived',
      }),
      nothingLost('No SIP message is lost', 'sip'),
      fileIs('failed', 'bob', 'Bob does not get the picture'),
      pushIs('failed', 'The sender knows that it failed'),
    ],
    hints: [
      'SIP only agrees. On what road does the picture itself travel?',
      'MSRP goes by TCP, which loses nothing while it stands. So it must not stand.',
      'Select the first SEND and press D: its connection is reset.',
    ],
    solution: () => [{ deed: 'reset', message: 'SEND', from: 'sender', to: 'bob', nth: 1 }],
    because:
      'The signalling was flawless from INVITE to BYE, and the file is gone. Whoever looks at SIP alone would call this a good session.',
  },
};
