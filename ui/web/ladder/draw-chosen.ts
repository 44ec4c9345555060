// The selected timer's bar and the selected state's name, told from the others: the band says only at which height they are.

import type { Selection } from '../state/store.ts';
import { type Layers, mark } from './layers.ts';
import type { PillPlace, TimerPlace } from './scene.ts';

export function drawChosen({ timers, pills }: Layers, selection: Selection | undefined): void {
  const seq = selection === undefined || selection.kind === 'arrow' ? undefined : selection.seq;
  mark<TimerPlace>(timers, {
    selected: ({ timer: { set, end } }) => seq !== undefined && [set.seq, end?.seq].includes(seq),
  });
  mark<PillPlace>(pills, { selected: ({ pill }) => pill.told === seq });
}
