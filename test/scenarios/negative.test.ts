import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { receiverSwitches } from '../../agents/misbehaviour/receiver.ts';
import { senderSwitches } from '../../agents/misbehaviour/sender.ts';
import { coreSwitches } from '../../core/misbehaviour.ts';
import { catalogue } from '../../scenarios/conformance/catalogue.ts';
import { runners } from '../../sim/statechart/runners.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { type Shipped, shippedScenarios } from '../../ui/cli/shipped.ts';
import { siplab } from '../support/siplab.ts';
import { ofType, type Run, run, runShipped, story } from './runs/lab.ts';

const shipped = shippedScenarios();
const negative = shipped.filter(isNegative);
const runs = new Map<string, Run>();

function isNegative({ folder }: Shipped): boolean {
  return folder.split('/')[0] === 'negative';
}

/** A shipped scenario, run once. */
function runOf({ folder, name }: Shipped): Run {
  const full = folder === '' ? name : `${folder}/${name}`;
  const known = runs.get(full) ?? runShipped(full);
  runs.set(full, known);
  return known;
}

function judged({ records }: Run, outcome: string): string[] {
  return records.flatMap((record) =>
    record.type === 'verdict' && record.outcome === outcome ? [record.requirement] : [],
  );
}

/** Requirements by how the runs of some scenarios came out. */
function judgedIn(scenarios: readonly Shipped[], outcome: string): ReadonlySet<string> {
  return new Set(scenarios.flatMap((one) => judged(runOf(one), outcome)));
}

/** What a scenario says that is violated, with the comment above it. */
function expected({ path }: Shipped): { readonly violated: readonly string[]; readonly comment: boolean } {
  const text = readFileSync(path, 'utf8');
  const list = /violated: \[?([^\]}]*)/.exec(text)?.[1] ?? '';
  return { violated: list.split(',').map((id) => id.trim()), comment: /^ {2}# /m.test(text) };
}

describe('a negative scenario', () => {
  it.each(negative.map((one) => [`${one.folder}/${one.name}`, one] as const))(
    '%s violates what it says, and nothing else',
    (_, one) => {
      const { verdict } = runOf(one);
      expect(verdict.lines.filter(({ ok }) => !ok).map(({ text }) => text)).toEqual([]);
      expect(judged(runOf(one), 'violated').sort()).toEqual([...expected(one).violated].sort());
    },
  );

  it.each(negative.filter(({ name }) => catalogue.some(({ id }) => id.toLowerCase() === name)))(
    '$name is called after what it violates first',
    (one) => {
      expect(expected(one).violated[0]?.toLowerCase()).toBe(one.name);
    },
  );

  it('gives a reason where one act violates several', () => {
    const silent = negative.filter((one) => expected(one).violated.length > 1 && !expected(one).comment);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('is found by siplab list and siplab check: it passes by failing as it says', () => {
    expect(siplab(['list']).stdout).toContain('Broken on purpose: the push sender\n');
    const { status, stdout } = siplab(['check', 'psa-est-08a']);
    expect(status).toBe(0);
    expect(stdout).not.toContain('✘');
  });
});

describe('each requirement', () => {
  const rows = catalogue.filter(({ id }) => !id.startsWith('RFC'));
  const firm = rows.filter(({ level }) => level === 'SHALL' || level === 'SHOULD');

  it('that SHALL or SHOULD be met is held in a positive scenario and violated in a negative one', () => {
    const held = judgedIn(
      shipped.filter((one) => !isNegative(one)),
      'held',
    );
    const violated = judgedIn(negative, 'violated');
    const open = firm.filter(({ id, beyond }) => beyond === undefined && !(held.has(id) && violated.has(id)));
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('that states a flow is violated too; a recommendation that nobody has to follow is not', () => {
    const violated = judgedIn(negative, 'violated');
    const stated = rows.filter(({ level, beyond }) => beyond === undefined && !['MAY'].includes(level));
    expect(stated.filter(({ id }) => !violated.has(id)).map(({ id }) => id)).toEqual(['UP-02']);
  });

  it('of the RFCs, most of them, is violated in a scenario of its own', () => {
    const rules = catalogue.filter(({ id }) => id.startsWith('RFC'));
    const violated = judgedIn(negative, 'violated');
    expect(rules.filter(({ id }) => violated.has(id)).length).toBeGreaterThanOrEqual(45);
  });

  it('that needs what the lab has not says so', () => {
    const beyond = firm.filter((row) => row.beyond !== undefined);
    expect(beyond.map(({ id }) => id)).toEqual([
      'PSA-EST-10',
      'PSA-CAN-03',
      'PSA-REL-07',
      'PRA-INV-12',
      'PRA-REL-04',
    ]);
  });

  it('that MAY be met is met in one positive scenario and left in another', () => {
    const positive = shipped.filter((one) => !isNegative(one));
    const optional = rows.filter(({ level, beyond }) => level === 'MAY' && beyond === undefined);
    const used = judgedIn(positive, 'held');
    const left = judgedIn(positive, 'not exercised');
    expect(optional.filter(({ id }) => !used.has(id) || !left.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe('a misbehaviour', () => {
  const tables = { sender: senderSwitches, receiver: receiverSwitches, core: coreSwitches };
  const known = Object.entries(tables).flatMap(([role, table]) =>
    Object.keys(table).map((name) => `${role}: ${name}`),
  );

  function shownBy(one: Shipped): string[] {
    const { senders, receivers, core } = runOf(one).scenario;
    const told = (role: string, hosts: readonly { readonly misbehave?: readonly string[] }[]) =>
      hosts.flatMap(({ misbehave = [] }) => misbehave.map((name) => `${role}: ${name}`));
    return [...told('sender', senders), ...told('receiver', receivers), ...told('core', core)];
  }

  const bytes = (result: Run) => ofType(result, 'message.sent').map(({ at, key, raw }) => ({ at, key, raw }));
  const usual = run(story());

  it('is shown by some scenario, each of them', () => {
    const shown = new Set(shipped.flatMap(shownBy));
    expect(known.filter((name) => !shown.has(name))).toEqual([]);
    expect(known.length).toBeGreaterThan(80);
  });

  it('of the memory alone changes nothing on the wire', () => {
    expect(bytes(run(story({ sender: 'misbehave: [forgets-allow]' })))).toEqual(bytes(usual));
  });

  it('that is none leaves every byte as it was, though all passes its seams', () => {
    const none = { sender: 'misbehave: []', bob: 'misbehave: []' };
    const core = '{ kind: sip, domain: example.com, misbehave: [] }';
    expect(bytes(run(story({ ...none, core })))).toEqual(bytes(usual));
  });

  it('of one message leaves the ids and instants of all others as they were', () => {
    const others = ({ records }: Run) =>
      records.flatMap((record: TraceRecord) =>
        record.type === 'message.sent' && record.protocol === 'msrp'
          ? [{ at: record.at, key: record.key, transaction: record.transaction }]
          : [],
      );
    const edited = run(story({ sender: 'misbehave: [no-allow, no-disposition]' }));
    expect(others(edited)).toEqual(others(usual));
    expect(bytes(edited)).not.toEqual(bytes(usual));
  });

  it('goes together with others', () => {
    const result = run(
      story({ sender: 'misbehave: [no-allow, offers-both-ways]', bob: 'misbehave: [no-allow]' }),
    );
    expect(judged(result, 'violated')).toEqual(['PSA-EST-04', 'PSA-EST-08a', 'PRA-INV-10']);
  });

  it('runs the same on both runners of machines', () => {
    const parts = { sender: 'misbehave: [never-cancels]', bob: 'think: 5s' };
    const acts = ['{ at: 1s, do: push, by: sender, to: sip:bob@example.com, message: { text: Hello } }'];
    const text = story({ ...parts, acts: [...acts, '{ at: 2s, do: cancel, by: sender }'] });
    expect(run(text, { runner: runners.xstate }).fingerprint).toBe(run(text).fingerprint);
  });
});
