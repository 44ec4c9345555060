// The ladder on the page: an SVG as large as its window, in which only what is in view stands.
import { effect } from '@preact/signals-core';
import { select } from 'd3';
import { seconds } from '../../views/words.ts';
import type { Actions } from '../state/actions.ts';
import type { Store } from '../state/store.ts';
import { drawArrow, drawLabel } from './draw-arrow.ts';
import { drawHeads, drawLifelines } from './draw-lanes.ts';
import {
  drawBreakChip,
  drawNote,
  drawPill,
  drawTime,
  drawTimer,
  drawTimerTag,
  type TimeScale,
} from './draw-marks.ts';
import { drawBand, drawDifferences, drawGutters, drawPlayhead } from './draw-overlay.ts';
import { drawBar, drawBreak, drawZero } from './draw-stretches.ts';
import { createGeometry, type Geometry } from './geometry.ts';
import { hitAt } from './hit.ts';
import { createLabels, type Labels } from './labels.ts';
import { createLayers, keep } from './layers.ts';
import { createScene, type Scene } from './scene.ts';
import { tagsOf, timerFits } from './timer-tags.ts';

export interface LadderView {
  /** Where things stand now; undefined before the first run. */
  current():
    | { readonly scene: Scene; readonly geometry: Geometry; readonly top: number; readonly left: number }
    | undefined;
  /** Brings a height into view, if it isn't. */
  reveal(fromY: number, toY: number): void;
}

/** What is drawn beyond the edges of the window. */
const margin = 60;

export interface LadderHosts {
  /** Scrolls. */
  readonly stage: HTMLElement;
  /** As large as the whole ladder; holds nothing. */
  readonly world: HTMLElement;
  /** As large as the window; holds the SVG. */
  readonly pane: HTMLElement;
}

export function createLadder(
  hosts: LadderHosts,
  store: Store,
  actions: Actions,
  onFrame: () => void,
): LadderView {
  const { stage, world, pane } = hosts;
  const layers = createLayers(pane);
  let scene: Scene | undefined;
  let labels: Labels | undefined;
  let geometry = createGeometry(stage.clientWidth, stage.clientHeight, 1);
  let layout = 0;
  let frame = 0;

  function schedule(): void {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }

  /** Lays everything out anew: another run, another axis, another size. */
  function rebuild(): void {
    layout++;
    geometry = createGeometry(stage.clientWidth, stage.clientHeight, scene?.model.lanes.length ?? 1);
    if (scene !== undefined) labels = createLabels(scene, geometry);
    world.style.width = `${Math.max(geometry.across, stage.clientWidth)}px`;
    world.style.height = `${(scene?.height ?? 0) + geometry.head}px`;
    pane.style.width = `${stage.clientWidth}px`;
    pane.style.height = `${stage.clientHeight}px`;
    select(layers.svg).attr('width', stage.clientWidth).attr('height', stage.clientHeight);
    schedule();
  }

  function timeScale(): TimeScale {
    const mode = store.times.value;
    const { selection } = store;
    const key = mode === 'selected' && selection.value?.kind === 'arrow' ? selection.value.key : undefined;
    const zeroUs = key === undefined ? 0 : (store.run.value?.arrowByKey.get(key)?.sent.atUs ?? 0);
    return { mode, zeroUs };
  }

  function draw(): void {
    frame = 0;
    if (scene === undefined || labels === undefined) return;
    const named = labels;
    const { scrollTop: top, scrollLeft: left, clientHeight } = stage;
    const [from, to] = [top - margin, top + clientHeight + margin];
    const down = geometry.head - top;
    layers.lanes.attr('transform', `translate(${-left},${down})`);
    layers.gutter.attr('transform', `translate(0,${down})`);
    const timers = scene.timers.between(from, to).filter((place) => timerFits(place, geometry));
    const arrows = scene.arrows.between(from, to);
    keep(layers.zeroTimes, scene.zeroTimes.between(from, to), layout, (node, place) =>
      drawZero(node, place, geometry),
    );
    keep(layers.bars, scene.bars.between(from, to), layout, (node, place) => drawBar(node, place, geometry));
    keep(layers.breaks, scene.breaks.between(from, to), layout, (node, place) =>
      drawBreak(node, place, geometry),
    );
    keep(layers.timers, timers, layout, (node, place) => drawTimer(node, place, geometry));
    keep(layers.arrows, arrows, layout, (node, place) => drawArrow(node, place, geometry));
    keep(layers.tags, tagsOf(timers, scene, geometry), layout, drawTimerTag);
    keep(layers.labels, arrows, layout, (node, place) => drawLabel(node, place, named));
    keep(layers.pills, scene.pills.between(from, to), layout, (node, place) =>
      drawPill(node, place, geometry),
    );
    const chips = scene.breaks.between(from, to);
    const scale = timeScale();
    const told = `${layout}/${scale.mode}/${scale.zeroUs}`;
    keep(layers.chips, [...chips, ...scene.times.between(from, to)], told, (node, place) => {
      if ('atUs' in place) drawTime(node, place, geometry, scale);
      else drawBreakChip(node, place, geometry);
    });
    const notes = geometry.notes > 0 ? scene.notes.between(from, to) : [];
    keep(layers.notes, notes, layout, (node, place) => drawNote(node, place, geometry));
    const view = { scene, geometry, top, left, times: store.times.value };
    drawGutters(layers, geometry);
    drawLifelines(layers, view);
    drawHeads(layers, view, store.now.value);
    drawBand(layers, view, store.selection.value);
    drawDifferences(layers, view, arrows);
    drawPlayhead(layers, view, store.now.value);
    onFrame();
  }

  effect(() => {
    const { arranged, axis, layers: shown, comparing, comparison, showing, shownTimers } = store;
    const model = arranged.value;
    const map = axis.value;
    if (model === undefined || map === undefined) return;
    const { sip, msrp, states } = shown.value;
    const compared = comparing.value && showing.value === 'b' ? comparison.value : undefined;
    scene = createScene({
      model,
      axis: map,
      timers: shownTimers.value,
      showsStates: states,
      comparison: compared,
      shows: ({ message }) => (message.protocol === 'msrp' ? msrp : sip),
    });
    rebuild();
  });
  effect(() => {
    store.selection.value;
    store.times.value;
    const now = store.now.value;
    if (store.playing.value && scene !== undefined) follow(scene.axis.yOfTime(now.atUs));
    schedule();
  });

  /** While playing, the playhead stays in the upper two thirds. */
  function follow(y: number): void {
    const room = stage.clientHeight - geometry.head;
    if (y > stage.scrollTop + room * 0.7 || y < stage.scrollTop) stage.scrollTop = y - room * 0.6;
  }

  function reveal(fromY: number, toY: number): void {
    const room = stage.clientHeight - geometry.head;
    if (fromY < stage.scrollTop + 10) stage.scrollTop = fromY - 40;
    else if (toY > stage.scrollTop + room - 10) stage.scrollTop = toY - room + 60;
  }

  stage.addEventListener('scroll', schedule, { passive: true });
  new ResizeObserver(rebuild).observe(stage);
  const hit = (event: MouseEvent) => {
    const box = stage.getBoundingClientRect();
    if (scene === undefined || event.clientY - box.top < geometry.head) return undefined;
    const x = event.clientX - box.left;
    const y = event.clientY - box.top - geometry.head + stage.scrollTop;
    return hitAt(scene, geometry, { x, y }, stage.scrollLeft);
  };
  stage.addEventListener('click', (event) => {
    const found = hit(event);
    if (!(event.target as Element).closest('button')) actions.select(found);
  });
  stage.addEventListener('mousemove', (event) => {
    stage.style.cursor = hit(event) === undefined ? '' : 'pointer';
  });

  return {
    current: () =>
      scene === undefined ? undefined : { scene, geometry, top: stage.scrollTop, left: stage.scrollLeft },
    reveal,
  };
}

/** What the playhead says: `1.620 s`. */
export function playheadText(atUs: number): string {
  return `${seconds(Math.round(atUs / 1000) * 1000)} s`;
}
