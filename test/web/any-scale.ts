import fc from 'fast-check';
import type { AxisScale } from '../../ui/web/model/axis-scale.ts';
import { cuts, focuses } from '../../ui/web/panels/axis-choices.ts';

/** Any scale of the compressed axis: what is offered, and what an address may say beside it. */
export const anyScale: fc.Arbitrary<AxisScale> = fc.record({
  focusUs: fc.oneof(
    fc.constantFrom(...focuses.map(({ value }) => value)),
    fc.integer({ min: 1, max: 999_999_999 }),
  ),
  cutUs: fc.oneof(
    fc.constantFrom(...cuts.map(({ value }) => value)),
    fc.integer({ min: 1, max: 999_999_999 }),
  ),
});
