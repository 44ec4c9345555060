import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atOnce, itemsAtOnce, type Steps, sorted } from '../../../sim/steps.ts';
import { comparing } from '../../../ui/views/compare/compare-messages.ts';
import { findingConsequences } from '../../../ui/views/compare/consequences.ts';
import { findingDivergence } from '../../../ui/views/compare/divergence.ts';
import { traceData } from '../../../ui/web/model/opened-trace.ts';
import { createRunModel } from '../../../ui/web/model/run-model.ts';
import { longTrace } from '../../web/long-trace.ts';

it('sorts as any other, equals in their order, however sorted it was before', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 4 }), fc.boolean(), (lists, each) => {
      const parts = each ? lists.map((list) => list.sort((a, b) => a - b)) : lists;
      const items = parts.flat().map((value, place) => ({ value, place }));
      const inOrder = [...items].sort((a, b) => a.value - b.value);
      expect(atOnce(sorted(items, (a, b) => a.value - b.value))).toEqual(inOrder);
    }),
  );
});

it('two long runs are compared in many small steps, however they differ', () => {
  const records = longTrace({ messages: 6_000, atOnce: 100 }) as Parameters<typeof traceData>[1];
  const a = createRunModel(traceData('a', records));
  const b = createRunModel(traceData('b', longTrace({ messages: 5_000, atOnce: 3 }) as typeof records));
  const messages = [a, b].map(({ arrows }) => arrows.map(({ message }) => message));
  const comparison = counted(comparing(messages[0]!, messages[1]!));
  expect(comparison.value.counts.total).toBeGreaterThan(3_000);
  const same = counted(findingDivergence(records, [...records]));
  expect(same.value).toBeUndefined();
  expect(mostReads(records, (watched) => findingDivergence(watched, records))).toBeLessThanOrEqual(
    itemsAtOnce + 1,
  );
  const why = counted(findingConsequences(comparison.value, records, b.data.records));
  expect(why.value).toHaveLength(comparison.value.counts.total);
  for (const { steps, most } of [comparison, same, why]) {
    expect(steps).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(itemsAtOnce);
  }
});

/** The most items that are read of a list within one step. */
function mostReads<T>(list: readonly T[], work: (watched: readonly T[]) => Steps<unknown>): number {
  let [reads, most] = [0, 0];
  const watched = new Proxy(list, {
    get(target, name) {
      if (name !== 'length') reads++;
      return Reflect.get(target, name) as unknown;
    },
  });
  for (const steps = work(watched); !steps.next().done; reads = 0) most = Math.max(most, reads);
  return Math.max(most, reads);
}

function counted<T>(work: Steps<T>): { readonly steps: number; readonly most: number; readonly value: T } {
  let [steps, most] = [0, 0];
  for (;;) {
    const step = work.next();
    if (step.done) return { steps, most, value: step.value };
    steps++;
    most = Math.max(most, step.value);
  }
}
