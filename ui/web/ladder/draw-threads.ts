// What ties messages together: those of the selected transaction, the original of one sent again, a time measured.
import { duration } from '../../views/words.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { measuredIn } from '../state/looking.ts';
import type { LadderStore } from '../state/sight.ts';
import type { View } from './draw-lanes.ts';
import type { Layers } from './layers.ts';
import { type ArrowPlace, isGhost } from './scene.ts';

export function drawThreads(
  layers: Layers,
  view: View,
  arrows: readonly ArrowPlace[],
  store: LadderStore,
): void {
  drawTransaction(layers, view, arrows, store);
  drawOriginal(layers, view, store);
  drawMeasure(layers, view, store);
  drawTips(layers, view, arrows, store);
}

function selectedArrow({ selection, run }: LadderStore): Arrow | undefined {
  return selection.value?.kind === 'arrow' ? run.value?.arrowByKey.get(selection.value.key) : undefined;
}

/** A thread in the gutter along the messages of the selected one's transaction. */
function drawTransaction(
  { gutter }: Layers,
  { scene }: View,
  arrows: readonly ArrowPlace[],
  store: LadderStore,
): void {
  const selected = selectedArrow(store);
  const related = arrows.filter(
    (place) =>
      selected !== undefined &&
      !isGhost(place) &&
      place.arrow.message.transaction === selected.message.transaction,
  );
  gutter
    .selectAll<SVGPathElement, ArrowPlace>('.related')
    .data(selected === undefined || related.length < 2 ? [] : related)
    .join('path')
    .attr('class', 'related')
    .attr('d', ({ startY }) => `M0,${Math.min(startY, scene.height) - 7}h3v14h-3z`);
}

/** From a message sent again to its first transmission, while the pointer is on it. */
function drawOriginal({ lanes }: Layers, { scene, geometry }: View, { hovered, run }: LadderStore): void {
  const again = run.value?.arrowByKey.get(hovered.value ?? '');
  const first =
    again === undefined || again.message.transmission === 0
      ? undefined
      : run.value?.arrowByKey.get(`${again.key.slice(0, again.key.lastIndexOf('/'))}/0`);
  const lane = scene.model.laneOf.get(again?.message.fromNode ?? '');
  const threads =
    again === undefined || first === undefined || lane === undefined
      ? []
      : [{ x: geometry.x(lane), from: scene.axis.y(first.sent), to: scene.axis.y(again.sent) }];
  lanes
    .selectAll<SVGPathElement, (typeof threads)[number]>(':scope > .original')
    .data(threads)
    .join('path')
    .attr('class', 'original')
    .attr(
      'd',
      ({ x, from, to }) => `M${x},${from}C${x - 46},${from + 12} ${x - 46},${to - 12} ${x - 4},${to}`,
    );
}

/** From one moment to another: how long. */
function drawMeasure({ gutter }: Layers, { scene, geometry }: View, store: LadderStore): void {
  const [from, to] = measuredIn(store) ?? [];
  const heightAt = (one: Instant): number =>
    one.seq === Number.MAX_SAFE_INTEGER ? scene.axis.yOfTime(one.atUs) : scene.axis.y(one);
  const measures =
    from === undefined || to === undefined
      ? []
      : [
          {
            a: heightAt(from),
            b: heightAt(to),
            text: `Δ ${duration(Math.abs(to.atUs - from.atUs))}`,
          },
        ];
  const x = geometry.times + 7;
  gutter
    .selectAll<SVGPathElement, (typeof measures)[number]>('.measure')
    .data(measures)
    .join('path')
    .attr('class', 'measure')
    .attr('d', ({ a, b }) => `M${x - 5},${a}h10M${x},${a}V${b}M${x - 5},${b}h10`);
  gutter
    .selectAll<SVGTextElement, (typeof measures)[number]>('.measure-text')
    .data(measures)
    .join('text')
    .attr('class', 'measure-text')
    .attr('x', x + 6)
    .attr('y', ({ a, b }) => (a + b) / 2 + 3.5)
    .text(({ text }) => text);
}

const still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

/** While it plays, where each message under way has come to. */
function drawTips({ lanes }: Layers, view: View, arrows: readonly ArrowPlace[], store: LadderStore): void {
  const { scene, geometry } = view;
  const now = store.playing.value && !still?.matches ? scene.axis.yOfTime(store.now.value.atUs) : undefined;
  const tips = arrows.flatMap(({ startY, endY, from, to, id }) => {
    if (now === undefined || now <= startY || now >= endY) return [];
    const share = (now - startY) / (endY - startY);
    return [{ id, x: geometry.x(from) + (geometry.x(to) - geometry.x(from)) * share, y: now }];
  });
  lanes
    .selectAll<SVGCircleElement, (typeof tips)[number]>(':scope > .tip')
    .data(tips, ({ id }) => id)
    .join('circle')
    .attr('class', 'tip')
    .attr('r', 4)
    .attr('cx', ({ x }) => x)
    .attr('cy', ({ y }) => y);
}
