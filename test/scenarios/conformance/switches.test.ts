import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeConformance } from '../../../scenarios/lab/conformance/judge.ts';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { run } from '../runs/lab.ts';
import { randomStory } from '../runs/random-story.ts';
import { chosenIn } from './chosen.ts';
import { declared } from './declared.ts';

// Each misbehaviour in stories that nobody arranged for it: whom it is laid to. Set SIPLAB_RUNS to look further than the suite does.
const numRuns = Number(process.env.SIPLAB_RUNS ?? 60);

/** Nothing is lost, nobody restarts, and receivers accept: what then goes wrong is the misbehaviour's. */
const calm = randomStory.map((text) => {
  const story = JSON.parse(text);
  const links = { default: { ...story.network.links.default, loss: '0%' } };
  const accepting = (agent: object) => ({ ...agent, answer: 'accept' });
  const { sender, bob, carol } = story.agents;
  const timeline = story.timeline.filter((act: { do: string }) => act.do !== 'restart');
  const push = { at: '1s', do: 'push', by: 'sender', to: 'sip:bob@example.com' };
  const files = [{ name: 'a.jpg', type: 'image/jpeg', size: 4092 }];
  return {
    ...story,
    network: { links },
    agents: { sender, bob: accepting(bob), carol: accepting(carol) },
    timeline: [...timeline, { ...push, files }],
    faults: [],
  };
});

type Told = typeof calm extends fc.Arbitrary<infer T> ? T : never;

function misbehaving(story: Told, key: string): Told {
  const [role = '', name] = key.split(': ');
  const told = structuredClone(story);
  const host = {
    sender: told.agents.sender,
    receiver: told.agents.bob,
    core: told.core.home ?? told.core.core,
  }[role];
  host.misbehave = [name];
  return told;
}

function violatedIn(story: Told): string[] {
  const text = JSON.stringify(story);
  expect(loadScenario(text, 'chance.yaml').errors).toEqual([]);
  const chosen = chosenIn(text);
  return judgeConformance(run(text).records.filter(({ type }) => type !== 'verdict')).flatMap((one) =>
    one.outcome === 'violated' && !chosen.has(one.requirement) ? [one.requirement] : [],
  );
}

describe('a misbehaviour in a story made by chance', () => {
  const clauses = declared();

  it('is accused of what it breaks, and nobody of anything else', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(calm, fc.constantFrom(...clauses.keys()), (story, key) => {
        const found = violatedIn(misbehaving(story, key));
        const own = clauses.get(key);
        expect([key, found.filter((id) => !own?.has(id))]).toEqual([key, []]);
        if (found.length > 0) seen.add(key);
      }),
      { numRuns },
    );
    expect(seen.size).toBeGreaterThan(numRuns / 6);
  });
});
