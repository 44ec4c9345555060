import { describe, expect, it } from 'vitest';
import { EVERYTHING, errorsOf, LOST_200, PAIR, scenarioOf } from './scenarios.ts';

describe('--set', () => {
  it.each([
    ['network.links.default.loss=5%', (s: ReturnType<typeof scenarioOf>) => s.network.default.loss, 0.05],
    ['agents.bob.count=3', (s: ReturnType<typeof scenarioOf>) => s.receivers[0]?.count, 3],
    ['timeline[1].at=2s', (s: ReturnType<typeof scenarioOf>) => s.timeline[1]?.atUs, 2_000_000],
    ['timeline.1.at=2s', (s: ReturnType<typeof scenarioOf>) => s.timeline[1]?.atUs, 2_000_000],
    ['seed=007', (s: ReturnType<typeof scenarioOf>) => s.seed, '007'],
    ['title=a=b', (s: ReturnType<typeof scenarioOf>) => s.title, 'a=b'],
    ['limits.events=7', (s: ReturnType<typeof scenarioOf>) => s.limits.events, 7],
    [
      'network.links.core>bob.mtu=1280',
      (s: ReturnType<typeof scenarioOf>) => s.network.links[0]?.parameters.mtu,
      1280,
    ],
    ['network.links["core<>bob"].mtu=1280', (s: ReturnType<typeof scenarioOf>) => s.network.links.length, 2],
    ['faults[1]={ drop: ACK }', (s: ReturnType<typeof scenarioOf>) => s.faults[1]?.text, 'drop ACK'],
    ['faults=[]', (s: ReturnType<typeof scenarioOf>) => s.faults.length, 0],
    [
      'agents.bob.features=[audio, video]',
      (s: ReturnType<typeof scenarioOf>) => s.receivers[0]?.features.length,
      2,
    ],
  ])('%s', (argument, read, value) => expect(read(scenarioOf(LOST_200, argument))).toBe(value));

  it('changes each member by [*], and nothing where there is none', () => {
    const links = 'network.links={ default: { loss: 1% }, "core<>bob": { loss: 2% }, "sender>core": {} }';
    const each = scenarioOf(PAIR, links, 'network.links[*].latency=45ms');
    const all = [each.network.default, ...each.network.links.map(({ parameters }) => parameters)];
    expect(all).toHaveLength(4);
    expect(all.map(({ latency }) => latency)).toEqual(all.map(() => ({ kind: 'constant', value: 45_000 })));
    expect(each.network.links.map(({ parameters }) => parameters.loss)).toEqual([0.02, 0.02, 0.01]);
    expect(scenarioOf(PAIR, 'timeline[*].at=2s').timeline.map(({ atUs }) => atUs)).toEqual(
      scenarioOf(PAIR).timeline.map(() => 2_000_000),
    );
    expect(scenarioOf(PAIR, 'faults[*].nth=1').faults).toEqual(scenarioOf(PAIR).faults);
  });

  it('makes its changes in their order', () => {
    expect(scenarioOf(PAIR, 'seed=1', 'seed=2').seed).toBe('2');
    expect(
      scenarioOf(PAIR, 'timeline=[]', 'timeline[0]={ at: 1s, do: register, by: bob }').timeline,
    ).toHaveLength(1);
  });

  it('leaves what it does not name as it was', () => {
    expect({ ...scenarioOf(EVERYTHING, 'title=Other'), title: 'Everything' }).toEqual(scenarioOf(EVERYTHING));
  });

  it.each([
    ['nonsense', '--set nonsense:1:1: expected path=value, such as network.links.default.loss=5%'],
    ['=1', '--set =1:1:1: expected path=value, such as network.links.default.loss=5%'],
    ['a..b=1', '--set a..b=1:1:1: expected a path such as agents.bob.count or timeline[1].at, not "a..b"'],
    ['seed=', '--set seed=:1:6: expected a value after ='],
    ['seed=[1', '--set seed=[1:1:6: expected a value such as 5%, not "[1"'],
    [
      'agents.bob.cuont=3',
      /^--set agents\.bob\.cuont=3:1:18: unknown key "cuont" .*\(did you mean "count"\?\)$/,
    ],
    ['agents.bob.count=x', '--set agents.bob.count=x:1:18: expected a whole number from 1 to 1000000'],
    [
      'timeline[7].at=1s',
      '--set timeline[7].at=1s:1:1: "timeline" is a list of 2: expected an index from 0 to 2, not "7"',
    ],
    ['title.x=1', '--set title.x=1:1:1: "title" is neither a mapping nor a list'],
    [
      'agents.carl={ role: push-receiver }',
      /^--set agents\.carl=\{ role: push-receiver \}:1:13: missing key "uri"/,
    ],
    ['faults[0].from=bobb', '--set faults[0].from=bobb:1:16: there is no host "bobb" (did you mean "bob"?)'],
    ['__proto__.x=1', /unknown key "__proto__"/],
  ])('%s is an error at its place', (argument, message) => {
    const [first] = errorsOf(LOST_200, argument);
    if (typeof message === 'string') expect(first).toBe(message);
    else expect(first).toMatch(message);
  });

  it('does not reach into an alias', () => {
    const text = `${PAIR}network: { links: { default: &l { latency: 1ms }, sender<>core: *l } }\n`;
    expect(errorsOf(text, 'network.links.sender<>core.latency=2ms')).toEqual([
      '--set network.links.sender<>core.latency=2ms:1:1: "network.links.sender<>core" is an alias: change what it stands for',
    ]);
  });
});
