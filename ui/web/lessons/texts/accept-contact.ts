import { fileIs, oneChange, pushIs } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 3840; RFC 3841 §7.2; RFC 3261 §16.

export const acceptContact: Lesson = {
  name: 'accept-contact',
  title: 'Which device? Accept-Contact',
  about: 'How a core chooses among the devices of one user',
  steps: [
    {
      title: 'I can do this',
      text: [
        'Bob has three devices under one name: a `phone`, a `tablet` and a `kiosk`. Each registers its own contact, and says beside it what it can do.',
        'This is the phone’s: `+g.oma.lcsi.sip-push` means that it takes pushes.',
      ],
      clauses: ['RFC 3840 §6', 'RFC 3840 §9'],
      moment: { message: 'REGISTER', from: 'phone', to: 'core', is: 'arrived' },
    },
    {
      title: 'I cannot, and I do not say',
      text: [
        'The kiosk’s contact says `+g.oma.lcsi.sip-push="FALSE"`: no pushes, please. The tablet’s says nothing of pushes at all.',
        'To say no and to say nothing are two things, and the core will treat them as two.',
      ],
      clauses: ['RFC 3840 §6', 'RFC 3841 §7.2.4'],
      moment: { message: 'REGISTER', from: 'kiosk', to: 'core', is: 'arrived' },
    },
    {
      title: 'What the caller prefers',
      text: [
        'An INVITE for Bob, with `Accept-Contact: *;+g.oma.lcsi.sip-push`. It is a wish and not a command: without `require` it drops nobody.',
        'The core compares the wish with each contact. The score is the share of what was asked for that a contact says it has.',
      ],
      clauses: ['RFC 3841 §7.2.4', 'RFC 3841 §9.2'],
      moment: { message: 'INVITE', from: 'sender', to: 'core', is: 'arrived' },
      question: {
        prompt: 'Which device does the core try first?',
        asks: { about: 'first choice', node: 'core' },
        because:
          'Contacts are ordered by their own `q` first, then by score. Phone and tablet share a `q`, so the score decides between them; the kiosk’s `q` is lower.',
      },
    },
    {
      title: 'Busy',
      text: [
        'The phone is busy, and says so: `486 Busy Here`. The word is *Here*: other devices may still accept.',
      ],
      clauses: ['RFC 3261 §16.7', 'RFC 3261 §21.4.24'],
      moment: { message: '486 INVITE', from: 'phone', to: 'core', is: 'arrived' },
      question: {
        prompt: 'What does the core send next?',
        asks: { about: 'next message', by: 'core' },
        because:
          'A failure is acknowledged hop by hop, by whoever receives it; only the ACK for a 2xx travels from end to end. The sender hears nothing of this.',
      },
    },
    {
      title: 'The next best',
      text: [
        'The core holds the 486 back: it is the best response so far, but there are contacts that it has not tried.',
      ],
      clauses: ['RFC 3261 §16.7', 'RFC 3841 §7.2.4'],
      moment: { message: 'ACK', from: 'core', to: 'phone', is: 'sent' },
      question: {
        prompt: 'And now?',
        asks: { about: 'next message' },
        because: 'It goes down the list. Saying nothing of pushes scores nothing, yet it does not exclude.',
      },
    },
    {
      title: 'Found',
      text: [
        'The tablet accepts. Its 200 is final for the whole INVITE: nobody further down the list is asked.',
      ],
      clauses: ['RFC 3261 §16.7'],
      moment: { message: '200 INVITE', from: 'tablet', to: 'core', is: 'arrived' },
      question: {
        prompt: 'How many INVITEs does the kiosk get in the whole run?',
        asks: { about: 'how many', message: 'INVITE', from: 'core', to: 'kiosk' },
        because:
          'It was on the list, at its end, and its turn never came. With `require` in the wish it would have been dropped from the list at once.',
      },
    },
  ],
  challenge: {
    title: 'The last in line',
    goal: ['Get the file to the kiosk, with one change.'],
    conditions: [
      fileIs('completed', 'kiosk', 'The kiosk has the file'),
      pushIs('delivered', 'The push is delivered'),
      oneChange('One change'),
    ],
    hints: [
      'The phone is out already. Who else stands before the kiosk?',
      'The core can only try devices that it knows of, and only until one accepts.',
      'Select the tablet’s REGISTER, open ⋯ beside it, and drop *every* REGISTER.',
    ],
    solution: () => [{ deed: 'drop', message: 'REGISTER', from: 'tablet', to: 'core' }],
    because:
      'A device that says “no pushes” got one, since the caller only *preferred*. If that bothers you: this is what `require` is for.',
  },
};
