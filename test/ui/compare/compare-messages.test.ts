import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMessages } from '../../../ui/views/compare/compare-messages.ts';
import { shown } from '../../../ui/views/compare/difference.ts';
import type { MessageRow } from '../../../ui/views/ladder-model.ts';

function message(key: string, ms: number, more: Partial<MessageRow> = {}): MessageRow {
  const [link = '', call = '', summary = '', , transmission = '0'] = key.split('/');
  const [fromNode = '', toNode = ''] = link.split('>');
  return {
    kind: 'message',
    seq: ms,
    atUs: ms * 1_000,
    id: ms,
    key,
    transaction: call,
    transmission: Number(transmission),
    from: 0,
    to: 1,
    fromNode,
    toNode,
    transport: 'udp',
    protocol: 'sip',
    summary,
    raw: `${summary}\r\n\r\n`,
    arrivedUs: (ms + 20) * 1_000,
    arrivedSeq: ms + 1,
    delays: [],
    ...more,
  };
}

const key = (name: string, transmission = 0, call = 'c') => `a>b/${call}/${name}/1/${transmission}`;
const kinds = (a: readonly MessageRow[], b: readonly MessageRow[]) =>
  compareMessages(a, b).differences.map((one) => `${one.kind} ${shown(one).key} ${one.movedUs / 1000}`);

describe('two runs, message by message', () => {
  it('equal ones are no difference', () => {
    const run = [message(key('INVITE'), 0), message(key('ACK'), 50)];
    const { counts, same } = compareMessages(
      run,
      run.map((one) => ({ ...one })),
    );
    expect([counts.total, same]).toEqual([0, 2]);
  });

  it.each([
    ['lost', 0, { lost: { atUs: 5_000, reason: 'loss', link: 'a>b' } }],
    ['late', 50, { delays: [{ reason: 'fault 1', byUs: 50_000 }], arrivedUs: 70_000 }],
    ['duplicated', 0, { duplicated: { reason: 'fault 1' } }],
    ['corrupted', 0, { corrupted: true }],
  ] as const)('one that is %s in B alone, or in A alone, has another fate', (_, ms, more) => {
    const [plain, other] = [message(key('BYE'), 0), message(key('BYE'), 0, more)];
    expect(kinds([plain], [other])).toEqual([`fate ${key('BYE')} ${ms}`]);
    expect(kinds([other], [plain])).toEqual([`fate ${key('BYE')} ${ms === 0 ? 0 : -ms}`]);
    expect(kinds([other], [other])).toEqual([]);
  });

  it('lost for two reasons is two fates; one that did not arrive before the end another', () => {
    const lost = (reason: string) => message(key('BYE'), 0, { lost: { atUs: 0, reason, link: 'a>b' } });
    expect(kinds([lost('loss')], [lost('queue')])).toEqual([`fate ${key('BYE')} 0`]);
    const { arrivedUs: _, ...under } = message(key('BYE'), 0);
    expect(kinds([message(key('BYE'), 0)], [under])).toEqual([`fate ${key('BYE')} 0`]);
  });

  it('sent later, or sent at once and arrived later, it moved by that much', () => {
    expect(kinds([message(key('BYE'), 10)], [message(key('BYE'), 510)])).toEqual([`moved ${key('BYE')} 500`]);
    const slower = message(key('BYE'), 10, { arrivedUs: 33_000 });
    expect(kinds([message(key('BYE'), 10)], [slower])).toEqual([`moved ${key('BYE')} 3`]);
    expect(kinds([slower], [message(key('BYE'), 10)])).toEqual([`moved ${key('BYE')} -3`]);
  });

  it('with other octets at the same time, its text changed; text that is not UTF-8 too', () => {
    const other = (raw: MessageRow['raw']) => [message(key('BYE'), 10, { raw })];
    expect(kinds(other('BYE\r\n\r\n'), other('BYE\r\nX: 1\r\n\r\n'))).toEqual([`changed ${key('BYE')} 0`]);
    expect(kinds(other({ base64: 'AA==' }), other({ base64: 'AB==' }))).toEqual([`changed ${key('BYE')} 0`]);
    expect(kinds(other({ base64: 'AA==' }), other({ base64: 'AA==' }))).toEqual([]);
  });

  it('what one run alone has stands in the order of time', () => {
    const a = [message(key('INVITE'), 0), message(key('BYE'), 100), message(key('INVITE', 1), 500)];
    const b = [message(key('INVITE'), 0), message(key('CANCEL'), 50), message(key('BYE'), 700)];
    expect(kinds(a, b)).toEqual([
      `only b ${key('CANCEL')} 0`,
      `only a ${key('INVITE', 1)} 0`,
      `moved ${key('BYE')} 600`,
    ]);
  });

  it('leftovers go together by link, name and transmission, in order', () => {
    const a = ['x', 'y'].map((call, at) => message(key('INVITE', 0, call), at * 100));
    const b = ['p', 'q', 'r'].map((call, at) => message(key('INVITE', 0, call), at * 100));
    const { differences, twinOfA, twinOfB, counts } = compareMessages(a, b);
    expect(counts).toMatchObject({ total: 1, onlyB: 1 });
    expect(differences[0]?.b?.key).toBe(key('INVITE', 0, 'r'));
    expect(twinOfA.get(key('INVITE', 0, 'y'))?.key).toBe(key('INVITE', 0, 'q'));
    expect(twinOfB.get(key('INVITE', 0, 'p'))?.key).toBe(key('INVITE', 0, 'x'));
    // A retransmission is no twin of a first transmission, nor a message of another link.
    expect(compareMessages([message(key('INVITE', 1, 'x'), 0)], [b[0]!]).counts).toMatchObject({
      onlyA: 1,
      onlyB: 1,
    });
    expect(compareMessages([message('b>a/x/INVITE/1/0', 0)], [b[0]!]).counts).toMatchObject({
      onlyA: 1,
      onlyB: 1,
    });
  });

  it('a key that a trace has twice goes with its first, then with its second', () => {
    const twice = [message(key('BYE'), 0), message(key('BYE'), 100)];
    expect(
      kinds(
        twice,
        twice.map((one) => ({ ...one })),
      ),
    ).toEqual([]);
    expect(kinds(twice, twice.slice(0, 1))).toEqual([`only a ${key('BYE')} 0`]);
  });

  it('counts what it lists, and is the same seen from the other side', () => {
    const run = fc
      .uniqueArray(fc.tuple(fc.nat(30), fc.nat(2), fc.nat(40), fc.boolean()), { selector: ([name]) => name })
      .map((all) =>
        all
          .map(([name, transmission, ms, lost]) =>
            message(
              key(`M${name}`, transmission),
              ms,
              lost ? { lost: { atUs: 0, reason: 'loss', link: '' } } : {},
            ),
          )
          .sort((one, other) => one.atUs - other.atUs),
      );
    fc.assert(
      fc.property(run, run, (a, b) => {
        const [there, back] = [compareMessages(a, b), compareMessages(b, a)];
        const { total, onlyA, onlyB, moved, changed, fate } = there.counts;
        expect(onlyA + onlyB + moved + changed + fate).toBe(total);
        expect(there.same + total - onlyA).toBe(b.length);
        expect(there.same + total - onlyB).toBe(a.length);
        expect(back.counts).toEqual({ ...there.counts, onlyA: onlyB, onlyB: onlyA });
        for (const [at, one] of there.differences.entries()) {
          if (one.a !== undefined) expect(there.atA.get(one.a.key)).toBe(at);
          if (one.b !== undefined) expect(there.atB.get(one.b.key)).toBe(at);
          if (at > 0) expect(shown(one).atUs).toBeGreaterThanOrEqual(shown(there.differences[at - 1]!).atUs);
        }
      }),
    );
  });

  it('holds for a hundred thousand messages, all of them different', () => {
    const run = (by: number, call: string) =>
      Array.from({ length: 100_000 }, (_, at) => message(key(`M${at % 7}`, 0, `${call}${at}`), at + by));
    const { counts } = compareMessages(run(0, 'x'), run(1, 'y'));
    expect(counts).toMatchObject({ total: 100_000, moved: 100_000 });
    expect(compareMessages(run(0, 'x'), run(3, 'x')).counts.moved).toBe(100_000);
  });
});
