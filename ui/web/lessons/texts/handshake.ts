import { oneLoss, pushIs, saidTwice } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 3261 §13, §15, §16.7, §17.

export const handshake: Lesson = {
  name: 'handshake',
  title: 'The three-way handshake',
  about: 'INVITE, its responses, ACK, and the BYE that ends it',
  steps: [
    {
      title: 'An invitation',
      text: [
        'Every session begins with an INVITE. It is unlike all other requests: its answer may take minutes, because a person may have to decide.',
        'The sender asks the core, not Bob: it does not know where he is.',
      ],
      clauses: ['RFC 3261 §13.1'],
      moment: { message: 'INVITE', from: 'sender', to: 'core', is: 'arrived' },
      question: {
        prompt: 'The INVITE is at the core. What does the core send first?',
        asks: { about: 'next message', by: 'core' },
        because:
          '100 Trying says: I have it, you can stop repeating. It is for this hop alone and is never passed on.',
      },
    },
    {
      title: 'It rings',
      text: [
        'Bob’s phone has the INVITE and lets him think. Meanwhile it says `180 Ringing`.',
        'All 1xx responses are *provisional*: they tell how things go and decide nothing. From the core on, this one is passed back to the sender.',
      ],
      clauses: ['RFC 3261 §13.2.2.1', 'RFC 3261 §21.1.2'],
      moment: { message: '180 INVITE', from: 'core', to: 'sender', is: 'arrived' },
      question: {
        prompt: 'Bob makes up his mind. What comes next?',
        asks: { about: 'next message' },
        because: 'A 2xx is *final*: Bob accepts, and his answer carries what he accepts, in SDP.',
      },
    },
    {
      title: 'Who says thank you?',
      text: [
        'Bob’s 200 arrives at the core. An INVITE wants three messages, not two: somebody has to acknowledge the 200.',
      ],
      clauses: ['RFC 3261 §13.2.2.4', 'RFC 3261 §16.7'],
      moment: { message: '200 INVITE', from: 'bob', to: 'core', is: 'arrived' },
      question: {
        prompt: 'What does the core do with the 200?',
        asks: { about: 'next message', by: 'core' },
        because:
          'It passes it on and keeps out of it. The ACK for a 2xx travels from end to end: only the caller can say that the caller knows.',
      },
    },
    {
      title: 'The third step',
      text: [
        'Now the sender knows that Bob accepts. Does Bob know that it knows? Until he does, he will send his 200 again and again.',
      ],
      clauses: ['RFC 3261 §13.3.1.4'],
      moment: { message: '200 INVITE', from: 'core', to: 'sender', is: 'arrived' },
      question: {
        prompt: 'Which CSeq will the ACK carry?',
        asks: {
          about: 'header',
          name: 'CSeq',
          of: { message: 'ACK', from: 'sender', to: 'core', is: 'sent' },
        },
        because:
          'The number of the INVITE that it acknowledges, with its own method. ACK is the only request besides CANCEL that takes no number of its own, and the only one that is never answered.',
      },
    },
    {
      title: 'The session stands',
      text: [
        'INVITE, 200, ACK: both sides know that both sides know. What was agreed now flows by MSRP, from sender to Bob directly; the core sees nothing of it.',
        'When all of it has arrived, there is one thing left to do.',
      ],
      clauses: ['RFC 3261 §12', 'RFC 3261 §15'],
      moment: { message: '200 SEND', from: 'bob', to: 'sender', nth: 3, is: 'arrived' },
      question: {
        prompt: 'The last chunk is answered. What comes next?',
        asks: { about: 'next message' },
        because:
          'BYE ends the session. It takes the way that the INVITE took, through the core, because the core asked for that by Record-Route.',
      },
    },
    {
      title: 'Two are enough',
      text: [
        'A BYE is an ordinary request: one answer, no ACK. Nobody has to think about it, so its answer comes at once, and whoever missed it simply asks again.',
      ],
      clauses: ['RFC 3261 §15.1.1', 'RFC 3261 §17.1.2'],
      moment: { message: '200 BYE', from: 'core', to: 'sender', is: 'arrived' },
    },
  ],
  challenge: {
    title: 'I heard you the first time',
    goal: [
      'Make Bob send his `200 OK` twice, although the first one arrived at the core. Drop a single message.',
    ],
    conditions: [
      oneLoss,
      saidTwice('Bob’s first 200 reaches the core, and he says it again', {
        message: '200 INVITE',
        from: 'bob',
        to: 'core',
      }),
      pushIs('delivered', 'The push is delivered all the same'),
    ],
    hints: [
      'Bob repeats his 200 until he hears something. What is he waiting for?',
      'Not the 200 itself must be lost, but what answers it. It passes two hops; either will do.',
      'Select an ACK and press D.',
    ],
    solution: () => [{ deed: 'drop', message: 'ACK', from: 'sender', to: 'core', nth: 1 }],
    because:
      'Bob could not tell a lost 200 from a lost ACK, so he did the one thing that mends both. Look at the ACK: it came again, as often as the 200 did.',
  },
};
