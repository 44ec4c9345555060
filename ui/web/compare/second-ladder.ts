// The baseline's ladder beside B's: drawn by the same code, from a store that shows A; scrolled and selected together with it.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { each, type Steps } from '../../../sim/steps.ts';
import { place } from '../frame.ts';
import { createGrid } from '../ladder/grid.ts';
import { createLadder, type LadderView } from '../ladder/ladder.ts';
import { listenToNotes } from '../ladder/note-click.ts';
import type { Arrow } from '../model/arrows.ts';
import type { Axis } from '../model/axis.ts';
import type { TimeRange } from '../model/narrow.ts';
import { divergesIn, type RunComparison, shownIn } from '../model/run-comparison.ts';
import type { Page } from '../page.ts';
import type { Actions } from '../state/actions.ts';
import { createSight, type LadderStore } from '../state/sight.ts';
import { inSlices } from '../state/slices.ts';
import type { Selection, Store } from '../state/store.ts';
import { html, render } from '../template.ts';
import { type Anchors, findingAnchors } from './anchors.ts';

const frame = html`
  <div class="stage" id="ladder-a" role="grid" aria-label="Messages of run A, the baseline" tabindex="0">
    <div class="world" role="presentation" id="world-a"><div class="pane" role="presentation" id="pane-a"></div></div>
    <div id="grid-a" class="grid-rows" role="rowgroup"></div>
  </div>
  <div class="minimap" id="minimap-a" aria-hidden="true"></div>`;

/** Draws it into its place, once; it goes on following the store. */
export function createSecondLadder(page: Page, main: LadderView): void {
  const { store, actions } = page;
  render(frame, place('second'));
  const stage = place('ladder-a');
  const ofA = storeOfA(store);
  const select = (selection: Selection | undefined): void => actions.select(inB(store, selection));
  const actionsOfA: Actions = {
    ...actions,
    select,
    layBeside: (key) => actions.layBeside(keyInB(store, key)),
  };
  const hosts = { stage, world: place('world-a'), pane: place('pane-a'), minimap: place('minimap-a') };
  const grid = createGrid({ grid: stage, rowsHost: place('grid-a') }, () => second, ofA);
  const second: LadderView = createLadder(hosts, ofA, actionsOfA, grid);
  stage.addEventListener('keydown', (event) => walk(event, ofA, select));
  // Timers and states are each run's own: a note about one of A's selects nothing of B's.
  listenToNotes(
    stage,
    () => store.baseline.peek(),
    (record, ofClause) => {
      if (!('key' in record)) return;
      select({ kind: 'arrow', key: record.key });
      if (ofClause) store.tab.value = 'spec';
    },
  );
  scrollTogether(store, ofA, { main, second });
}

/** All that the page knows, with A as what is shown. */
function storeOfA(store: Store): LadderStore {
  const { baseline, choices, compared, comparing, selection } = store;
  const inSide = computed(() => (comparing.value === 'side' ? baseline.value : undefined));
  return {
    ...store,
    ...createSight(inSide, choices),
    run: baseline,
    differences: computed(() => compared.value && shownIn(compared.value, 'a', false)),
    diverges: computed(() => divergesIn(store.divergence.value, 'a')),
    selection: computed(() => inA(store, selection.value)),
    hovered: signal<string | undefined>(undefined),
    marked: signal<string | undefined>(undefined),
    measured: signal<TimeRange | undefined>(undefined),
  };
}

/** What is selected in A while something is selected in B. */
function inA({ compared, baseline }: Store, selection: Selection | undefined): Selection | undefined {
  if (selection?.kind !== 'arrow' || compared.value === undefined) return undefined;
  const key = compared.value.twinOfB.get(selection.key)?.key ?? selection.key;
  return baseline.value?.arrowByKey.has(key) ? { kind: 'arrow', key } : undefined;
}

/** A message that is selected in A is its twin in B; what A alone has is itself. Timers and states are each run's own. */
function inB(store: Store, selection: Selection | undefined): Selection | undefined {
  return selection?.kind === 'arrow' ? { kind: 'arrow', key: keyInB(store, selection.key) } : undefined;
}

function keyInB({ compared }: Store, key: string): string {
  return compared.value?.twinOfA.get(key)?.key ?? key;
}

/** The arrows go through A's messages. */
function walk(event: KeyboardEvent, ofA: LadderStore, select: (selection: Selection) => void): void {
  const arrows = ofA.arranged.value?.arrows ?? [];
  const chosen = ofA.selection.value;
  const at = chosen?.kind === 'arrow' ? arrows.findIndex(({ key }) => key === chosen.key) : -1;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: arrows.length - 1,
  };
  const wanted = steps[event.key];
  if (wanted === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  const arrow: Arrow | undefined = arrows[Math.max(0, Math.min(arrows.length - 1, wanted))];
  if (arrow !== undefined) select({ kind: 'arrow', key: arrow.key });
}

interface Ladders {
  readonly main: LadderView;
  readonly second: LadderView;
}

/** Where one ladder is scrolled to, the other follows: what both have in the middle of the window (at the ends its edges) stands at the same height, and the same lanes beside one another. */
function scrollTogether(store: Store, ofA: LadderStore, { main, second }: Ladders): void {
  const [stageA, stageB] = [place('ladder-a'), place('ladder')];
  const anchors = keepAnchors(store, ofA);
  /** Where a ladder was put; arriving there it leads nobody. */
  const put = new Map<HTMLElement, number>();
  const follow = (
    leader: LadderView,
    other: LadderView,
    otherStage: HTMLElement,
    map: (y: number) => number,
  ): void => {
    const held = leader.hold();
    if (held === undefined || other.hold() === undefined) return;
    // What stands above the first message of both is a little higher in one of them.
    other.toHold({ ...held, y: held.y === 0 ? 0 : map(held.y) });
    const stage = otherStage === stageA ? stageB : stageA;
    if (otherStage.scrollLeft !== stage.scrollLeft) otherStage.scrollLeft = stage.scrollLeft;
    put.set(otherStage, otherStage.scrollTop);
  };
  const led = (stage: HTMLElement): boolean => {
    const wanted = put.get(stage);
    put.delete(stage);
    return wanted !== undefined && Math.abs(stage.scrollTop - wanted) < 1;
  };
  const bLeads = (): void => follow(main, second, stageA, (y) => anchors.value?.toA(y) ?? y);
  stageB.addEventListener('scroll', () => {
    if (store.comparing.value === 'side' && !led(stageB)) bLeads();
  });
  stageA.addEventListener('scroll', () => {
    if (store.comparing.value === 'side' && !led(stageA))
      follow(second, main, stageB, (y) => anchors.value?.toB(y) ?? y);
  });
  effect(() => {
    if (anchors.value !== undefined) requestAnimationFrame(bLeads);
  });
  new ResizeObserver(() => {
    if (store.comparing.value === 'side') bLeads();
  }).observe(stageB);
  // What A alone has is nowhere in B: A's ladder shows it, and B's follows.
  effect(() => {
    const chosen = store.selection.value;
    const there = ofA.selection.value;
    if (there !== undefined && chosen?.kind === 'arrow' && !store.run.peek()?.arrowByKey.has(chosen.key))
      requestAnimationFrame(() => second.reveal(there));
  });
}

/** Where both runs agree; of long ones it takes a moment until that is known. */
function keepAnchors(store: Store, ofA: LadderStore): ReadonlySignal<Anchors | undefined> {
  const anchors = signal<Anchors | undefined>(undefined);
  let turn = 0;
  effect(() => {
    const mine = ++turn;
    const { compared, axis, run, comparing } = store;
    const [axisA, axisB, comparison] = [ofA.axis.value, axis.value, compared.value];
    const arrows = run.value?.arrows ?? [];
    anchors.value = undefined;
    if (comparing.value !== 'side' || axisA === undefined || axisB === undefined || comparison === undefined)
      return;
    void inSlices(anchorsOf(arrows, comparison, axisA, axisB), () => mine === turn).then((found) => {
      if (found !== undefined) anchors.value = found;
    });
  });
  return anchors;
}

/** From the heights of every message that both runs have. */
function* anchorsOf(
  arrows: readonly Arrow[],
  { twinOfB }: RunComparison,
  axisA: Axis,
  axisB: Axis,
): Steps<Anchors> {
  const pairs: [number, number][] = [];
  yield* each(arrows, ({ key, sent }) => {
    const twin = twinOfB.get(key);
    if (twin !== undefined) pairs.push([axisA.y({ atUs: twin.atUs, seq: twin.seq }), axisB.y(sent)]);
  });
  return yield* findingAnchors(pairs);
}
