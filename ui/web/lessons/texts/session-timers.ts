import { about, happened, oneChange } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 4028.

export const sessionTimers: Lesson = {
  name: 'session-timers',
  title: 'Session timers',
  about: 'How both sides notice that the other one is gone',
  steps: [
    {
      title: 'Until when?',
      text: [
        'A session may last for hours without a single SIP message. If one side crashes, nobody says BYE, and the other would wait for ever; so would each proxy that keeps state.',
        'So the INVITE proposes an interval: `Session-Expires: 90`. Whoever hears nothing for so long may consider the session dead.',
      ],
      clauses: ['RFC 4028 §4', 'RFC 4028 §7.1'],
      moment: { message: 'INVITE', from: 'core', to: 'bob', is: 'arrived' },
      question: {
        prompt: 'Which Session-Expires will Bob’s 200 carry?',
        asks: {
          about: 'header',
          name: 'Session-Expires',
          of: { message: '200 INVITE', from: 'bob', to: 'core', is: 'sent' },
        },
        because:
          'Bob may shorten the interval and must not lengthen it. `refresher` settles who keeps the session alive: `uac` is whoever sent the INVITE.',
      },
    },
    {
      title: 'Bob’s clock',
      text: [
        'Bob does not refresh, he watches. Should no refresh come, he ends the session: not when the interval is over, but a little before, so that his BYE still finds a session to end.',
        'How much before? The smaller one of 32 seconds and a third of the interval.',
      ],
      clauses: ['RFC 4028 §10'],
      moment: { message: '200 INVITE', from: 'bob', to: 'core', is: 'sent' },
      question: {
        prompt: 'The interval is 90 s. For how long does Bob wait?',
        asks: { about: 'how long', timer: 'sessionExpiry', node: 'bob' },
        because:
          'A third of 90 s is 30 s, which is less than 32 s. What remains of the interval is Bob’s patience.',
      },
    },
    {
      title: 'In half the time',
      text: ['The 200 arrives: the sender is the refresher, and sets its timer.'],
      clauses: ['RFC 4028 §7.2', 'RFC 4028 §10'],
      moment: { message: '200 INVITE', from: 'core', to: 'sender', is: 'arrived' },
      question: {
        prompt: 'After how long will it refresh?',
        asks: { about: 'how long', timer: 'sessionRefresh', node: 'sender' },
        because:
          'Half of the interval is recommended. A refresh that is lost can then be repeated many times before anybody gives up.',
      },
    },
    {
      title: 'Still here',
      text: ['The file was delivered long ago; both sides stayed. The sender’s refresh timer fires.'],
      clauses: ['RFC 4028 §7.4', 'RFC 3311 §5'],
      moment: { timer: 'sessionRefresh', node: 'sender', is: 'fired' },
      question: {
        prompt: 'What does it send?',
        asks: { about: 'next message', by: 'sender' },
        because:
          'An UPDATE without a description: it changes nothing and says “I am here”. A re-INVITE would do as well; it is merely more work.',
      },
    },
    {
      title: 'Both clocks begin anew',
      text: [
        'The answer to the UPDATE is back. It carries `Session-Expires` again, and from now on everything counts from here.',
      ],
      clauses: ['RFC 4028 §7.2', 'RFC 4028 §9'],
      moment: { message: '200 UPDATE', from: 'core', to: 'sender', is: 'arrived' },
      question: {
        prompt: 'How many UPDATEs will the sender send in the whole run?',
        asks: { about: 'how many', message: 'UPDATE', from: 'sender', to: 'core' },
        because:
          'One at half of each interval, as long as the session lasts. Then it ends by an ordinary BYE.',
      },
    },
    {
      title: 'A good end',
      text: [
        'The sender has stayed long enough and ends the session. Bob’s clock stops with it, and never fired.',
      ],
      clauses: ['RFC 3261 §15'],
      moment: { message: 'BYE', from: 'core', to: 'bob', is: 'arrived' },
    },
  ],
  challenge: {
    title: 'Is anybody there?',
    goal: [
      'Make Bob end the session of his own accord, because he hears nothing any more. One change is enough.',
    ],
    conditions: [
      happened('Bob’s session timer fires', { timer: 'sessionExpiry', node: 'bob', is: 'fired' }),
      happened('Bob sends the BYE', { message: 'BYE', from: 'bob', to: 'core', is: 'sent' }),
      oneChange('One change, about UPDATE', about('UPDATE')),
    ],
    hints: [
      'Bob’s timer starts anew with each refresh that reaches him.',
      'The sender repeats a lost UPDATE within half a second. One loss only delays it.',
      'Select an UPDATE, open ⋯ beside it, and drop *every* UPDATE.',
    ],
    solution: () => [{ deed: 'drop', message: 'UPDATE', from: 'sender', to: 'core' }],
    because:
      'The sender was alive and trying all along, and Bob was right to leave nevertheless: he can only judge by what he hears.',
  },
};
