// A run that only has fault rules more than another one takes from there what both have in common, and comes to the same to the byte.
import { relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openScenario } from '../../../scenarios/lab/further-faults.ts';
import { finish, openRun, type RunOptions, runScenario } from '../../../scenarios/lab/run.ts';
import type { Scenario } from '../../../scenarios/lab/scenario.ts';
import { recordLine } from '../../../sim/trace/ndjson.ts';
import type { MessageEntry, Stamped, TraceRecord } from '../../../sim/trace/records.ts';
import { scenarioSource } from '../../../ui/cli/scenario-source.ts';
import { scenariosFolder, shippedScenarios } from '../../../ui/cli/shipped.ts';
import { push, story } from './lab.ts';

const files = shippedScenarios().map(({ path }) => relative(scenariosFolder(), path));
const readFile = (): undefined => undefined;

/** What a run comes to, or that it refused the scenario. */
function lived(scenario: Scenario, options: RunOptions) {
  try {
    const { records, ...rest } = runScenario(scenario, options);
    return { ...rest, trace: records.map(recordLine).join('\n') };
  } catch (error) {
    if (error instanceof Error && error.name === 'ScenarioFault') return error.message;
    throw error;
  }
}

type Sent = Stamped<MessageEntry>;

const at = (us: number): string => `${us}us`;

/** A rule for a message, or from its moment on. */
function ruleFor({ from, to, summary, transport, at: us }: Sent, nth: number, kind: number) {
  const hop = `"${summary}", from: ${from}, to: ${to}, nth: ${nth}`;
  const until = at(us + 2_000_000);
  const pair = `"${from}<>${to}", from: ${at(us)}, until: ${until}`;
  const ofMessage =
    transport === 'tcp'
      ? [`{ reset: ${hop} }`, `{ delay: ${hop}, by: 700ms }`, `{ stall: ${hop}, by: 1s }`]
      : [`{ drop: ${hop} }`, `{ delay: ${hop}, by: 700ms }`, `{ duplicate: ${hop} }`, `{ corrupt: ${hop} }`];
  const others = [
    `{ partition: ${pair} }`,
    `{ hold: ${pair} }`,
    `{ set: ${pair}, loss: 30% }`,
    `{ crash: ${to}, at: ${at(us)} }`,
    `{ stall: ${pair} }`,
    `{ refuse: ${pair} }`,
    `{ reset: "${from}<>${to}", at: ${at(us)} }`,
    `{ reorder: ${hop} }`,
  ];
  const all = [...ofMessage, ...ofMessage, ...others];
  return all[kind % all.length]!;
}

const isSent = (record: TraceRecord): record is Sent => record.type === 'message.sent';

/** The rule that a reader makes of the message that stands there. */
function ruleAt(records: readonly TraceRecord[], share: number, kind: number): string {
  const sent = records.filter(isSent);
  const place = Math.floor(share * sent.length);
  const chosen = sent[place]!;
  const { from, to, summary } = chosen;
  const nth = sent
    .slice(0, place + 1)
    .filter((one) => one.from === from && one.to === to && one.summary === summary);
  return ruleFor(chosen, nth.length, kind);
}

const pick = fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat({ max: 1_000 }));

describe('after a run with fewer rules', () => {
  let compared = 0;
  it.each(files)('%s', (file) => {
    const source = scenarioSource(file);
    const open = openScenario(source.text, source.name);
    const plain = runScenario(open.plain.scenario!, source);
    if (!plain.records.some(isSent)) return;
    fc.assert(
      fc.property(fc.array(pick, { minLength: 1, maxLength: 2 }), (picks) => {
        const rules = picks.map(([share, kind]) => ruleAt(plain.records, share, kind));
        const { scenario } = open.withFaults(rules);
        // Not every rule is for every message.
        fc.pre(scenario !== undefined);
        const whole = lived(scenario!, source);
        compared++;
        expect(lived(scenario!, { ...source, after: plain.records })).toEqual(whole);
      }),
      { numRuns: 1 },
    );
  });

  it('much was compared', () => {
    expect(compared).toBeGreaterThan(files.length / 2);
  });
});

const pushes = Array.from({ length: 30 }, (_, n) => push.replace('at: 1s', `at: ${n + 1}s`));
const many = openScenario(story({ acts: pushes }), 'many.yaml');
const base = runScenario(many.plain.scenario!, { readFile });

function after(rule: string, records = base.records) {
  const { scenario } = many.withFaults([rule]);
  const run = openRun(scenario!, { readFile, after: records });
  const whole = runScenario(scenario!, { readFile });
  return { run, whole };
}

describe('a long run', () => {
  it('is told from where the rule is at work, and is the same whole', () => {
    const { run, whole } = after('{ drop: "200 INVITE", from: core, to: sender, nth: 20 }');
    expect(run).toMatchObject({ shared: 1, parted: false });
    while (!run.parted) expect(run.advance(1)).toBe(false);
    const { shared } = run;
    const dropped = whole.records.findIndex(({ type }) => type === 'message.dropped');
    expect(shared).toBeLessThanOrEqual(dropped);
    expect(shared).toBeGreaterThan(dropped - 10);
    run.advance(Number.POSITIVE_INFINITY);
    expect(finish(run)).toEqual(whole);
    for (let seq = 1; seq < shared; seq++) expect(run.records[seq]).toBe(base.records[seq]);
    expect(run.records[shared]).not.toBe(base.records[shared]);
  });

  it('may stand anywhere before the rule is at work, and be its run from there on', () => {
    const places = fc.array(fc.nat({ max: base.events }), { minLength: 1, maxLength: 3 });
    const rules = fc.array(pick, { minLength: 1, maxLength: 2 });
    let became = 0;
    fc.assert(
      fc.property(places, rules, (stops, picks) => {
        const { scenario } = many.withFaults(picks.map(([share, kind]) => ruleAt(base.records, share, kind)));
        fc.pre(scenario !== undefined);
        const runs = stops.map((events) => {
          const run = openRun(many.plain.scenario!, { readFile, after: base.records, mayGrow: true });
          run.advance(events);
          return run;
        });
        for (const run of runs) {
          if (!run.become(scenario!)) continue;
          became++;
          run.advance(Number.POSITIVE_INFINITY);
          expect(finish(run)).toEqual(runScenario(scenario!, { readFile }));
        }
      }),
      { numRuns: 20 },
    );
    expect(became).toBeGreaterThan(0);
  });

  it('can be no run whose rule has been at work, or is not for messages, or that is told already', () => {
    const late = '{ drop: BYE, from: sender, to: core, nth: 25 }';
    const early = '{ drop: BYE, from: sender, to: core, nth: 2 }';
    const stands = (options: Partial<RunOptions> = {}) => {
      const run = openRun(many.plain.scenario!, { readFile, after: base.records, mayGrow: true, ...options });
      run.advance(base.events / 2);
      return run;
    };
    const becomes = (rules: readonly string[], run = stands()) =>
      run.become(many.withFaults(rules).scenario!);
    expect(becomes([late])).toBe(true);
    expect(becomes([early])).toBe(false);
    expect(becomes([late, early])).toBe(false);
    expect(becomes(['{ drop: BYE }'])).toBe(false);
    expect(becomes([late, '{ crash: bob, at: 29s }'])).toBe(false);
    expect(becomes([late], stands({ mayGrow: false }))).toBe(false);
    expect(becomes([late], stands({ after: [] }))).toBe(false);
    const over = stands();
    over.advance(Number.POSITIVE_INFINITY);
    expect(becomes(['{ drop: CANCEL }'], over)).toBe(false);
  });

  it('of a rule that matches nothing is all shared but its verdict', () => {
    const { run, whole } = after('{ drop: CANCEL }');
    run.advance(Number.POSITIVE_INFINITY);
    expect(run.shared).toBe(whole.records.findIndex(({ type }) => type === 'verdict'));
    expect(finish(run)).toEqual(whole);
  });

  it('is the same where it is stopped before the rule is at work', () => {
    const { run } = after('{ drop: BYE, nth: 30 }');
    run.advance(100);
    const { records } = finish(run);
    const stopped = openRun(many.withFaults(['{ drop: BYE, nth: 30 }']).scenario!, { readFile });
    stopped.advance(100);
    expect(records).toEqual(finish(stopped).records);
  });

  it('tells by itself what the other run, cut short, does not have', () => {
    const cut = base.records.slice(0, 500);
    const { run, whole } = after('{ drop: BYE, nth: 30 }', cut);
    run.advance(Number.POSITIVE_INFINITY);
    expect(run.shared).toBe(500);
    expect(finish(run)).toEqual(whole);
  });

  it.each([
    ['another seed', () => runScenario(many.plain.scenario!, { readFile, seed: 'other' }).records],
    ['other rules', () => runScenario(many.withFaults(['{ drop: CANCEL }']).scenario!, { readFile }).records],
    [
      'another scenario',
      () => runScenario(openScenario(story(), 'many.yaml').plain.scenario!, { readFile }).records,
    ],
    ['nothing', () => []],
  ])('shares nothing with %s', (_, records) => {
    const { run, whole } = after('{ drop: BYE, nth: 30 }', records());
    expect(run).toMatchObject({ shared: 0, parted: true });
    run.advance(Number.POSITIVE_INFINITY);
    expect(finish(run)).toEqual(whole);
  });

  it('shares nothing where a rule holds from the first moment', () => {
    const { run, whole } = after('{ partition: "core<>bob", from: 0s, until: 1ms }');
    expect(run.parted).toBe(true);
    run.advance(Number.POSITIVE_INFINITY);
    expect(finish(run)).toEqual(whole);
  });
});
