import { describe, expect, it } from 'vitest';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { editYaml } from '../../ui/web/model/edit-rules.ts';
import { deedsFor, editFor } from '../../ui/web/model/fault-edit.ts';
import { createRunModel, type RunModel } from '../../ui/web/model/run-model.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { useSite } from './site.ts';

// A message's key says what it is, and chance is drawn by the key: what a fault doesn't touch is as it was, to the microsecond.

function run(name: string, faults: readonly string[] = [], sets: readonly string[] = []): RunModel {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults, sets }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return createRunModel(answer.run);
}

const name = 'lost-200-ok';
const jitter = ['network.links.default.jitter=30ms', 'network.links.default.loss=8%'];
const shaken = run(name, [], jitter);
const told = ({ arrows }: RunModel, upTo: number) =>
  arrows
    .slice(0, upTo)
    .map(({ key, sent, end, message }) => [
      key,
      sent.atUs,
      sent.seq,
      end?.atUs,
      message.raw,
      message.lost?.reason,
    ]);
const flight = ({ sent, end }: RunModel['arrows'][number]) =>
  end === undefined ? undefined : end.atUs - sent.atUs;

describe('a message that is dropped', () => {
  const targets = shaken.arrows.filter(
    ({ message }) => message.lost === undefined && message.transport === 'udp',
  );

  it.each(targets.map(({ index }) => index))('#%i leaves all messages before it as they were', (index) => {
    const target = shaken.arrows[index]!;
    expect(deedsFor(target)[0]).toBe('drop');
    const broken = run(name, [editYaml(editFor('drop', target, shaken.arrows))], jitter);
    expect(told(broken, index)).toEqual(told(shaken, index));
    expect(broken.arrows[index]).toMatchObject({ key: target.key, message: { lost: {} } });
    expect(broken.arrows[index]?.sent.atUs).toBe(target.sent.atUs);
  });

  it('leaves the draws of every other message as they were: how long it is under way, and whether it is lost', () => {
    const target = targets.find(({ message }) => message.summary === 'INVITE')!;
    const broken = run(name, [editYaml(editFor('drop', target, shaken.arrows))], jitter);
    const others = shaken.arrows.filter(
      ({ key, message }) => key !== target.key && message.transport === 'udp' && broken.arrowByKey.has(key),
    );
    expect(others.length).toBeGreaterThan(5);
    for (const one of others) {
      const now = broken.arrowByKey.get(one.key)!;
      expect([now.key, now.message.lost?.reason]).toEqual([one.key, one.message.lost?.reason]);
      if (one.message.lost === undefined) expect(flight(now)).toBe(flight(one));
    }
  });
});

describe('a message that goes by TCP', () => {
  const byTcp = [...jitter, 'network.links.default.transport=tcp', 'network.links[*].transport=tcp'];
  // One that has no rule for datagrams of its own.
  const scenario = 'figure-1';
  const whole = run(scenario, [], byTcp);
  const targets = whole.arrows.filter(({ message }) => message.transport === 'tcp');
  type Arrow = RunModel['arrows'][number];
  const pairOf = ({ message: { fromNode, toNode } }: Arrow) => [fromNode, toNode].sort().join('<>');
  const hopOf = ({ message: { fromNode, toNode } }: Arrow) => `${fromNode}>${toNode}`;
  const hops = [...new Set(whole.arrows.map(hopOf))].map((hop) =>
    whole.arrows.filter((one) => hopOf(one) === hop),
  );

  it('is SIP and MSRP, between all hosts', () => {
    expect(new Set(targets.map(({ message }) => message.protocol))).toEqual(new Set(['sip', 'msrp']));
    expect(new Set(targets.map(pairOf)).size).toBe(3);
  });

  it.each(['reset', 'stall', 'delay'] as const)(
    'leaves by its %s all before it as they were, and other hosts’ messages under way as long as they were',
    (deed) => {
      let compared = 0;
      for (const target of targets) {
        expect(deedsFor(target)).toContain(deed);
        const broken = run(scenario, [editYaml(editFor(deed, target, whole.arrows))], byTcp);
        expect(broken.data.unmatched).toEqual([]);
        expect(broken.data.fingerprint).not.toBe(whole.data.fingerprint);
        // What was still under way when the connection broke may have gone with it; it left as it did.
        const left = (model: RunModel) =>
          model.arrows
            .slice(0, target.index)
            .map(({ key, sent, message }) => [key, sent.atUs, sent.seq, message.raw]);
        expect(left(broken)).toEqual(left(whole));
        const over = whole.arrows.filter(({ end }) => end !== undefined && end.seq < target.sent.seq).length;
        const ends = ({ arrowByKey }: RunModel) =>
          whole.arrows.flatMap(({ key, end }) =>
            end !== undefined && end.seq < target.sent.seq ? [arrowByKey.get(key)?.end] : [],
          );
        expect(ends(broken)).toEqual(ends(whole));
        expect(ends(broken)).toHaveLength(over);
        // A segment draws by its place in its connection: as long as a hop carries the same messages, they take as long.
        for (const hop of hops.filter((one) => pairOf(one[0]!) !== pairOf(target))) {
          const [first] = hop;
          const now = broken.arrows.filter((one) => hopOf(one) === hopOf(first!));
          const same = hop.findIndex(({ key }, index) => now[index]?.key !== key);
          const shared = same < 0 ? hop.length : same;
          const took = (arrows: readonly Arrow[]) =>
            arrows.slice(0, shared).map((one) => [one.key, flight(one)]);
          expect(took(now)).toEqual(took(hop));
          compared += shared;
        }
      }
      expect(compared).toBeGreaterThan(targets.length * 8);
    },
  );
});

describe('on the page', () => {
  const site = useSite({ height: 1800 });
  const rows = () =>
    site.page.evaluate(() =>
      [...document.querySelectorAll('#grid [role="row"]')]
        .slice(1)
        .map((row) => row.textContent?.replace(/\s+/g, ' ')),
    );

  it('the rows above the message that is dropped are the same in both runs', async () => {
    await site.open('#v1&s=figure-1');
    const before = await rows();
    const at = before.findIndex(
      (text) => text?.includes('200 OK · SDP') && text.includes('Push Receiver Agent'),
    );
    expect(at).toBeGreaterThan(3);
    await site.open('#v1&s=figure-1&f=x:bob>core/200%20INVITE/1');
    const after = await rows();
    expect(after.slice(0, at)).toEqual(before.slice(0, at));
    expect(after[at]).not.toBe(before[at]);
    await site.page.click('.runs [role="tab"]:first-child');
    await site.page.waitForFunction(
      (count) => document.querySelectorAll('#grid [role="row"]').length === count + 1,
      before.length,
    );
    expect(await rows()).toEqual(before);
  });
});
