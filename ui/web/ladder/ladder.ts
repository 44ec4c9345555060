// The ladder on the page: an SVG as large as its window, in which only what is in view stands.
import { effect } from '@preact/signals-core';
import { select } from 'd3';
import { breath } from '../breath.ts';
import { afterFirstLadder, comingLater, later } from '../later.ts';
import type { Arrow } from '../model/arrows.ts';
import { shownBy } from '../model/sight.ts';
import type { Actions } from '../state/actions.ts';
import { timeScale } from '../state/looking.ts';
import type { LadderStore } from '../state/sight.ts';
import { createChanges } from './changes.ts';
import { drawArrow, drawLabel } from './draw-arrow.ts';
import { drawHeads, drawLifelines, drawPlates } from './draw-lanes.ts';
import {
  drawBreakChip,
  drawNote,
  drawPill,
  drawTime,
  drawTimer,
  drawTimerTag,
  timeText,
} from './draw-marks.ts';
import { drawBand, drawGutters, drawPlayhead } from './draw-overlay.ts';
import { drawBar, drawBreak, drawZero } from './draw-stretches.ts';
import { beneath, type Geometry, keptGeometry } from './geometry.ts';
import { createGrip } from './hold.ts';
import { createLabels, type Labels } from './labels.ts';
import { createLayers, keep } from './layers.ts';
import { markMessages } from './mark-messages.ts';
import { createMinimap } from './minimap.ts';
import { createMinimapMarks } from './minimap-marks.ts';
import { createOverview } from './overview.ts';
import type { Pen } from './pen.ts';
import { listenToPointer } from './pointer.ts';
import { notesUntil, type Scene, type SceneContent } from './scene.ts';
import { createScroller, heldAt } from './scroller.ts';
import { spanInRun } from './span-in-run.ts';
import { createStanding, type Standing } from './standing.ts';
import { tagsOf, timerFits } from './timer-tags.ts';
import { createViewport, fewForHurry, type Outlook } from './viewport.ts';
import { watchedSize } from './watched-size.ts';

export interface LadderView extends Pick<Standing, 'reveal' | 'focusOn' | 'place' | 'aside' | 'stand'> {
  /** Where things stand now; undefined before the first run. */
  current():
    | {
        readonly scene: Scene;
        /** The messages in the window, the first of them where they are many. */
        readonly rows: readonly Arrow[];
        readonly geometry: Geometry;
        readonly labels: Labels | undefined;
        readonly top: number;
        readonly left: number;
      }
    | undefined;
  /** From when to when what is in the window happened. */
  inWindow(): { readonly fromUs: number; readonly untilUs: number } | undefined;
  /** Where the window holds on to the run while another ladder scrolls with it. */
  hold(): Hold | undefined;
  /** Brings a height of the run to where another window holds it. */
  toHold(hold: Hold): void;
}

/** A height of the run, and how far down the window it stands, both in the axis' pixels. */
export interface Hold {
  readonly y: number;
  readonly down: number;
}

/** In the place of a frame's number: it is drawn before that. */
const soon = -1;
/** What is drawn beyond the edges of the window. */
const margin = 60;

export interface LadderHosts {
  /** Scrolls. */
  readonly stage: HTMLElement;
  /** As large as the whole ladder; holds nothing. */
  readonly world: HTMLElement;
  /** As large as the window; holds the SVG. */
  readonly pane: HTMLElement;
  /** The strip that shows the whole run. */
  readonly minimap: HTMLElement;
}

export function createLadder(
  hosts: LadderHosts,
  store: LadderStore,
  actions: Actions,
  onFrame: () => void,
): LadderView {
  const { stage, world, pane } = hosts;
  const layers = createLayers(pane);
  const scroller = createScroller(stage, world);
  const viewport = createViewport(scroller, schedule);
  const overview = createOverview(pane);
  const minimap = createMinimap(hosts.minimap, (y) => scroller.scrollTo(y - halfRoom()));
  const more = later(() => import('./draw-more.ts'));
  let content: SceneContent | undefined;
  let seen: Outlook | undefined;
  let labels: Labels | undefined;
  let labelledScene: Scene | undefined;
  const axis = () => content?.axis;
  const grip = createGrip({ scroller, axis, head: () => geometry.head });
  const size = watchedSize(stage, resized);
  const geometryFor = keptGeometry();
  let geometry = geometryFor(size(), 1);
  let layout = 0;
  const [linesChange, headsChange, platesChange] = [createChanges(), createChanges(), createChanges()];
  const marksOf = createMinimapMarks();
  const { halfRoom, timeInMiddle, follow, reveal, focusOn, place, aside, stand } = createStanding({
    ...{ stage, scroller, store },
    content: () => content,
    geometry: () => geometry,
  });
  let [frame, left] = [0, 0];

  function schedule(): void {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }

  /** What a reader waits for is drawn by when the next frame begins, not from then on. */
  function drawSoon(): void {
    cancelAnimationFrame(frame);
    if (frame !== soon) queueMicrotask(draw);
    frame = soon;
  }

  /** What takes longer is laid out before, each part in a task of its own, so that the page answers in between. */
  async function drawInSteps(): Promise<void> {
    cancelAnimationFrame(frame);
    if (frame === soon) return;
    frame = soon;
    await breath();
    const outlook = viewport.look(geometry);
    await breath();
    if (outlook?.tier === 'full') {
      const named = labelled(outlook.scene);
      for (const place of outlook.scene.arrows.between(...shownOf(outlook))) named.of(place);
    }
    await breath();
    drawIt();
    // What stands beside it is measured: before the browser has laid out the ladder, it would do so for that.
    requestAnimationFrame(() => void breath().then(onFrame));
  }

  function shownOf({ top }: Outlook): [fromY: number, toY: number] {
    return [top - margin, top + geometry.height + margin];
  }

  /** The labels of what is laid out; of something else, they are others. */
  function labelled(scene: Scene): Labels {
    if (labels === undefined || scene !== labelledScene) {
      layout++;
      labels = createLabels(scene, geometry);
      labelledScene = scene;
    }
    return labels;
  }

  /** Lays everything out anew: another run, another axis, another size. */
  function rebuild(): void {
    layout++;
    geometry = geometryFor(size(), content?.model.lanes.length ?? 1);
    const { width, height } = geometry;
    labels = undefined;
    world.style.width = `${Math.max(geometry.across, width)}px`;
    measure();
    pane.style.width = `${width}px`;
    pane.style.height = `${height}px`;
    select(layers.svg).attr('width', width).attr('height', height);
    schedule();
  }

  /** Makes room for as much as there is to scroll. */
  function measure(): void {
    scroller.measure((content?.axis.bottom ?? 0) + beneath, shownSize(), geometry);
  }

  /** How large the run is drawn, against how large it is laid out. Whoever lays out for another reason doesn't follow the zoom. */
  function shownSize(): number {
    const size = store.zoom.peek() / store.axisZoom.peek();
    // Zoomed out and in again, it is as large as it was but for rounding.
    return Math.abs(size - 1) < 1e-6 ? 1 : size;
  }

  function draw(): void {
    drawIt();
    onFrame();
  }

  function drawIt(): void {
    frame = 0;
    seen = viewport.look(geometry);
    if (seen === undefined) return;
    const { scene, top, topOfRun, tier, bulk } = seen;
    const named = labelled(scene);
    left = scroller.left();
    overview.draw(tier, bulk, { top: topOfRun, scale: scroller.scale, left }, geometry);
    const [from, to] = shownOf(seen);
    const down = geometry.head - top;
    layers.lanes.attr('transform', `translate(${-left},${down})`);
    layers.gutter.attr('transform', `translate(0,${down})`);
    const timers = scene.timers.between(from, to).filter((place) => timerFits(place, geometry));
    const arrows = scene.arrows.between(from, to);
    keep(layers.zeroTimes, scene.zeroTimes.between(from, to), layout, (pen, place) =>
      drawZero(pen, place, geometry),
    );
    keep(layers.bars, scene.bars.between(from, to), layout, (pen, place) => drawBar(pen, place, geometry));
    const breaks = scene.breaks.between(from, to);
    keep(layers.breaks, breaks, layout, (pen, place) => drawBreak(pen, place, geometry));
    keep(layers.timers, timers, layout, (pen, place) => drawTimer(pen, place, geometry));
    keep(layers.arrows, arrows, layout, (pen, place) => drawArrow(pen, place, geometry));
    const tags = tagsOf(timers, scene, geometry);
    keep(layers.tags, tags, layout, drawTimerTag);
    keep(layers.labels, arrows, layout, (pen, place) => drawLabel(pen, place, named));
    keep(layers.pills, scene.pills.between(from, to), layout, (pen, place) => drawPill(pen, place, geometry));
    const scale = timeScale(store);
    // In a crowd times stand always at the same places.
    const told = `${tier === 'full' ? layout : `crowd ${geometry.times}`}/${scale.mode}/${scale.zeroUs}`;
    const chips = [...breaks, ...scene.times.between(from, to)];
    const drawChip = (pen: Pen, place: (typeof chips)[number]): void => {
      if ('atUs' in place) drawTime(pen, place, geometry, scale);
      else drawBreakChip(pen, place, geometry);
    };
    // Where times are many, each frame has others at the same places: one that was drawn before says what it says now.
    const tellAgain = (node: SVGGElement, place: (typeof chips)[number]): void => {
      if ('atUs' in place) node.querySelector('text')!.textContent = timeText(place, scale);
    };
    keep(layers.chips, chips, told, drawChip, tier === 'full' ? undefined : tellAgain);
    const notes = geometry.notes > 0 ? notesUntil(store.limit.value, scene.notes.between(from, to)) : [];
    keep(layers.notes, notes, layout, (pen, place) => drawNote(pen, place, geometry));
    const view = { scene, geometry, top, left, times: store.times.value };
    const rest = more.ifThere();
    rest?.drawSplits(layers, view, { arrows, labels: named, tags });
    markMessages(layers, store);
    if (linesChange(geometry, left, scene.model.lanes)) {
      drawGutters(layers, geometry);
      drawLifelines(layers, view);
    }
    const now = store.now.value;
    if (headsChange(geometry, view.times)) drawHeads(layers, view);
    if (platesChange(geometry, left, scene.model, now)) drawPlates(layers, view, now);
    drawBand(layers, view, store.selection.value);
    rest?.drawChosen(layers, store.selection.value);
    rest?.drawDifferences(layers, arrows);
    rest?.drawDivergence(layers, view, store.diverges.value);
    const asked = store.limit.value && { selection: store.selection.value };
    drawPlayhead(layers, view, now, asked);
    rest?.drawThreads(layers, view, arrows, store);
    rest?.drawPreview(layers, view, arrows, store);
    drawMinimap(seen);
  }

  effect(() => {
    const { sight, differences, crowd } = store;
    if (sight.value === undefined) return;
    const { arranged: model, axis, timers, choices, bulk } = sight.value;
    const middleUs = content?.model === model ? timeInMiddle() : undefined;
    content = {
      model,
      axis,
      timers,
      showsStates: choices.layers.states,
      differences: differences.value,
      tooMany: crowd.value?.tooMany ?? false,
      shows: shownBy(choices.layers),
    };
    viewport.show(content, bulk);
    rebuild();
    if (!grip.keep() && middleUs !== undefined) scroller.scrollTo(axis.yOfTime(middleUs) - halfRoom());
    const first = store.ladderFirst.peek();
    if (first === 'at once' && model.arrows.length < fewForHurry) drawSoon();
    else if (first) void comingLater(drawInSteps);
  });
  effect(() => {
    store.selection.value;
    store.times.value;
    store.matching.value;
    store.hovered.value;
    store.previewed.value;
    store.marked.value;
    store.measured.value;
    store.limit.value;
    store.diverges.value;
    store.beside.value;
    const now = store.now.value;
    if (store.playing.value && content !== undefined) follow(content.axis.yOfTime(now.atUs));
    schedule();
  });

  effect(() => {
    store.zoom.value;
    store.axisZoom.value;
    if (content === undefined || shownSize() === scroller.scale) return;
    const middleUs = timeInMiddle();
    measure();
    schedule();
    if (!grip.keep() && middleUs !== undefined)
      scroller.scrollTo(content.axis.yOfTime(middleUs) - halfRoom());
  });

  function drawMinimap({ bulk, topOfRun, scene: { model } }: Outlook): void {
    if (content === undefined) return;
    const { axis } = content;
    const { atUs } = store.now.value;
    minimap.draw({
      bulk,
      lanes: model.lanes.length,
      height: axis.bottom + beneath,
      top: topOfRun,
      shown: 2 * halfRoom(),
      nowY: atUs >= model.endUs ? undefined : axis.yOfTime(atUs),
      marks: marksOf(content),
    });
  }

  /** What is selected and was in view stays in view, also when the inspector that it opens takes half of the window. */
  function resized(): void {
    const { selection } = store;
    const chosen = selection.peek();
    const span = content && chosen && spanInRun(content, chosen);
    const inView = span && span.toY > scroller.top() && span.fromY < scroller.top() + 2 * halfRoom();
    rebuild();
    if (inView && chosen) reveal(chosen);
  }

  const listenToFingers = async (): Promise<void> => {
    const { listenToPinch } = await import('./pinch.ts');
    listenToPinch({ stage, zoom: store.zoom, grip });
  };
  if (navigator.maxTouchPoints > 1) void listenToFingers();
  // A screen to touch may be plugged in at any time.
  else stage.addEventListener('touchstart', () => void listenToFingers(), { once: true, passive: true });
  afterFirstLadder(store, more);
  effect(() => {
    if (more.ifThere() !== undefined) schedule();
  });
  afterFirstLadder(store, async () => {
    const { listenToDrag } = await import('./drag.ts');
    const { measured } = store;
    const [seenNow, scale] = [() => seen, () => scroller.scale];
    listenToDrag({ stage, measured, axis, geometry: () => geometry, seen: seenNow, scale });
  });
  stage.addEventListener('scroll', schedule, { passive: true });
  listenToPointer({
    ...{ stage, store, actions, focusOn, grip },
    seen: () => seen,
    geometry: () => geometry,
    labels: () => labels,
    lineAt: viewport.lineAt,
  });
  effect(() => {
    if (store.following.value && store.axis.value !== undefined)
      requestAnimationFrame(() => scroller.scrollTo(content?.axis.bottom ?? 0));
  });

  return {
    current: () => seen && { scene: seen.scene, rows: seen.rows, geometry, labels, top: seen.top, left },
    inWindow() {
      const axis = content?.axis;
      const top = scroller.top();
      return axis && { fromUs: axis.timeOf(top), untilUs: axis.timeOf(top + 2 * halfRoom()) };
    },
    reveal,
    focusOn,
    place,
    aside,
    stand,
    hold() {
      if (content === undefined) return undefined;
      const top = scroller.top();
      const left = (stage.scrollHeight - stage.clientHeight - stage.scrollTop) / scroller.scale;
      const down = heldAt(top, left, 2 * halfRoom());
      return { y: top + down, down };
    },
    toHold: ({ y, down }) => scroller.scrollTo(y - down),
  };
}
