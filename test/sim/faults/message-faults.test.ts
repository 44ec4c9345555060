import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../sim/faults/fault-rule.ts';
import { matchesSummary } from '../../../sim/faults/matching.ts';
import { duo, MS, ofType } from '../lab.ts';

describe('a pattern', () => {
  it.each([
    ['INVITE', 'INVITE', true],
    ['INVITE', '200 INVITE', false],
    ['200 INVITE', '200 INVITE', true],
    ['200 INVITE', '200 BYE', false],
    ['200', '200 BYE', true],
    ['1xx INVITE', '100 INVITE', true],
    ['1xx INVITE', '180 INVITE', true],
    ['1xx INVITE', '200 INVITE', false],
    ['4xx INVITE', '480 INVITE', true],
    ['7xx INVITE', '700 INVITE', false],
    ['1xx', 'INVITE', false],
    ['SEND', 'SEND 1-2048/4364', true],
    ['SEND 1-2048/4364', 'SEND 1-2048/4364', true],
    ['SEND 1-2048/4364', 'SEND', false],
    ['200 SEND', '200 SEND', true],
    ['SEND', 'SENDER', false],
    ['invite', 'INVITE', false],
    ['REPORT', 'REPORT', true],
  ])('%s fits %s: %s', (pattern, summary, fits) => {
    expect(matchesSummary(pattern, summary)).toBe(fits);
  });
});

/** Four INVITEs, each sent twice, 10 ms apart, and a BYE; what was heard of them, and when. */
function story(rule: FaultRule) {
  const lab = duo({ rules: [rule] });
  for (let n = 0; n < 8; n++) {
    lab.at(n * 10 * MS, () => lab.say('INVITE', { name: `INVITE ${n >> 1}`, transmission: n % 2 }));
  }
  lab.at(100 * MS, () => lab.say('BYE'));
  lab.world.run();
  const times = lab.heard.map((line) => Number.parseInt(line, 10));
  return { ...lab, times, matched: lab.world.network.faultReport()[0]!.matched };
}
const ALL = [20, 30, 40, 50, 60, 70, 80, 90, 120];
const without = (...gone: number[]) => ALL.filter((time) => !gone.includes(time));

describe('which messages a rule is about', () => {
  it.each<[string, object, number[], number]>([
    ['every one of its name', {}, [120], 8],
    ['the nth of its name on its hop, retransmissions counted', { nth: 4 }, without(50), 1],
    ['one transmission of each', { transmission: 1 }, without(30, 50, 70, 90), 4],
    ['the nth, if it is that transmission', { nth: 4, transmission: 0 }, ALL, 0],
    ['those sent between two instants', { between: [20 * MS, 50 * MS] }, without(40, 50, 60), 3],
    ['those from a host', { from: 'a' }, [120], 8],
    ['those from another host', { from: 'b' }, ALL, 0],
    ['those to a host', { from: 'a', to: 'b', nth: 1 }, without(20), 1],
  ])('%s', (_, matcher, times, matched) => {
    const lab = story({ fault: 'drop', message: 'INVITE', ...matcher });
    expect(lab.times).toEqual(times);
    expect(lab.matched).toBe(matched);
  });

  it('counts each hop for itself, and knows groups', () => {
    const lab = duo({ rules: [{ fault: 'drop', message: 'X', to: 'group', nth: 2 }] });
    const { network } = lab.world;
    const members = [1, 2].map((n) => network.addHost(`group.${n}`, { group: 'group' }));
    const heard: string[] = [];
    for (const host of members) host.bindDatagrams(5060, () => heard.push(host.name));
    for (let n = 0; n < 3; n++) {
      for (const { address } of members) {
        const label = {
          protocol: 'x',
          name: `${address} ${n}`,
          transmission: 0,
          transaction: '',
          summary: 'X',
        };
        lab.socket.send({ address, port: 5060 }, new Uint8Array(), label);
      }
    }
    lab.world.run();
    expect(heard).toEqual(['group.1', 'group.2', 'group.1', 'group.2']);
    expect(network.faultReport()).toEqual([{ rule: 1, fault: 'drop', matched: 2 }]);
  });
});

describe('a message fault', () => {
  it('drops, and the record names the rule', () => {
    const { records } = story({ fault: 'drop', message: 'BYE' });
    expect(ofType(records, 'message.dropped')).toMatchObject([
      { key: 'a>b/BYE/0', link: 'a>b', reason: 'fault 1' },
    ]);
  });

  it('delays', () => {
    const { times, records } = story({ fault: 'delay', message: 'INVITE', nth: 1, byUs: 35 * MS });
    expect(times).toEqual([30, 40, 50, 55, 60, 70, 80, 90, 120]);
    expect(ofType(records, 'message.delayed')).toMatchObject([{ id: 1, reason: 'fault 1', byUs: 35 * MS }]);
  });

  it('duplicates, at once or later', () => {
    expect(story({ fault: 'duplicate', message: 'BYE' }).times).toEqual([...ALL, 120]);
    const { times, records } = story({ fault: 'duplicate', message: 'BYE', byUs: 5 * MS });
    expect(times).toEqual([...ALL, 125]);
    expect(ofType(records, 'message.duplicated')).toMatchObject([{ reason: 'fault 1', byUs: 5 * MS }]);
  });

  it('reorders: the message waits for the next one', () => {
    const { heard } = story({ fault: 'reorder', message: 'INVITE', nth: 8 });
    expect(heard.slice(-2)).toEqual(['120 BYE', '120 INVITE']);
  });

  it('reorders every message of a name: each second one lets the one before it go', () => {
    const { times } = story({ fault: 'reorder', message: 'INVITE' });
    expect(times).toEqual([30, 30, 50, 50, 70, 70, 90, 90, 120]);
  });

  it('reorders: the message waits for one of a name', () => {
    const { heard, records } = story({ fault: 'reorder', message: 'INVITE', nth: 2, after: 'BYE' });
    expect(heard.slice(-2)).toEqual(['120 BYE', '120 INVITE']);
    expect(ofType(records, 'message.delayed')).toMatchObject([{ id: 2, reason: 'fault 1' }]);
  });

  it('reorders by a time, and for ever when what it waits for never comes', () => {
    expect(story({ fault: 'reorder', message: 'INVITE', nth: 8, after: 50 * MS }).times).toEqual([
      ...without(90),
      140,
    ]);
    expect(story({ fault: 'reorder', message: 'BYE', after: 'ACK' }).times).toEqual(without(120));
  });

  it('corrupts a copy, at drawn places, and says where', () => {
    const payload = new Uint8Array(1000);
    const lab = duo({ rules: [{ fault: 'corrupt', message: 'X', octets: 3 }] });
    let got = new Uint8Array();
    lab.world.network.host('b')!.bindDatagrams(9, (bytes) => {
      got = bytes.slice();
    });
    const label = { protocol: 'x', name: 'X', transmission: 0, transaction: '', summary: 'X' };
    lab.socket.send({ address: lab.b.address, port: 9 }, payload, label);
    lab.world.run();
    expect(payload.every((octet) => octet === 0)).toBe(true);
    const places = [...got.entries()].filter(([, octet]) => octet !== 0).map(([place]) => place);
    expect(places.length).toBe(3);
    const [fault] = ofType(lab.records, 'fault');
    expect(fault).toMatchObject({ rule: 1, fault: 'corrupt', on: 'a>b/X/0', cause: 0 });
    const said = fault!.detail!.replace('octets ', '').split(', ').map(Number);
    expect(said.sort((x, y) => x - y)).toEqual(places);
  });

  it('takes effect with others: the first drop is the last word, delays add up', () => {
    const lab = duo({
      rules: [
        { fault: 'delay', message: 'X', byUs: 10 * MS },
        { fault: 'delay', message: 'X', byUs: 5 * MS },
        { fault: 'duplicate', message: 'X', byUs: MS },
        { fault: 'drop', message: 'X', transmission: 1 },
        { fault: 'duplicate', message: 'X', transmission: 1 },
      ],
    });
    lab.say('X');
    lab.say('X', { transmission: 1 });
    lab.world.run();
    expect(lab.heard).toEqual(['35 X', '36 X']);
    expect(lab.world.network.faultReport().map(({ matched }) => matched)).toEqual([2, 2, 2, 1, 0]);
  });

  it('does not stall or reset what goes by UDP', () => {
    const { times, matched } = story({ fault: 'stall', message: 'INVITE', byUs: 1 });
    expect([times, matched]).toEqual([ALL, 0]);
  });

  it('is applied to the whole of a fragmented message', () => {
    const lab = duo({ rules: [{ fault: 'duplicate', message: 'X', byUs: MS }] });
    lab.say('X', { bytes: 5000 });
    lab.world.run();
    expect(ofType(lab.records, 'message.received').map(({ at }) => at / MS)).toEqual([20, 21]);
  });
});

describe('dropping one message', () => {
  const lossy = {
    latency: { kind: 'normal', mean: 20 * MS, sd: 4 * MS },
    jitter: { kind: 'exponential', mean: 2 * MS },
    duplicate: { share: 0.1 },
    reorder: { share: 0.1 },
  } as const;
  const bursty = {
    model: 'gilbert-elliott',
    goodUs: 300 * MS,
    badUs: 60 * MS,
    lossGood: 0.02,
    lossBad: 0.8,
  } as const;

  it.each([
    ['on a link that loses each for itself', { ...lossy, loss: 0.2 }],
    ['on a link that loses in bursts', { ...lossy, loss: bursty }],
  ])('leaves the draws of all others as they were, %s', (_, link) => {
    /** What became of each message, by its key: everything but numbers that count records. */
    function fates(rules: FaultRule[]): Map<string, string> {
      const lab = duo({ rules, link });
      for (let n = 0; n < 1000; n++)
        lab.at(n * 3 * MS, () => lab.say('X', { name: `m${n}`, bytes: n % 7 ? 100 : 3000 }));
      lab.world.run();
      const byKey = new Map<string, string>();
      for (const record of lab.records) {
        if (!('key' in record)) continue;
        const rest = { ...record, seq: 0, cause: 0, raw: '' };
        byKey.set(record.key, `${byKey.get(record.key) ?? ''}${JSON.stringify(rest)}\n`);
      }
      return byKey;
    }
    const before = fates([]);
    const all = [...before.values()].join('');
    for (const kind of ['dropped', 'duplicated', 'delayed']) expect(all).toContain(`message.${kind}`);
    for (const nth of [1, 400, 777]) {
      const after = fates([{ fault: 'drop', message: 'X', nth }]);
      const key = `a>b/m${nth - 1}/0`;
      expect(after.get(key)).toContain('fault 1');
      const changed = [...before.keys()].filter((other) => before.get(other) !== after.get(other));
      expect(changed).toEqual([key]);
      expect(after.size).toBe(before.size);
    }
  });

  it('leaves tokens and the draws of hosts as they were', () => {
    const lab = duo({ rules: [{ fault: 'drop', message: 'X' }] });
    const other = duo();
    lab.say('X');
    lab.world.run();
    expect(lab.a.chance.token('a/dialog 1/tag', 20)).toBe(other.a.chance.token('a/dialog 1/tag', 20));
  });
});
