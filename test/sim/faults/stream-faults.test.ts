import { describe, expect, it } from 'vitest';
import { FaultOnStream } from '../../../sim/faults/fault-on-stream.ts';
import type { FaultRule } from '../../../sim/faults/fault-rule.ts';
import type { LinkParameters } from '../../../sim/net/link-parameters.ts';
import type { Stream } from '../../../sim/net/types.ts';
import { duo, label, MS, ofType, S } from '../lab.ts';

const PORT = 2855;

/** A connection from `a` to `b`, opened at 0; a message on it every 50 ms from 100 to 550 ms. */
function story(rules: FaultRule[], link: Partial<LinkParameters> = {}, messages = 10) {
  const lab = duo({ rules, link });
  const log: string[] = [];
  const note = (text: string) => log.push(`${lab.world.kernel.nowUs / MS} ${text}`);
  lab.b.listen(PORT, () => ({
    received: (bytes) => note(new TextDecoder().decode(bytes)),
    closed: (reason) => note(`b ${reason}`),
  }));
  let stream: Stream | undefined;
  lab.at(0, () => {
    stream = lab.a.connect(
      { address: lab.b.address, port: PORT },
      { opened: () => note('open'), received: () => {}, closed: (reason) => note(`a ${reason}`) },
    );
  });
  for (let n = 0; n < messages; n++) {
    lab.at((100 + n * 50) * MS, () =>
      stream?.write(new TextEncoder().encode(`m${n}`), label('SEND', `m${n}`)),
    );
  }
  lab.world.run();
  return { ...lab, log, report: lab.world.network.faultReport() };
}

const ab = { a: 'a', b: 'b' };
/** When each of the ten arrives where nothing stands in its way. */
const plain = Array.from({ length: 10 }, (_, n) => `${120 + n * 50} m${n}`);

describe('streams between two hosts', () => {
  it('work where no fault is', () => {
    expect(story([]).log).toEqual(['40 open', ...plain]);
  });

  it('stall for a time, in order, and lose nothing', () => {
    const { log, report, records } = story([
      { fault: 'stall streams', ...ab, fromUs: 190 * MS, untilUs: 310 * MS },
    ]);
    expect(log).toEqual(['40 open', '120 m0', '170 m1', '310 m2', '310 m3', '320 m4', ...plain.slice(5)]);
    expect(report[0]!.matched).toBeGreaterThan(0);
    expect(ofType(records, 'fault').map(({ fault, detail }) => `${fault} ${detail}`)).toEqual([
      'stall begins',
      'stall ends',
    ]);
  });

  it('stall no datagrams', () => {
    const lab = duo({ rules: [{ fault: 'stall streams', ...ab, fromUs: 0 }] });
    lab.say('X');
    lab.world.run();
    expect(lab.heard).toEqual(['20 X']);
  });

  it('are reset at an instant, at both ends', () => {
    const { log, report, records } = story([{ fault: 'reset streams', a: 'b', b: 'a', atUs: 235 * MS }]);
    expect(log.filter((line) => line.endsWith('reset')).length).toBe(2);
    expect(log).toContain('220 m2');
    expect(log).not.toContain('270 m3');
    expect(report).toEqual([{ rule: 1, fault: 'reset streams', matched: 1 }]);
    expect(ofType(records, 'fault')).toMatchObject([{ rule: 1, fault: 'reset', on: 'b<>a', at: 235 * MS }]);
  });

  it('are refused for a time', () => {
    const { log, report } = story([{ fault: 'refuse streams', ...ab, fromUs: 0, untilUs: S }]);
    expect(log).toEqual(['40 a refused']);
    expect(report[0]!.matched).toBe(1);
  });

  it('lose nothing on a link that does', () => {
    const jitter = { kind: 'constant', value: 30 * MS } as const;
    const { log } = story([], { loss: 0.3, jitter, duplicate: { share: 0.2 }, reorder: { share: 0.2 } });
    const texts = log.map((line) => line.split(' ')[1]);
    expect(texts).toEqual(['open', ...plain.map((line) => line.split(' ')[1])]);
  });
});

describe('a fault of a message on a stream', () => {
  it.each(['delay', 'stall'] as const)('is a %s of it and of what is behind it', (fault) => {
    const { log, report } = story([{ fault, message: 'SEND', nth: 3, byUs: 70 * MS }]);
    expect(log).toEqual(['40 open', '120 m0', '170 m1', '290 m2', '290 m3', ...plain.slice(4)]);
    expect(report).toEqual([{ rule: 1, fault, matched: 1 }]);
  });

  it('is a reset of the connection instead', () => {
    const { log } = story([{ fault: 'reset', message: 'SEND', nth: 3 }]);
    expect(log.slice(0, 3)).toEqual(['40 open', '120 m0', '170 m1']);
    expect(log.slice(3).map((line) => line.split(' ')[2])).toEqual(['reset', 'reset']);
  });

  it.each(['drop', 'duplicate', 'reorder', 'corrupt'] as const)(
    'cannot be a %s: the run ends with an error that says so',
    (fault) => {
      const rules: FaultRule[] = [
        { fault: 'delay', message: 'BYE', byUs: 1 },
        { fault, message: 'SEND' },
      ];
      expect(() => story(rules)).toThrow(FaultOnStream);
      expect(() => story(rules)).toThrow(
        `a ${fault} of a message that goes by TCP: use stall, reset or refuse`,
      );
      try {
        story(rules);
      } catch (error) {
        expect((error as FaultOnStream).rule).toBe(2);
      }
    },
  );
});
