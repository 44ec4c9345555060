import { describe, expect, it } from 'vitest';
import { catalogue, requirementOf } from '../../../scenarios/conformance/catalogue.ts';
import { judgeConformance } from '../../../scenarios/lab/conformance/judge.ts';
import { monitors } from '../../../scenarios/lab/conformance/monitors.ts';
import { besides } from './besides.ts';
import { held, violated } from './doctor.ts';
import { doctored } from './doctored.ts';
import { storyNames, storyRun } from './stories.ts';

describe('the catalogue', () => {
  it('names each row once', () => {
    const ids = catalogue.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(requirementOf('PSA-EST-01')?.level).toBe('SHALL');
  });

  it('has the rows of the change request', () => {
    const count = (start: string) => catalogue.filter(({ id }) => id.startsWith(start)).length;
    expect(['PSA-', 'PRA-', 'UP-', 'CORE-', 'FLOW-', 'RFC'].map(count)).toEqual([38, 23, 2, 8, 7, 73]);
  });

  it('has a monitor for each row, or a reason why there is none', () => {
    for (const { id, beyond } of catalogue)
      expect([id, monitors.has(id)]).toEqual([id, beyond === undefined]);
    for (const id of monitors.keys()) expect(requirementOf(id)?.id).toBe(id);
  });
});

describe('sound runs', () => {
  it.each(storyNames)('%s violate nothing', (name) => {
    expect(violated(storyRun(name).records)).toEqual([]);
  });

  it('together hold all rows but those that today’s agents never reach', () => {
    const all = new Set(storyNames.flatMap((name) => held(storyRun(name).records)));
    const never = catalogue.filter(({ id, beyond }) => beyond === undefined && !all.has(id));
    expect(never.map(({ id }) => id)).toEqual(['PSA-UP-05a', 'PRA-INV-06d', 'RFC3261-13.2.1', 'RFC4028-8.2']);
  });

  it('say of a row that an RFC contradicts that it is judged in the other dialect', () => {
    const verdict = judgeConformance(storyRun('rich').records).find(
      ({ requirement }) => requirement === 'PRA-INV-06c',
    );
    expect(verdict).toMatchObject({ outcome: 'not exercised', detail: expect.stringContaining('RFC 3841') });
  });

  it('prove what they hold by records of the trace', () => {
    const { records } = storyRun('rich');
    const known = new Set(records.map(({ seq }) => seq));
    for (const { outcome, because, requirement } of judgeConformance(records)) {
      if (outcome === 'held') expect([requirement, because.length > 0]).toEqual([requirement, true]);
      expect(because.filter((seq) => !known.has(seq))).toEqual([]);
    }
  });
});

describe('a trace changed by hand', () => {
  it.each(doctored.map((one) => [one.id, one] as const))(
    'violates %s and what goes with it alone',
    (id, one) => {
      const found = violated(one.doctor(storyRun(one.story).records));
      expect(found.sort()).toEqual([id, ...(besides[id] ?? [])].sort());
    },
  );

  it('is there for each row that has a monitor', () => {
    // CORE-04 is the rules of RFC 3261 §16 together; each of them has its own.
    const missing = [...monitors.keys()].filter(
      (id) => id !== 'CORE-04' && !doctored.some((one) => one.id === id),
    );
    expect(missing).toEqual([]);
  });
});
