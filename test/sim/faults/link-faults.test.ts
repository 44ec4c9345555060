import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../sim/faults/fault-rule.ts';
import { duo, label, MS, ofType } from '../lab.ts';

/** Sends a message every 10 ms from 0 to 90 ms; when each was heard, in ms. */
function story(rules: FaultRule[], link = {}) {
  const lab = duo({ rules, link });
  for (let n = 0; n < 10; n++) lab.at(n * 10 * MS, () => lab.say(`m${n}`));
  lab.world.run();
  return { ...lab, times: lab.heard.map(Number.parseFloat), report: lab.world.network.faultReport() };
}

const span = { fromUs: 20 * MS, untilUs: 50 * MS };
const ab = { a: 'a', b: 'b', both: false };

describe('a partition', () => {
  it('loses what is sent from its first instant to before its last', () => {
    const { times, records, report } = story([{ fault: 'partition', ...ab, ...span }]);
    expect(times).toEqual([20, 30, 70, 80, 90, 100, 110]);
    expect(ofType(records, 'message.dropped')).toMatchObject([
      { at: 20 * MS, reason: 'partition', link: 'a>b' },
      { at: 30 * MS },
      { at: 40 * MS },
    ]);
    expect(report).toEqual([{ rule: 1, fault: 'partition', matched: 3 }]);
  });

  it('is traced where it begins and where it ends', () => {
    const { records } = story([{ fault: 'partition', ...ab, both: true, ...span }]);
    expect(ofType(records, 'fault')).toMatchObject([
      { at: 20 * MS, rule: 1, fault: 'partition', on: 'a<>b', detail: 'begins' },
      { at: 50 * MS, rule: 1, fault: 'partition', on: 'a<>b', detail: 'ends' },
    ]);
  });

  it('without an end lasts', () => {
    expect(story([{ fault: 'partition', ...ab, fromUs: 20 * MS }]).times).toEqual([20, 30]);
  });

  it.each([
    [{ a: 'b', b: 'a', both: false }, 10],
    [{ a: 'b', b: 'a', both: true }, 7],
    [{ a: 'a', b: 'a', both: true }, 10],
  ])('%o lets %d of 10 through', (pair, count) => {
    expect(story([{ fault: 'partition', ...pair, ...span }]).times.length).toBe(count);
  });

  it('between groups holds for their members', () => {
    const lab = duo({ rules: [{ fault: 'partition', a: 'a', b: 'group', both: true, fromUs: 0 }] });
    const c = lab.world.network.addHost('group.1', { group: 'group' });
    const heard: string[] = [];
    c.bindDatagrams(5060, () => heard.push('c'));
    lab.socket.send({ address: c.address, port: 5060 }, new Uint8Array(), label('X'));
    lab.say('Y');
    lab.world.run();
    expect([heard, lab.heard]).toEqual([[], ['20 Y']]);
  });

  it('keeps no run alive', () => {
    const lab = duo({ rules: [{ fault: 'partition', ...ab, fromUs: 5000 * MS, untilUs: 6000 * MS }] });
    lab.say('X');
    expect(lab.world.run()).toEqual({ reason: 'idle', events: 1 });
    expect(lab.world.network.faultReport()[0]!.matched).toBe(0);
  });
});

describe('a hold', () => {
  it('keeps packets until its end, and then they arrive in order', () => {
    const { heard, records } = story([{ fault: 'hold', ...ab, ...span, untilUs: 75 * MS }]);
    expect(heard).toEqual([
      '20 m0',
      '30 m1',
      '75 m2',
      '75 m3',
      '75 m4',
      '75 m5',
      '80 m6',
      '90 m7',
      '100 m8',
      '110 m9',
    ]);
    expect(ofType(records, 'message.delayed')[0]).toMatchObject({ reason: 'hold', byUs: 35 * MS, id: 3 });
  });

  it('without an end loses them', () => {
    const { times, records } = story([{ fault: 'hold', ...ab, fromUs: 20 * MS }]);
    expect(times).toEqual([20, 30]);
    expect(ofType(records, 'message.dropped')[0]).toMatchObject({ reason: 'hold' });
  });
});

describe('other parameters for a time', () => {
  it('hold while it lasts', () => {
    const latency = { kind: 'constant', value: 5 * MS } as const;
    const { times, report } = story([{ fault: 'set', ...ab, ...span, parameters: { latency } }]);
    expect(times).toEqual([20, 25, 30, 35, 45, 70, 80, 90, 100, 110]);
    expect(report[0]!.matched).toBe(3);
  });

  it('lay one change over another, the later rule over the earlier', () => {
    const lab = duo({
      rules: [
        { fault: 'set', ...ab, fromUs: 0, parameters: { mtu: 1300, loss: 1 } },
        { fault: 'set', ...ab, fromUs: 10, untilUs: 20, parameters: { mtu: 1400 } },
      ],
    });
    const mtus: number[] = [];
    for (const us of [5, 15, 25]) lab.at(us, () => mtus.push(lab.a.mtuTo(lab.b.address)));
    lab.say('X');
    lab.world.run();
    expect(mtus).toEqual([1300, 1400, 1300]);
    expect(lab.heard).toEqual([]);
  });

  it('leave what is on the line, and the bursts of loss, as they are', () => {
    const rate = 8 * 100 * 100;
    const alone = duo({ link: { rate } });
    const changed = duo({
      link: { rate },
      rules: [{ fault: 'set', ...ab, ...span, parameters: { mtu: 9000 } }],
    });
    for (const lab of [alone, changed]) {
      for (let n = 0; n < 20; n++) lab.at(n * 3 * MS, () => lab.say(`m${n}`, { bytes: 72 }));
      lab.world.run();
    }
    expect(changed.heard).toEqual(alone.heard);
    expect(alone.heard.length).toBe(20);
  });

  it('carry what is on the line to the end at its new rate', () => {
    const lab = duo({
      link: { rate: 8 * 100 * 100 },
      rules: [{ fault: 'set', ...ab, fromUs: 5 * MS, parameters: { rate: 8 * 100 * 1000 } }],
    });
    lab.say('m0', { bytes: 72 });
    lab.say('m1', { bytes: 72 });
    lab.at(6 * MS, () => lab.say('m2', { bytes: 72 }));
    lab.world.run();
    expect(lab.heard.map(Number.parseFloat)).toEqual([30, 40, 41]);
  });
});

describe('a crash and a restart', () => {
  it('take a host, or each of a group, from the network and bring it back', () => {
    const { times, records, report } = story([
      { fault: 'crash', host: 'b', atUs: 45 * MS },
      { fault: 'restart', host: 'b', atUs: 95 * MS },
      { fault: 'restart', host: 'b', atUs: 96 * MS },
    ]);
    expect(times).toEqual([20, 30, 40, 100, 110]);
    expect(ofType(records, 'fault')).toMatchObject([
      { at: 45 * MS, rule: 1, fault: 'crash', on: 'b' },
      { at: 95 * MS, rule: 2, fault: 'restart', on: 'b' },
    ]);
    expect(report.map(({ matched }) => matched)).toEqual([1, 1, 0]);
    expect(ofType(records, 'message.dropped').map(({ reason }) => reason)).toEqual(
      Array(5).fill('host down'),
    );
  });

  it('keep a run alive', () => {
    const lab = duo({ rules: [{ fault: 'crash', host: 'b', atUs: 45 * MS }] });
    expect(lab.world.run()).toEqual({ reason: 'idle', events: 1 });
    expect(lab.world.kernel.nowUs).toBe(45 * MS);
  });

  it('are the cause of what they bring about', () => {
    const lab = duo({ rules: [{ fault: 'crash', host: 'a', atUs: 1 }] });
    lab.world.network.onCrash((host) => lab.world.trace.record({ type: 'note', node: host, text: 'gone' }));
    lab.world.run();
    expect(ofType(lab.records, 'note')).toMatchObject([{ node: 'a', cause: 0 }]);
  });
});
