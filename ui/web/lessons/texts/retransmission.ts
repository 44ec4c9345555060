import { about, happened, oneChange, pushIs } from '../attempt.ts';
import type { Lesson } from '../lesson.ts';

// RFC 3261 §17.1.1.2.

export const retransmission: Lesson = {
  name: 'retransmission',
  title: 'Silence, and Timers A and B',
  about: 'How SIP survives a network that loses messages',
  steps: [
    {
      title: 'Into the void',
      text: [
        'SIP often travels by UDP, and UDP promises nothing. Here the core sends an INVITE to Bob, and it dies on the way.',
        'Nobody tells the core. All that it will ever notice is that no answer comes.',
      ],
      clauses: ['RFC 3261 §17.1.1.2'],
      moment: { message: 'INVITE', from: 'core', to: 'bob', is: 'lost' },
      question: {
        prompt: 'With the INVITE the core set Timers A, B and C. Which timer fires first?',
        asks: { about: 'next timer', node: 'core' },
        because:
          'Timer A says “try again”, Timer B says “give up”. A starts at T1, half a second; B waits 64 times as long. C is the proxy’s own, for a phone that rings and rings.',
      },
    },
    {
      title: 'Meanwhile, at the sender',
      text: [
        'The sender sent an INVITE by UDP as well, and set a Timer A and a Timer B of its own. Then the core’s `100 Trying` arrived.',
        'A provisional response ends the repeating: the sender’s Timer A is cleared. Whether to try again on the *next* hop is the core’s business alone.',
      ],
      clauses: ['RFC 3261 §17.1.1.2', 'RFC 3261 §16.2'],
      moment: { message: '100 INVITE', from: 'core', to: 'sender', is: 'arrived' },
      question: {
        prompt: 'How many INVITEs will the sender send in the whole run?',
        asks: { about: 'how many', message: 'INVITE', from: 'sender', to: 'core' },
        because:
          'One that was answered is enough. Each hop looks after itself: losses beyond the core cost the sender patience, but no messages.',
      },
    },
    {
      title: 'Try again',
      text: ['Half a second of silence, and Timer A fires at the core.'],
      clauses: ['RFC 3261 §17.1.1.2'],
      moment: { timer: 'timerA', node: 'core', is: 'fired' },
      question: {
        prompt: 'What comes next?',
        asks: { about: 'next message' },
        because:
          'The very same INVITE, octet for octet, with the same branch: so Bob, had he got both, would know that it is one request and not two.',
      },
    },
    {
      title: 'Twice as patient',
      text: [
        'The second INVITE is lost too. If the network is crowded, shouting faster would only make it worse. So the core waits longer each time.',
      ],
      clauses: ['RFC 3261 §17.1.1.2'],
      moment: { message: 'INVITE', from: 'core', to: 'bob', nth: 2, is: 'lost' },
      question: {
        prompt: 'For how long is Timer A set now?',
        asks: { about: 'how long', timer: 'timerA', node: 'core' },
        because:
          'It doubles with each firing: T1, 2·T1, 4·T1 and so on. For an INVITE nothing stops the doubling but Timer B.',
      },
    },
    {
      title: 'Through at last',
      text: [
        'The fourth INVITE gets through. Bob knows nothing of the three before it: to him the world is in order.',
      ],
      clauses: ['RFC 3261 §17.2.1'],
      moment: { message: 'INVITE', from: 'core', to: 'bob', is: 'arrived' },
      question: {
        prompt: 'What comes next?',
        asks: { about: 'next message' },
        because: 'Bob answers as if nothing had happened. For him, nothing has.',
      },
    },
    {
      title: 'Both timers rest',
      text: [
        'The 200 reaches the core, and Timer B is cleared without ever having fired. From here on the run is the same as without any loss; only later.',
        'That is the bargain: losses turn into *time*. The question is how much of it somebody has.',
      ],
      clauses: ['RFC 3261 §17.1.1.2', 'RFC 6026 §7.2'],
      moment: { timer: 'timerB', node: 'core', is: 'cleared' },
    },
  ],
  challenge: {
    title: 'Enough is enough',
    goal: [
      'Three losses did not stop this push, and no single loss more will: whichever SIP message you drop, it is sent again. Try it.',
      'Then make the push fail with one change, so that the core gives up by Timer B.',
    ],
    conditions: [
      oneChange('One change: INVITEs are dropped', (edit) => edit.deed === 'drop' && about('INVITE')(edit)),
      happened('Timer B fires at the core', { timer: 'timerB', node: 'core', is: 'fired' }),
      pushIs('failed', 'The push fails'),
    ],
    hints: [
      'Timer B fires only if *no* INVITE is ever answered. Dropping one more is not enough: what would Timer A do?',
      'A change can be about one message, or about all that are like it.',
      'Select an INVITE from the core to Bob, open ⋯ beside it, and drop *every* INVITE.',
    ],
    solution: () => [{ deed: 'drop', message: 'INVITE', from: 'core', to: 'bob' }],
    because:
      'Seven INVITEs in 32 seconds, and then `408 Request Timeout` for the sender. Count the gaps on the ladder: each is twice the one before.',
  },
};
