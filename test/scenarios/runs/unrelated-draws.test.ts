import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { breaches } from './invariants.ts';
import { outcomes, type Run, run, sent } from './lab.ts';

const models = {
  'random loss': '8%',
  'bursty loss': '{ gilbert-elliott: { good: 900ms, bad: 250ms, loss-good: 2%, loss-bad: 90% } }',
};

/** Two senders push to two receivers at the same time, over one core and links that lose, delay and double. */
function twoPushes(loss: string, faults = '[]', more = ''): string {
  return `title: Two pushes that have nothing to do with one another
network:
  links:
    default: { transport: udp, latency: 20ms, jitter: 15ms, loss: ${loss}, duplicate: 5%, reorder: 5% }
core: { kind: sip, domain: example.com }
agents:
  anna: { role: push-sender, uri: sip:anna@senders.example.net, success-report: yes }
  bert: { role: push-sender, uri: sip:bert@senders.example.net, success-report: yes }
  carol: { role: push-receiver, uri: sip:carol@example.com, features: [+g.oma.lcsi.sip-push] }
  dave: { role: push-receiver, uri: sip:dave@example.com, features: [+g.oma.lcsi.sip-push] }
${more}timeline:
  - { at: 0s, do: register, by: carol }
  - { at: 0s, do: register, by: dave }
  - { at: 10s, do: push, by: anna, to: sip:carol@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 9000 }] }
  - { at: 10s, do: push, by: bert, to: sip:dave@example.com, files: [{ name: b.jpg, type: image/jpeg, size: 9000 }] }
faults: ${faults}
`;
}

/** All that became of the messages between some hosts, but for what numbers them: when, under which key, by which draw. */
function fates({ records }: Run, hosts: readonly string[]): string[] {
  const keys = new Set<string>();
  return records.flatMap((record: TraceRecord) => {
    if (!('key' in record)) return [];
    if (record.type === 'message.sent' && hosts.some((host) => record.from === host || record.to === host))
      keys.add(record.key);
    if (!keys.has(record.key)) return [];
    const { type, at, key } = record;
    const more = 'reason' in record ? [record.reason, record.draw ?? '', record.byUs ?? ''] : [];
    return [[type, at, key, ...more].join(' ')];
  });
}

describe.each(Object.entries(models))('on links with %s', (_, loss) => {
  const undisturbed = run(twoPushes(loss));

  it('both pushes come through, and chance is at work on them', () => {
    expect(outcomes(undisturbed)).toEqual(['delivered', 'delivered']);
    expect(breaches(undisturbed.records)).toEqual([]);
    const decided = fates(undisturbed, ['bert', 'dave']).filter((line) =>
      /^message\.(dropped|delayed|duplicated) /.test(line),
    );
    expect(decided.length).toBeGreaterThan(0);
  });

  it.each([
    '{ drop: INVITE, from: anna, nth: 1 }',
    '{ drop: 200 INVITE, from: carol, nth: 1 }',
    '{ drop: 200 INVITE, to: anna, nth: 1 }',
    '{ drop: ACK, from: anna, nth: 1 }',
    '{ drop: BYE, from: anna, nth: 1 }',
    '{ drop: 100 INVITE, to: anna, nth: 1 }',
  ])('%s leaves every message of the other push as it was', (fault) => {
    const disturbed = run(twoPushes(loss, `[${fault}]`));
    expect(disturbed.unmatchedFaults).toEqual([]);
    expect(fates(disturbed, ['anna', 'carol'])).not.toEqual(fates(undisturbed, ['anna', 'carol']));
    expect(fates(disturbed, ['bert', 'dave'])).toEqual(fates(undisturbed, ['bert', 'dave']));
  });

  it('a host more leaves every message of both as it was', () => {
    const crowded = run(twoPushes(loss, '[]', '  eve: { role: push-receiver, uri: sip:eve@example.com }\n'));
    const all = ['anna', 'bert', 'carol', 'dave'];
    expect(fates(crowded, all)).toEqual(fates(undisturbed, all));
  });

  it('the messages of a disturbed push keep their names: the first transmission of each is called as before', () => {
    const disturbed = run(twoPushes(loss, '[{ drop: 200 INVITE, from: carol, nth: 1 }]'));
    const first = (result: Run) =>
      new Set(
        sent(result, 'INVITE')
          .filter(({ transmission }) => transmission === 0)
          .map(({ key }) => key),
      );
    expect(first(disturbed)).toEqual(first(undisturbed));
  });
});
