import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchContacts } from '../../../core/caller-preferences/match.ts';
import { acceptContact, rejectContact } from '../../../core/sip/header-table.ts';
import { contactOf } from './contacts.ts';
import { naiveMatch } from './naive.ts';

interface Vector {
  id: string;
  method: string;
  event: string | null;
  contacts: { uri: string; params: string; q: string }[];
  acceptContact: string[];
  rejectContact: string[];
  expect: {
    groups: { q: number; contacts: { uri: string; QaExact: string | null }[] }[];
    dropped: { uri: string; reason: string }[];
    scores: Record<string, string[] | 'immune'>;
    status: 480 | null | string;
  };
}

const { vectors, parseErrors } = JSON.parse(
  readFileSync(new URL('../../vectors/callerprefs/callerprefs.json', import.meta.url), 'utf8'),
) as { vectors: Vector[]; parseErrors: { header: string; valid: boolean }[] };

function outcomeOf({ status }: Vector['expect']) {
  if (status === null) return 'matched';
  return status === 480 ? 480 : 'restored';
}

function inputOf({ contacts, event, method, acceptContact, rejectContact }: Vector) {
  return {
    contacts: contacts.map(({ uri, params, q }) => contactOf(uri, params, q)),
    acceptContact,
    rejectContact,
    method,
    event: event ?? undefined,
  };
}

describe('RFC 3841 §7.2.5, RFC 4596 §3 and more', () => {
  for (const vector of vectors)
    it(vector.id, () => {
      const wanted = vector.expect;
      const result = matchContacts(inputOf(vector));
      expect(result.outcome).toBe(outcomeOf(wanted));
      expect(result.order.map(({ contact, q, score }) => [contact, Number(q), score])).toEqual(
        wanted.groups.flatMap(({ q, contacts }) =>
          contacts.map(({ uri, QaExact }) => [uri, q, QaExact ?? '0']),
        ),
      );
      expect(result.dropped).toEqual(
        wanted.dropped.map(({ uri, reason }) => ({ contact: uri, because: reason })),
      );
      for (const { contact, outcome, accept } of result.judgements) {
        const scores = wanted.scores[contact];
        if (scores === 'immune') expect(outcome).toBe('immune');
        else if (scores !== undefined) expect(accept.flatMap(({ score }) => score ?? [])).toEqual(scores);
      }
    });

  for (const vector of vectors)
    it(`${vector.id}, by the naive matcher`, () => {
      const { outcome, order } = matchContacts(inputOf(vector));
      expect(naiveMatch(inputOf(vector))).toEqual({
        outcome,
        order: order.map(({ contact, rank, score }) => [contact, rank, score]),
      });
    });
});

describe('the headers', () => {
  for (const { header, valid } of parseErrors)
    it(`${header} is ${valid ? 'read' : 'refused'}`, () => {
      const [name = '', value = ''] = header.split(/: /);
      const codec = name === 'j' || name === 'Reject-Contact' ? rejectContact : acceptContact;
      expect(value.split(', ').every((each) => codec.parse(each).ok)).toBe(valid);
    });
});
