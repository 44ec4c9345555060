import { oneLoss, pushIs, saidTwice } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 3261 §9, §13.2.2.4, §15, §17.2.1.

export const cancel: Lesson = {
  name: 'cancel',
  title: 'CANCEL, and the race it can lose',
  about: 'Taking an invitation back, in time and too late',
  steps: [
    {
      title: 'Never mind',
      text: [
        'Carol’s phone rings, and the sender changes its mind. A BYE would be wrong: there is no session yet. It sends CANCEL.',
        'The CANCEL copies its INVITE’s Request-URI, `Call-ID`, `From`, `To` and topmost `Via`. It must be clear which request is meant.',
      ],
      clauses: ['RFC 3261 §9.1'],
      moment: { message: '180 INVITE', from: 'core', to: 'sender', is: 'arrived' },
      question: {
        prompt: 'Which CSeq will the CANCEL carry?',
        asks: {
          about: 'header',
          name: 'CSeq',
          of: { message: 'CANCEL', from: 'sender', to: 'core', is: 'sent' },
        },
        because:
          'The number of the INVITE that it cancels, with the method CANCEL. Same number, same request.',
      },
    },
    {
      title: 'Heard',
      text: [
        'The CANCEL is at the core. It is a request of its own, with a transaction of its own, and it is answered on this hop.',
      ],
      clauses: ['RFC 3261 §9.2', 'RFC 3261 §16.10'],
      moment: { message: 'CANCEL', from: 'sender', to: 'core', is: 'arrived' },
      question: {
        prompt: 'What does the core send first?',
        asks: { about: 'next message', by: 'core' },
        because:
          'This 200 says “I heard your CANCEL”, and nothing of what became of the INVITE. The core cancels its own INVITE in turn.',
      },
    },
    {
      title: 'Two answers',
      text: [
        'Carol’s phone gets the CANCEL and answers it, at once. There is still the INVITE, though, that has been waiting for a final response all this time.',
      ],
      clauses: ['RFC 3261 §9.2'],
      moment: { message: '200 CANCEL', from: 'carol', to: 'core', is: 'sent' },
      question: {
        prompt: 'What does Carol’s phone send next?',
        asks: { about: 'next message', by: 'carol' },
        because:
          '487 Request Terminated answers the INVITE. Two requests, two final responses: every INVITE gets one, even one that is taken back.',
      },
    },
    {
      title: 'Step by step',
      text: ['The 487 has reached the core.'],
      clauses: ['RFC 3261 §17.1.1.3'],
      moment: { message: '487 INVITE', from: 'carol', to: 'core', is: 'arrived' },
      question: {
        prompt: 'What does the core send first?',
        asks: { about: 'next message', by: 'core' },
        because:
          'An INVITE’s failure is acknowledged on each hop. Carol’s phone can rest; the sender’s turn comes next.',
      },
    },
    {
      title: 'A crossing',
      text: [
        'Another push, to Dave, and this time it is close. Dave has accepted: his 200 is under way. At that moment the sender, which cannot know, sends its CANCEL. They pass each other in flight.',
        'Look at the ladder: the two arrows cross.',
      ],
      clauses: ['RFC 3261 §9.1'],
      moment: { message: '200 INVITE', from: 'core', to: 'sender', is: 'arrived' },
      question: {
        prompt:
          'The 200 has reached the sender, which does not want the session any more. What does it send?',
        asks: { about: 'next message', by: 'sender' },
        because:
          'CANCEL has no effect on an INVITE that has its final response. The 200 won, a session stands, and each 200 must be acknowledged, wanted or not.',
      },
    },
    {
      title: 'Nothing else for it',
      text: ['The sender is now in a session that it did not want. It was polite enough to acknowledge it.'],
      clauses: ['RFC 3261 §15'],
      moment: { message: 'ACK', from: 'sender', to: 'core', nth: 2, is: 'sent' },
      question: {
        prompt: 'And then?',
        asks: { about: 'next message', by: 'sender' },
        because:
          'A session is ended by BYE. Who cancels must always be ready for this: CANCEL is a request, and not an eraser.',
      },
    },
  ],
  challenge: {
    title: 'Still terminated',
    goal: ['Make Carol’s phone send its `487` twice, although the first one arrived. Drop a single message.'],
    conditions: [
      oneLoss,
      saidTwice('Carol’s first 487 reaches the core, and she says it again', {
        message: '487 INVITE',
        from: 'carol',
        to: 'core',
      }),
      pushIs('cancelled', 'The push to Carol is cancelled all the same'),
    ],
    hints: [
      'The 487 waits for something, and repeats itself by Timer G until it comes.',
      'Who acknowledges the 487 to Carol’s phone? Not the sender.',
      'Select the ACK from the core to Carol and press D.',
    ],
    solution: () => [{ deed: 'drop', message: 'ACK', from: 'core', to: 'carol', nth: 1 }],
    because:
      'On this hop the core is the client, so the ACK that was missing was the core’s own. The sender, one hop further, noticed nothing at all.',
  },
};
