// What a ladder looks at: a run with the lanes, the layers and the axis that are chosen.
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { type AxisMode, createAxis } from '../model/axis.ts';
import type { AxisContent } from '../model/axis-stops.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Layers, Store } from './store.ts';

interface Choices {
  readonly layers: ReadonlySignal<Layers>;
  readonly axisMode: ReadonlySignal<AxisMode>;
  readonly axisZoom: ReadonlySignal<number>;
}

/** Laid out on the time axis. */
export function createSight(
  arranged: ReadonlySignal<RunModel | undefined>,
  { layers, axisMode, axisZoom }: Choices,
) {
  const shownTimers = computed(() => {
    const { timers, allTimers } = layers.value;
    return arranged.value?.timers.filter(({ telling }) => timers && (allTimers || telling)) ?? [];
  });
  /** Whatever axis it is laid out on, and however large: what is found of it once is kept. */
  const content = computed((): AxisContent | undefined => {
    const model = arranged.value;
    if (model === undefined) return undefined;
    const pills = layers.value.states ? model.pills : [];
    const { arrows, laneOf, endUs } = model;
    return { arrows, timers: shownTimers.value, pills, laneOf, endUs };
  });
  const axis = computed(() => content.value && createAxis(content.value, axisMode.value, axisZoom.value));
  return { shownTimers, axis };
}

type Own =
  | 'run'
  | 'arranged'
  | 'matching'
  | 'selection'
  | 'differences'
  | 'diverges'
  | 'axis'
  | 'shownTimers';

/** What a ladder is drawn from: all that the page knows, and of these what this ladder shows. */
export type LadderStore = Omit<Store, Own> & {
  readonly [K in Own]: ReadonlySignal<ReturnType<Store[K]['peek']>>;
};
