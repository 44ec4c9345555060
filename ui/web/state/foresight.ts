// Whoever selects a message may break it next: the worker gets ready for it meanwhile.
import { effect } from '@preact/signals-core';
import type { SimulationClient } from '../worker/client.ts';
import type { Store } from './store.ts';

/** Who walks from one message to the next breaks none of them. */
const restMs = 100;

export function foresee(
  { chosen, busy, trace, showing, altered }: Store,
  client: Pick<SimulationClient, 'standReady'>,
): void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const atUs = chosen.value?.arrow.sent.atUs;
    const isAltered = showing.value === 'b' && altered.value !== undefined;
    clearTimeout(resting);
    if (atUs === undefined || busy.value || trace.value !== undefined) return;
    resting = setTimeout(() => client.standReady(atUs, isAltered), restMs);
  });
}
