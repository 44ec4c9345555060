// What can be chosen of the compressed axis, as its panel and the palette offer it.
import type { AxisScale } from '../model/axis-scale.ts';

interface Choice<T> {
  readonly value: T;
  readonly text: string;
}

export const cuts: readonly Choice<AxisScale['cutUs']>[] = [
  { value: 20_000, text: '20 ms' },
  { value: 50_000, text: '50 ms' },
  { value: 200_000, text: '200 ms' },
  { value: 500_000, text: '500 ms' },
  { value: 1_000_000, text: '1 s' },
  { value: 5_000_000, text: '5 s' },
  { value: Number.POSITIVE_INFINITY, text: 'never' },
];

export const focuses: readonly Choice<AxisScale['focusUs']>[] = [
  { value: 1_000, text: '1 ms' },
  { value: 10_000, text: '10 ms' },
  { value: 50_000, text: '50 ms' },
  { value: 150_000, text: '150 ms' },
  { value: 500_000, text: '500 ms' },
  { value: 2_000_000, text: '2 s' },
  { value: 'auto', text: 'auto' },
];
