// What the reader does with messages changes how they look where they stand.
import type { Arrow } from '../model/arrows.ts';
import { isBeyond } from '../model/moments.ts';
import type { LadderStore } from '../state/sight.ts';
import { type Layers, mark } from './layers.ts';
import type { ArrowPlace } from './scene.ts';
import type { Split } from './splits.ts';

/** The selected message stands out, and what is laid beside it; those that the filter leaves out step back; those that a question asks for are not there. */
export function markMessages(
  { arrows, labels, splits }: Layers,
  { selection, matching, limit, beside }: LadderStore,
): void {
  const [until, keys, other] = [limit.value, matching.value?.keys, beside.value];
  const chosen = selection.value?.kind === 'arrow' ? selection.value.key : undefined;
  const leftOut = ({ key }: Arrow): boolean => keys !== undefined && !keys.has(key);
  for (const layer of [arrows, labels])
    mark<ArrowPlace>(layer, {
      selected: ({ arrow }) => arrow.key === chosen,
      beside: ({ arrow }) => arrow.key === other,
      dim: ({ arrow }) => leftOut(arrow),
      asked: ({ arrow }) => isBeyond(arrow.sent, until),
    });
  mark<Split>(splits, { dim: ({ place }) => leftOut(place.arrow) });
}
