import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchContacts } from '../../../core/caller-preferences/match.ts';
import { contactOf } from './contacts.ts';
import { naiveMatch } from './naive.ts';

const value = fc.constantFrom(
  'a',
  'b',
  '!a',
  '!b',
  'A',
  '<a>',
  '#=1',
  '#>=1',
  '#<=2',
  '#1:3',
  '#=5',
  '#6:7',
  '!#1:3',
  '#2:1',
  '!#2:1',
  'TRUE',
);
const features = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom('audio', 'video', 'class', '+sip.audio', '+audio', '+x', 'METHODS', 'q2'),
      fc.array(value, { maxLength: 3 }),
    )
    // A string stands alone in its list (RFC 3840 §9).
    .map(([name, values]): [string, string] => {
      const string = values.find((one) => one.startsWith('<'));
      const list = string ?? values.join(',');
      return [name, list === '' ? name : `${name}="${list}"`];
    }),
  { maxLength: 4, selector: ([name]) => name.replace('+sip.', '') },
);
const texts = features.map((list) => list.map(([, text]) => text));
const rule = fc
  .tuple(texts, fc.subarray(['require', 'explicit']))
  .map(([list, flags]) => ['*', ...list, ...flags].join(';'));
const contact = fc.tuple(texts, fc.constantFrom('1.0', '0.5', '0.50', undefined));
const input = fc.record({
  contacts: fc.array(contact, { maxLength: 5 }),
  acceptContact: fc.array(rule, { maxLength: 3 }),
  rejectContact: fc.array(rule, { maxLength: 2 }),
  method: fc.constantFrom('INVITE', 'a', 'SUBSCRIBE'),
  event: fc.constantFrom(undefined, 'a', 'presence'),
});

it('agrees with a matcher written from the text alone, over 100,000 random sets', () => {
  fc.assert(
    fc.property(input, (random) => {
      const contacts = random.contacts.map(([list, q], index) => contactOf(`u${index}`, list.join(';'), q));
      const asked = { ...random, contacts };
      const { outcome, order } = matchContacts(asked);
      const short = { outcome, order: order.map(({ contact, rank }) => [contact, rank]) };
      const naive = naiveMatch(asked);
      if (JSON.stringify(short) !== JSON.stringify(naive)) expect(short).toEqual(naive);
    }),
    { numRuns: 100_000 },
  );
});
