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

type Input = Parameters<typeof matchContacts>[0];

/** What both say, as text where they differ. */
function differences(asked: Input): unknown {
  const { outcome, order } = matchContacts(asked);
  const short = { outcome, order: order.map(({ contact, rank, score }) => [contact, rank, score]) };
  const naive = naiveMatch(asked);
  return JSON.stringify(short) === JSON.stringify(naive) ? undefined : { asked, short, naive };
}

it('agrees with a matcher written from the text alone, over random sets that shrink to the least that differs', () => {
  fc.assert(
    fc.property(input, (random) => {
      const contacts = random.contacts.map(([list, q], index) => contactOf(`u${index}`, list.join(';'), q));
      expect(differences({ ...random, contacts })).toBeUndefined();
    }),
    { numRuns: 10_000 },
  );
});

it('agrees with it over 200,000 more, dealt from random contacts and rules', () => {
  const seed = 3841;
  const dealt = {
    contacts: fc
      .sample(contact, { seed, numRuns: 3_000 })
      .map(([list, q]) => contactOf('u', list.join(';'), q)),
    rules: fc.sample(rule, { seed, numRuns: 3_000 }),
  };
  // A linear congruential generator (Numerical Recipes): quick, and the same each time.
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const some = <T>(pool: readonly T[], most: number): T[] =>
    Array.from({ length: below(most + 1) }, () => pool[below(pool.length)] as T);
  const methods = ['INVITE', 'a', 'SUBSCRIBE'];
  const events = [undefined, 'a', 'presence'];
  for (let n = 0; n < 200_000; n++) {
    const asked: Input = {
      contacts: some(dealt.contacts, 5).map((each, index) => ({ ...each, uri: `u${index}` })),
      acceptContact: some(dealt.rules, 3),
      rejectContact: some(dealt.rules, 2),
      method: methods[below(3)] ?? 'INVITE',
      event: events[below(3)],
    };
    const found = differences(asked);
    if (found !== undefined) expect(found).toBeUndefined();
  }
}, 600_000);
