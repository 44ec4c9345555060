import { fileIs, oneChange, pushIs } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 4975 §5, §7.

export const chunksAndReports: Lesson = {
  name: 'chunks-and-reports',
  title: 'Chunks, answers and reports',
  about: 'How MSRP carries a message in pieces, and how one knows that it arrived',
  steps: [
    {
      title: 'A message in pieces',
      text: [
        'MSRP cuts a long message into *chunks*, a SEND each. All chunks of one message share a `Message-ID`; each says by `Byte-Range` which octets it brings.',
        'The sign at the very end of a chunk tells whether more will come: `+` there is more, `$` that was all, `#` given up.',
      ],
      clauses: ['RFC 4975 §5.1', 'RFC 4975 §7.1.1'],
      moment: { message: 'SEND', from: 'sender', to: 'bob', is: 'sent' },
      question: {
        prompt: 'The first chunk is on its way. What comes next?',
        asks: { about: 'next message' },
        because:
          'The sender does not wait for an answer between chunks. TCP keeps them in order and sets the pace.',
      },
    },
    {
      title: 'I have this piece',
      text: [
        'A chunk has come in, and Bob answers. This answer is for one SEND on one hop. It does not say that the file is whole, or even that it is wanted.',
      ],
      clauses: ['RFC 4975 §7.2'],
      moment: { message: 'SEND', from: 'sender', to: 'bob', is: 'arrived' },
      question: {
        prompt: 'How many 200 responses will Bob send to SENDs in the whole run?',
        asks: { about: 'how many', message: '200 SEND', from: 'bob', to: 'sender' },
        because: 'One for each chunk: each SEND is a transaction of its own.',
      },
    },
    {
      title: 'The last piece',
      text: [
        'The last chunk has arrived, and its answer is under way. But the first SEND also said `Success-Report: yes`: the sender wants to hear about the message, not only about its pieces.',
      ],
      clauses: ['RFC 4975 §7.1.2'],
      moment: { message: '200 SEND', from: 'bob', to: 'sender', nth: 2, is: 'sent' },
      question: {
        prompt: 'What does Bob send next?',
        asks: { about: 'next message', by: 'bob' },
        because:
          'A REPORT comes from the far end itself and speaks of the message as a whole. With relays in between, that would be worth a lot more than answers hop by hop.',
      },
    },
    {
      title: 'All of it',
      text: [
        'The REPORT names the message by its `Message-ID`, gives a `Status`, and says by `Byte-Range` what it is about.',
      ],
      clauses: ['RFC 4975 §7.1.2'],
      moment: { message: '200 SEND', from: 'bob', to: 'sender', nth: 2, is: 'arrived' },
      question: {
        prompt: 'Which Byte-Range does the REPORT give?',
        asks: {
          about: 'header',
          name: 'Byte-Range',
          of: { message: 'REPORT', from: 'bob', to: 'sender', is: 'sent' },
        },
        because:
          'From the first octet to the last, of all there are: one REPORT for both chunks. It is more than the picture’s own octets, because the picture travels in a message/cpim wrapping.',
      },
    },
    {
      title: 'No answer to an answer',
      text: [
        'The REPORT reaches the sender. In form it is a request, but it closes a subject rather than opening one.',
      ],
      clauses: ['RFC 4975 §7.1.2', 'RFC 4975 §7.2'],
      moment: { message: 'REPORT', from: 'bob', to: 'sender', is: 'arrived' },
      question: {
        prompt: 'What comes next?',
        asks: { about: 'next message' },
        because:
          'No response must ever be sent to a REPORT, or reports could go back and forth for ever. The sender has all that it wanted, and ends the session.',
      },
    },
  ],
  challenge: {
    title: 'Arrived, but who knows?',
    goal: [
      'Of SIP you may lose any one message: it is sent again. MSRP leaves that to TCP, and when the connection breaks, what was under way is gone for good. So here a single loss is enough.',
      'Bob gets the whole file, and yet the sender has to call its push failed. Bring that about with one change.',
    ],
    conditions: [
      fileIs('completed', 'bob', 'Bob has the whole file'),
      pushIs('failed', 'The sender’s push fails'),
      oneChange('One change'),
    ],
    hints: [
      'The sender believes what it is told. What tells it that all is well?',
      'It must happen after the last chunk has arrived at Bob, and before the word of it is back.',
      'Select the REPORT and press D: its connection is reset.',
    ],
    solution: () => [{ deed: 'reset', message: 'REPORT', from: 'bob', to: 'sender', nth: 1 }],
    because:
      'A lost report looks just like a lost file. No protocol can spare you this: whoever speaks last never knows whether it was heard. So a good sender asks before it sends again.',
  },
};
