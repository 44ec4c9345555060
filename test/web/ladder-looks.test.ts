import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { arrange, coreLane } from '../../ui/web/model/arrange.ts';
import { axisModes, createAxis } from '../../ui/web/model/axis.ts';
import { clauseName } from '../../ui/web/model/clauses.ts';
import { parseFilter } from '../../ui/web/model/filter.ts';
import { createRunModel, type RunModel } from '../../ui/web/model/run-model.ts';
import { sessionBars } from '../../ui/web/model/session-bars.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { anyScale } from './any-scale.ts';

function run(name: string, faults: readonly string[] = []): RunModel {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return createRunModel(answer.run);
}

const lost = run('lost-200-ok');
const hosts = run('core/edge-and-home');

describe('the filter', () => {
  const found = (text: string, inRun = lost): string[] => {
    const { matches, problems } = parseFilter(text);
    expect(problems).toEqual([]);
    const titleOf = (node: string): string => inRun.lanes[inRun.laneOf.get(node) ?? -1]?.title ?? '';
    return inRun.arrows
      .filter((arrow) => matches(arrow, { clauses: inRun.clauses, titleOf }))
      .map(({ message: { fromNode, toNode, summary, transmission } }) =>
        [`${fromNode}>${toNode}`, summary, ...(transmission > 0 ? [`again ${transmission}`] : [])].join(' '),
      );
  };

  it('finds by method, status, fate, place, time and clause, and what is not so', () => {
    expect(found('is:lost')).toEqual(['bob>core 200 INVITE']);
    expect(found('is:retransmit')).toEqual(['core>bob INVITE again 1', 'bob>core 200 INVITE again 1']);
    expect(found('method:BYE')).toHaveLength(4);
    expect(found('method:BYE -status:2xx')).toEqual(['sender>core BYE', 'core>bob BYE']);
    expect(found('status:100')).toEqual(['core>sender 100 INVITE']);
    expect(found('proto:msrp lane:bob').length).toBe(found('proto:msrp').length);
    expect(found('method:register t:..0.01')).toEqual(['bob>core REGISTER']);
    expect(found('t:1.5..1.55 proto:sip')).toHaveLength(2);
    expect(found('lane:"push receiver" method:ACK')).toEqual(['core>bob ACK']);
    expect(found('clause:17.1.1.2')).toEqual(['core>bob INVITE again 1']);
    expect(found('is:fault')).toEqual(['bob>core 200 INVITE']);
    expect(found('trying')).toEqual(['core>sender 100 INVITE']);
  });

  it('finds by a word what the ladder says, and whole words and stretches of keys', () => {
    expect(found('SEND')).toEqual(found('proto:msrp -method:REPORT'));
    expect(found('bob')).toEqual(found('lane:bob'));
    expect(found('sender')).toEqual(found('call:sender.1'));
    expect(found('bob>core/sender.1')).toEqual([
      'bob>core 200 INVITE',
      'bob>core 200 INVITE again 1',
      'bob>core 200 BYE',
    ]);
    expect(found('ende')).toEqual([]);
  });

  it('finds a call by the name that keys have for it, and by its Call-ID', () => {
    const callId = /^Call-ID: (\S+)/m.exec(
      String(lost.arrows.find(({ message: { summary } }) => summary === 'ACK')!.message.raw),
    )![1]!;
    const call = found('call:sender.1');
    expect(call).toContain('core>bob INVITE again 1');
    expect(call).toContain('sender>core BYE');
    expect(call.join()).toMatch(/SEND/);
    expect(call.join()).not.toMatch(/REGISTER/);
    // MSRP has no Call-ID.
    expect(found(`call:${callId}`)).toEqual(found('call:sender.1 proto:sip'));
    expect(found('call:nobody')).toEqual([]);
    expect([...call, ...found('-call:sender.1')]).toHaveLength(lost.arrows.length);
  });

  it('finds what a fault did, whichever', () => {
    const broken = run('figure-1', [
      '{ corrupt: 100 INVITE }',
      '{ duplicate: BYE, from: sender, by: 3ms }',
      '{ delay: ACK, from: sender, by: 300ms }',
    ]);
    expect(found('is:fault', broken)).toEqual([
      'core>sender 100 INVITE',
      'sender>core ACK',
      'sender>core BYE',
    ]);
    expect(found('is:late', broken)).toEqual(['sender>core ACK']);
    expect(found('is:dup', broken)).toEqual(['sender>core BYE']);
  });

  it('says what it does not understand, and heeds the rest', () => {
    const { problems } = parseFilter('is:gone status:9xx t:soon lain:bob method: BYE');
    expect(problems).toHaveLength(5);
    expect(problems[0]).toBe('is: is one of lost, retransmit, dup, late, fault');
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { matches } = parseFilter(text);
        for (const arrow of lost.arrows.slice(0, 3))
          expect(typeof matches(arrow, { clauses: lost.clauses, titleOf: String })).toBe('boolean');
      }),
    );
  });
});

describe('lanes', () => {
  it('fold the hosts of the core into one, and leave out what goes on inside', () => {
    const folded = arrange(hosts, { folded: true, hidden: new Set() });
    expect(folded.lanes.map(({ node }) => node)).toEqual(['sender', coreLane, 'bob']);
    expect(folded.lanes[1]?.parts).toEqual(['edge', 'home', 'registrar']);
    const inside = hosts.arrows.filter(({ message: { fromNode, toNode } }) =>
      [fromNode, toNode].every((node) => folded.lanes[1]?.parts?.includes(node)),
    );
    expect(inside.length).toBeGreaterThan(5);
    expect(folded.arrows.length).toBe(hosts.arrows.length - inside.length);
    expect(arrange(lost, { folded: true, hidden: new Set() })).toBe(lost);
  });

  it('hide: a message that passed a hidden one is one arrow, as long as the way it went', () => {
    const without = arrange(lost, { folded: false, hidden: new Set(['core']) });
    const [invite, again] = without.arrows.filter(({ message }) => message.summary === 'INVITE');
    expect(invite).toMatchObject({ passed: 1, label: 'INVITE · SDP' });
    expect(again).toMatchObject({ passed: 1, label: '↻1 INVITE · SDP' });
    expect(invite?.message).toMatchObject({ fromNode: 'sender', toNode: 'bob' });
    const first = lost.arrows.find(({ message }) => message.summary === 'INVITE');
    expect(invite?.sent).toEqual(first?.sent);
    expect(
      without.arrows.every(({ message }) => message.fromNode !== 'core' && message.toNode !== 'core'),
    ).toBe(true);
    expect(without.arrows.some(({ message }) => message.summary === 'REGISTER')).toBe(false);
  });
});

describe('the axis', () => {
  const names = ['figure-1', 'core/two-answer-at-once', 'core/timer-c'];
  const runs = names.map((name) => run(name));

  it.each(axisModes)(
    '%s: is monotone in time and number, and its inverse is exact, at any zoom and scale',
    (mode) => {
      fc.assert(
        fc.property(
          fc.constantFrom(...runs),
          fc.double({ min: 0.5, max: 4, noNaN: true }),
          anyScale,
          (model, zoom, scale) => {
            const axis = createAxis(model, mode, zoom, scale);
            const ys = [...model.steps].filter(({ atUs }) => atUs <= model.endUs).map((step) => axis.y(step));
            expect(ys).toEqual([...ys].sort((a, b) => a - b));
            for (const { atUs } of model.steps)
              if (atUs <= model.endUs) expect(axis.timeOf(axis.yOfTime(atUs))).toBe(atUs);
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  it('marks where no time passes', () => {
    const { zeroTimes } = createAxis(runs[1]!, 'step');
    expect(zeroTimes.length).toBeGreaterThan(3);
    expect(zeroTimes.every(({ events, fromY, toY }) => events > 1 && toY > fromY)).toBe(true);
  });
});

describe('beside the ladder', () => {
  it('sessions stand from their first state to their last, tinted while content goes over them', () => {
    const bars = sessionBars(lost.pills);
    expect(bars.map(({ node, look }) => `${node} ${look}`).sort()).toEqual([
      'bob open',
      'bob transfer',
      'sender open',
      'sender transfer',
    ]);
    expect(bars.every(({ from, to }) => to !== undefined && to.atUs > from.atUs)).toBe(true);
  });

  it('clauses stand at the record that proves them, and faults by their number', () => {
    const again = lost.arrows.find(({ key }) => key === 'core>bob/sender.1/INVITE/1/1');
    const here = lost.notes.filter(({ seq }) => seq === again?.message.seq);
    expect(here).toContainEqual(expect.objectContaining({ look: 'clause', text: '3261 §17.1.1.2' }));
    expect(lost.notes).toContainEqual(expect.objectContaining({ look: 'bad', text: 'fault F1' }));
    expect(clauseName('RFC4975-7.1.1-start')).toBe('4975 §7.1.1');
    expect(clauseName('PSA-EST-01')).toBe('PSA-EST-01');
  });

  it('a message that came again to a transaction is absorbed, one that a fault changed is corrupted', () => {
    expect(lost.arrows.filter(({ absorbed }) => absorbed).map(({ key }) => key)).toEqual([
      'core>bob/sender.1/INVITE/1/1',
    ]);
    const broken = run('figure-1', ['{ corrupt: "200 INVITE", from: bob, to: core, nth: 1 }']);
    expect(broken.arrows.filter(({ message }) => message.corrupted).map(({ key }) => key)).toEqual([
      'bob>core/sender.1/200 INVITE/1/0',
    ]);
  });
});
