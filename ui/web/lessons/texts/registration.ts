import { about, oneChange, pushIs } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 3261 §10, §16.5.

export const registration: Lesson = {
  name: 'registration',
  title: 'How a name finds a device',
  about: 'REGISTER, bindings, and why they must be refreshed',
  steps: [
    {
      title: 'A name is not an address',
      text: [
        'People push to `sip:bob@example.com`. That is a name: it says who Bob is, not where. RFC 3261 calls it an *address of record*.',
        'So Bob’s phone begins its day by telling the core where it is. Look at its `REGISTER`: `To` holds the name, `Contact` the address.',
      ],
      clauses: ['RFC 3261 §10.2'],
      moment: { message: 'REGISTER', from: 'bob', to: 'core', is: 'arrived' },
      question: {
        prompt: 'The REGISTER has reached the core. What comes next?',
        asks: { about: 'next message' },
        because:
          'A REGISTER is a plain request with a plain answer: no dialog, no ACK. The 200 lists every contact that is bound to the name now.',
      },
    },
    {
      title: 'A promise with an end',
      text: [
        'The core now holds a *binding*: this name, this contact, for so many seconds. The 200 says for how many, and that is the registrar’s decision, not Bob’s.',
        'A binding that is not refreshed disappears. That is how the core forgets phones that fell into the sea.',
      ],
      clauses: ['RFC 3261 §10.2.1.1', 'RFC 3261 §10.3'],
      moment: { message: '200 REGISTER', from: 'core', to: 'bob', is: 'arrived' },
      question: {
        prompt: 'Bob was granted 60 s. For how long does he set his refresh timer?',
        asks: { about: 'how long', timer: 'refresh', node: 'bob' },
        because:
          'Refreshing at the last moment would leave no time for a REGISTER that is lost. How early is a client’s own choice; this one takes half.',
      },
    },
    {
      title: 'The name is looked up',
      text: [
        'Somebody pushes to Bob. The INVITE reaches the core with the *name* in its first line, the Request-URI.',
        'The core is responsible for `example.com`, so it looks the name up and writes what it finds into the copy that it forwards.',
      ],
      clauses: ['RFC 3261 §16.5', 'RFC 3261 §16.6'],
      moment: { message: 'INVITE', from: 'sender', to: 'core', is: 'arrived' },
      question: {
        prompt: 'Which Request-URI will stand in the INVITE that the core sends to Bob?',
        asks: { about: 'target', of: { message: 'INVITE', from: 'core', to: 'bob', is: 'sent' } },
        because:
          'The Request-URI becomes the contact from the binding: this is the whole use of a registrar. `To` still holds the name; nobody ever rewrites that.',
      },
    },
    {
      title: 'In good time',
      text: [
        'Half of the time is over: Bob’s refresh timer fires, and he registers again. Same `Call-ID`, next `CSeq`; that is how the core knows a newer word from an older one that comes late.',
      ],
      clauses: ['RFC 3261 §10.2.4'],
      moment: { message: 'REGISTER', from: 'bob', to: 'core', nth: 2, is: 'sent' },
      question: {
        prompt: 'Which CSeq will the next refresh carry, the one after this?',
        asks: {
          about: 'header',
          name: 'CSeq',
          of: { message: 'REGISTER', from: 'bob', to: 'core', nth: 3, is: 'sent' },
        },
        because:
          'One more with each REGISTER of the same Call-ID. A lower number would be refused as old news.',
      },
    },
    {
      title: 'Leaving politely',
      text: [
        'Bob goes offline and says so: one more REGISTER, with `expires=0` at his contact. The core removes the binding at once instead of waiting for its end.',
      ],
      clauses: ['RFC 3261 §10.2.2'],
      moment: { message: 'REGISTER', from: 'bob', to: 'core', nth: 4, is: 'arrived' },
    },
    {
      title: 'Nobody there',
      text: [
        'Another push to the same name. The core says `100 Trying` to the INVITE, looks the name up as before, and finds no contact at all.',
      ],
      clauses: ['RFC 3261 §16.5', 'RFC 3261 §21.4.18'],
      moment: { message: '100 INVITE', from: 'core', to: 'sender', nth: 2, is: 'sent' },
      question: {
        prompt: 'What does the core send next?',
        asks: { about: 'next message', by: 'core' },
        because:
          '480 Temporarily Unavailable: Bob exists, he is just nowhere right now. For a name that nobody here knows it would have been 404.',
      },
    },
  ],
  challenge: {
    title: 'Lost before it began',
    goal: [
      'The first push succeeds. Make it fail, but keep your hands off the push itself: only REGISTERs may be touched.',
    ],
    conditions: [
      pushIs('failed', 'The first push fails'),
      oneChange('One change, and it is about REGISTER', about('REGISTER')),
    ],
    hints: [
      'A push finds Bob by his binding. What if there is none when the INVITE arrives?',
      'Losing one REGISTER is not enough: Bob repeats it after half a second (Timer E), well before the push.',
      'Select the first REGISTER, open ⋯ beside it, and drop *every* REGISTER.',
    ],
    solution: () => [{ deed: 'drop', message: 'REGISTER', from: 'bob', to: 'core' }],
    because:
      'No message of the push was harmed, and still it could not succeed. Much trouble with calls is trouble with registrations, half a minute earlier.',
  },
};
