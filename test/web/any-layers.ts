import fc from 'fast-check';
import type { Layers } from '../../ui/web/model/sight.ts';

/** Any choice of what the ladder shows. */
export const anyLayers: fc.Arbitrary<Layers> = fc.record({
  sip: fc.boolean(),
  msrp: fc.boolean(),
  timers: fc.boolean(),
  allTimers: fc.boolean(),
  states: fc.boolean(),
});
