import { describe, expect, it } from 'vitest';
import { ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 4975 §8.6 and §10.6 in whole runs: what a receiver named in a=accept-types is what it takes by MSRP.

const stored = (result: Run, what: string) =>
  ofType(result, 'store').filter((record) => record.what === what && record.node === 'bob');

describe('a SEND of a type that the answer does not name', () => {
  const takesAll = 'accept-types: ["*"]';
  const refused = run(story({ sender: 'misbehave: [other-type]', bob: takesAll }));

  it('is refused by 415, though its receiver takes anything inside message/cpim', () => {
    expect(sent(refused, '200 INVITE', 'bob>core')[0]?.raw).toMatch(
      /a=accept-types:message\/cpim\r\na=accept-wrapped-types:\*\r\n/,
    );
    expect(sent(refused, '415 SEND', 'bob>sender')).not.toEqual([]);
    expect(sent(refused, '200 SEND', 'bob>sender')).toEqual([]);
  });

  it('is no file: nothing is stored, the push failed, and the session ends', () => {
    expect(stored(refused, 'file')).toEqual([]);
    expect(stored(refused, 'transfer').map(({ value }) => value)).toMatchObject([{ outcome: 'aborted' }]);
    expect(outcomes(refused)).toEqual(['failed']);
    expect(sent(refused, '200 BYE', 'bob>core')).toHaveLength(1);
  });
});
