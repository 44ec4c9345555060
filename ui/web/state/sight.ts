// What a ladder looks at: a run with the lanes, the layers and the axis that are chosen. Of a short run it is there at once; of a long one it
// is made piece by piece, and until then what was to be seen stays, whole.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { atOnce } from '../../../sim/steps.ts';
import type { RunModel } from '../model/run-model.ts';
import { type Choices, createSightMaker, type Sight } from '../model/sight.ts';
import { inSlices } from './slices.ts';
import type { Store } from './store.ts';

/** So many records are laid out in a few milliseconds. */
const mostAtOnce = 10_000;

/** `asked` is the run that is to be shown. */
export function createSight(asked: ReadonlySignal<RunModel | undefined>, choices: ReadonlySignal<Choices>) {
  const makers = new WeakMap<RunModel, ReturnType<typeof createSightMaker>>();
  /** What was made last of each long run, of a short one ahead of its time, and how often something was. */
  const made = new WeakMap<RunModel, Sight>();
  const times = signal(0);
  let last: Sight | undefined;
  let turn = 0;

  const isThere = (run: RunModel, chosen: Choices): boolean =>
    isShort(run) || made.get(run)?.choices === chosen;

  const sight = computed((): Sight | undefined => {
    const [run, chosen] = [asked.value, choices.value];
    times.value;
    if (run === undefined) last = undefined;
    else if (made.get(run)?.choices === chosen) last = made.get(run);
    else if (isShort(run)) last = atOnce(makerOf(run)(chosen));
    return last;
  });

  effect(() => {
    const [run, chosen] = [asked.value, choices.value];
    const mine = ++turn;
    if (run !== undefined && !isThere(run, chosen)) void make(run, chosen, () => mine === turn);
  });

  function makerOf(run: RunModel): ReturnType<typeof createSightMaker> {
    const maker = makers.get(run) ?? createSightMaker(run);
    makers.set(run, maker);
    return maker;
  }

  async function make(run: RunModel, chosen: Choices, goesOn: () => boolean): Promise<void> {
    const found = await inSlices(makerOf(run)(chosen), goesOn);
    if (found === undefined) return;
    made.set(run, found);
    times.value++;
  }

  const [arranged, matching, axis] = [
    computed(() => sight.value?.arranged),
    computed(() => sight.value?.matching),
    computed(() => sight.value?.axis),
  ];
  // What nobody reads just now would hold on to a run that is gone.
  effect(() => void [arranged.value, matching.value, axis.value]);

  return {
    sight,
    /** The run that is shown: the one that is asked for, as soon as there is something to be seen of it. */
    run: computed(() => {
      const run = asked.value;
      return run === undefined || isShort(run) ? run : sight.value?.run;
    }),
    arranged,
    matching,
    axis,
    /** What was asked for is still being made. */
    isMaking: computed(() => {
      const [run, chosen] = [asked.value, choices.value];
      times.value;
      return run !== undefined && !isThere(run, chosen);
    }),
    /** The zoom that the axis is laid out for; the rest is made up by drawing it smaller or larger (`zoom.ts`). */
    axisZoom: computed(() => sight.value?.choices.zoom ?? 1),
    /** What will be seen of a short run, should it come to be shown. */
    layOut(run: RunModel): void {
      made.set(run, atOnce(makerOf(run)(choices.peek())));
    },
    /** Makes what will be seen of a run before it is asked for, for as long as it goes on. */
    async prepare(run: RunModel | undefined, goesOn: () => boolean): Promise<void> {
      // A reader may choose something else meanwhile.
      while (run !== undefined && goesOn() && !isThere(run, choices.peek()))
        await make(run, choices.peek(), goesOn);
    },
  };
}

function isShort({ data: { records } }: RunModel): boolean {
  return records.length <= mostAtOnce;
}

/** What there is to be seen of it takes more than a moment to be made. */
export function isLong(run: RunModel | undefined): boolean {
  return run !== undefined && !isShort(run);
}

type Own = 'run' | 'sight' | 'arranged' | 'matching' | 'selection' | 'differences' | 'diverges' | 'axis';

/** What a ladder is drawn from: all that the page knows, and of these what this ladder shows. */
export type LadderStore = Omit<Store, Own> & {
  readonly [K in Own]: ReadonlySignal<ReturnType<Store[K]['peek']>>;
};
