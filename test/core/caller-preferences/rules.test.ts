import { describe, expect, it } from 'vitest';
import { featureTexts } from '../../../core/caller-preferences/feature-set.ts';
import { overlap, parseFeatureValues } from '../../../core/caller-preferences/feature-value.ts';
import { matchContacts } from '../../../core/caller-preferences/match.ts';
import { parseDisposition } from '../../../core/caller-preferences/request-disposition.ts';
import { contactOf } from './contacts.ts';

/** The URIs that remain, in order, for an INVITE. */
function order(contacts: Record<string, string>, acceptContact: string[], rejectContact: string[] = []) {
  const input = Object.entries(contacts).map(([uri, params]) => contactOf(uri, params));
  const { outcome, order } = matchContacts({
    contacts: input,
    acceptContact,
    rejectContact,
    method: 'INVITE',
  });
  return { outcome, order: order.map(({ contact, score }) => `${contact} ${score}`) };
}

describe('require and explicit (RFC 3841 §5.2, Figure 1)', () => {
  const contacts = { other: 'class="personal"', silent: 'video', full: 'class="business"', none: '' };
  for (const [flags, expected] of [
    ['', ['full 1', 'none 1', 'other 0', 'silent 0']],
    [';explicit', ['full 1', 'none 1', 'other 0', 'silent 0']],
    [';require', ['full 1', 'none 1', 'silent 0']],
    [';require;explicit', ['full 1', 'none 1']],
  ] as const)
    it(`class="business"${flags}`, () => {
      expect(order(contacts, [`*;class="business"${flags}`]).order).toEqual(expected);
    });

  it('explicit without require makes a partial score 0', () => {
    expect(order({ half: 'audio' }, ['*;audio;video']).order).toEqual(['half 1/2']);
    expect(order({ half: 'audio' }, ['*;audio;video;explicit']).order).toEqual(['half 0']);
  });

  it('Reject-Contact tells of each value what the contact says, and what came of it', () => {
    const { judgements } = matchContacts({
      contacts: [contactOf('a', 'audio;video="FALSE"'), contactOf('none', '')],
      acceptContact: [],
      rejectContact: ['*;audio;video', '*;audio'],
      method: 'INVITE',
    });
    expect(judgements.map(({ outcome, reject }) => [outcome, reject])).toEqual([
      [
        'dropped',
        [
          {
            predicate: '*;audio;video',
            terms: { 'sip.audio': 'matched', 'sip.video': 'not matched' },
            matched: false,
          },
          { predicate: '*;audio', terms: { 'sip.audio': 'matched' }, matched: true },
        ],
      ],
      ['immune', []],
    ]);
  });

  it('only an empty set of explicit preferences is 480; nobody at all is 480 too', () => {
    expect(order({ a: 'audio' }, ['*;video;require;explicit']).outcome).toBe(480);
    expect(order({}, []).outcome).toBe(480);
    expect(order({ a: 'methods="MESSAGE"' }, [])).toEqual({ outcome: 'restored', order: ['a 0'] });
  });
});

describe('feature values', () => {
  for (const [one, other, goTogether] of [
    ['a', 'A', true],
    ['a', 'b', false],
    ['a,b', 'c,B', true],
    ['!a', 'a', false],
    ['!a', 'b', true],
    ['!a', '!b', true],
    ['!a', '!a', true],
    ['!a', 'a,b', true],
    ['<Red>', '<Red>', true],
    ['<Red>', '<red>', false],
    ['<red>', 'red', false],
    ['#=5', '#=5.0', true],
    ['#=+5', '#5:6', true],
    ['#>=5', '#=5', true],
    ['#>=5', '#<=5', true],
    ['#>=5.01', '#<=5', false],
    ['#-4:5.125', '#=-4', true],
    ['#-4:5.125', '#=5.13', false],
    ['#1:2,#8:9', '#3:4,#8.5:20', true],
    ['#1:2,#8:9', '#3:4,#10:20', false],
    ['#=5', '5', false],
    ['!#1:5', '#2:3', false],
    ['!#1:5', '#2:6', true],
    ['!#1:5', 'x', true],
    ['#5:1', '#2:3', false],
    ['#5:1', '#5:1', false],
    ['!#5:1', '#2:3', true],
    ['TRUE', 'true', true],
    ['TRUE', 'FALSE', false],
    ['text/plain', 'TEXT/plain', true],
  ] as const)
    it(`${one} and ${other} ${goTogether ? 'match' : 'do not'}`, () => {
      const [a, b] = [parseFeatureValues(one), parseFeatureValues(other)];
      expect([overlap(a, b), overlap(b, a)]).toEqual([goTogether, goTogether]);
    });

  it('numbers are exact', () => {
    const just = parseFeatureValues(`#=0.${'0'.repeat(40)}1`);
    expect(overlap(just, parseFeatureValues('#=0'))).toBe(false);
    expect(overlap(just, parseFeatureValues('#>=0'))).toBe(true);
  });
});

describe('feature names', () => {
  it('are base tags and those with a plus, in any case', () => {
    const { params } = contactOf('u', 'Audio;q=0.5;expires=60;languages="en";+SIP.Message="TRUE";+a\'b!c');
    expect(featureTexts(params)).toEqual(['Audio', '+SIP.Message="TRUE"', "+a'b!c"]);
    expect(order({ a: '+sip.message' }, ['*;+SIP.MESSAGE="true";require;explicit']).order).toEqual(['a 1']);
  });

  it('sip.audio is the same tag with and without its short form', () => {
    expect(order({ a: 'audio' }, ['*;+sip.audio;require;explicit']).order).toEqual(['a 1']);
    expect(order({ a: 'audio;+sip.audio="FALSE"' }, ['*;audio;require;explicit']).order).toEqual(['a 1']);
    expect(order({ a: '+sip.audio;+audio' }, ['*;+audio;require;explicit']).order).toEqual(['a 1']);
    expect(order({ a: 'audio;+audio' }, ['*;+audio;require;explicit']).outcome).toBe(480);
    expect(order({ a: '+audio' }, ['*;audio;require;explicit']).outcome).toBe(480);
  });
});

describe('where the RFC is silent', () => {
  it('a value without a feature asks for nothing', () => {
    expect(order({ a: 'audio' }, ['*;require;explicit', '*;languages="en"'], ['*']).order).toEqual(['a 1']);
  });

  it('a value that cannot be read is passed over and told of', () => {
    const result = matchContacts({
      contacts: [contactOf('a', 'audio')],
      acceptContact: ['+g.oma.lcsi.sip-push', '*;audio'],
      rejectContact: [],
      method: 'INVITE',
    });
    expect(result).toMatchObject({ outcome: 'matched', malformed: ['Accept-Contact #1: "*" expected'] });
  });

  it("the change request's form without a star counts in its dialect", () => {
    const contacts = [contactOf('push', '+g.oma.lcsi.sip-push'), contactOf('phone', 'audio')];
    const input = { contacts, acceptContact: ['+g.oma.lcsi.sip-push'], rejectContact: [], method: 'INVITE' };
    expect(
      matchContacts({ ...input, dialect: 'change-request' }).order.map(({ contact }) => contact),
    ).toEqual(['push', 'phone']);
    expect(matchContacts(input).order.map(({ rank }) => rank)).toEqual([1, 1]);
  });

  it('q is exact, and 1.0 where it is absent or no qvalue', () => {
    const contacts = ['0.3', '0.30', '0.301', undefined, '7'].map((q, index) => contactOf(`${index}`, '', q));
    const { order } = matchContacts({ contacts, acceptContact: [], rejectContact: [], method: 'INVITE' });
    expect(order.map(({ contact, rank, q }) => [contact, rank, q])).toEqual([
      ['3', 1, '1.0'],
      ['4', 1, '1.0'],
      ['2', 2, '0.301'],
      ['0', 3, '0.3'],
      ['1', 3, '0.30'],
    ]);
  });
});

it('Request-Disposition (RFC 3841 §9.1)', () => {
  expect(parseDisposition(['no-fork', 'Sequential', 'what', 'fork'])).toEqual({
    fork: false,
    parallel: false,
  });
});

it('long hostile lists take linear time', () => {
  const list = (make: (n: number) => string) => Array.from({ length: 20_000 }, (_, n) => make(n)).join(',');
  const params = `methods="${list((n) => `M${n}`)}";+n="${list((n) => `#=${n}`)}";+m="${list((n) => `!#${n}:${n + 1}`)}"`;
  const rule = `*;methods="${list((n) => `R${n}`)}";+n="${list((n) => `#=-${n + 1}`)}";+m="${list((n) => `#=${n}.5`)}"`;
  expect(order({ a: params }, [rule]).order).toEqual(['a 0']);
  const many = Array.from({ length: 5000 }, (_, n) => `+t${n}`).join(';');
  expect(order({ a: many }, [`*;${many}`]).order).toEqual(['a 1']);
});
