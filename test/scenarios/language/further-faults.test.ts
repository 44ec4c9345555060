import { describe, expect, it } from 'vitest';
import { openScenario } from '../../../scenarios/lab/further-faults.ts';
import { type Loaded, loadScenario } from '../../../scenarios/lab/load.ts';
import { EVERYTHING, LOST_200, PAIR } from './scenarios.ts';

// A scenario that was read once and gets rules more is the one that `--set` makes of its text, in every part: also in what is refused.

const scenarios = { PAIR, LOST_200, EVERYTHING, broken: 'title: [' };

const good = [
  ['{ drop: INVITE }'],
  ['{ drop: "200 INVITE", from: "bob", to: "core", nth: 1 }', '{ delay: "BYE", by: 700ms }'],
  ['{ partition: "core<>bob", from: 1s, until: 2s }', '{ crash: "bob", at: 3s }'],
  ['{ stall: SEND, by: 1s }', '{ set: "core<>bob", loss: 30%, from: 0s }'],
  ['{ drop: &name ACK, from: bob }'],
];
const bad = [
  ['{ drop: 7 }'],
  ['{ dorp: INVITE }', '{ drop: INVITE, from: nobody }'],
  ['{ drop: SEND }'],
  ['{ drop: INVITE'],
  ['{ drop: INVITE } # ', '{ drop: ACK }'],
  ['{ drop: INVITE }, { drop: ACK }'],
  ['{ drop: *elsewhere }'],
  ['[[[[]]]]'],
  [''],
  Array.from({ length: 1001 }, () => '{ drop: ACK }'),
];

/** The long way. */
function bySets(text: string, rules: readonly string[], sets: readonly string[]): Loaded {
  const own = loadScenario(text, 'x.yaml', sets).scenario?.faults.length ?? 0;
  const further =
    own === 0 ? [`faults=[${rules.join(', ')}]`] : rules.map((rule, n) => `faults[${own + n}]=${rule}`);
  return loadScenario(text, 'x.yaml', [...sets, ...further]);
}

describe.each(Object.entries(scenarios))('%s with further faults', (_, text) => {
  it.each([...good, ...bad].map((rules) => [rules.join(' ').slice(0, 60), rules] as const))(
    '%s',
    (_, rules) => {
      for (const sets of [[], ['network.links.default.latency=45ms']]) {
        const open = openScenario(text, 'x.yaml', sets);
        expect(open.plain).toEqual(loadScenario(text, 'x.yaml', sets));
        const wanted = open.plain.scenario === undefined ? open.plain : bySets(text, rules, sets);
        expect(open.withFaults(rules)).toEqual(wanted);
        // The order of its parts stands in the trace.
        expect(JSON.stringify(open.withFaults(rules))).toBe(JSON.stringify(wanted));
      }
    },
  );
});

describe('what is added', () => {
  it.each(good)('is all that is read: the rest is the scenario that was there (%s)', (...rules) => {
    const open = openScenario(LOST_200, 'x.yaml');
    const { plain } = open;
    const { scenario } = open.withFaults(rules.filter((rule) => rule !== undefined));
    for (const part of ['network', 'core', 'senders', 'receivers', 'timeline', 'expect'] as const)
      expect(scenario?.[part]).toBe(plain.scenario?.[part]);
    expect(scenario?.faults.slice(0, 1)).toEqual(plain.scenario?.faults);
  });

  it('is forgotten the next time', () => {
    const open = openScenario(LOST_200, 'x.yaml');
    expect(open.withFaults(good[0]!).scenario?.faults).toHaveLength(2);
    expect(open.withFaults([])).toBe(open.plain);
    expect(open.withFaults(good[1]!).scenario?.faults.map(({ text }) => text)).toHaveLength(3);
  });
});
