// The pointer on the ladder: what lies beneath it, what a click takes, what Ctrl and the wheel zoom.

import type { Actions } from '../state/actions.ts';
import { mark } from '../state/looking.ts';
import type { LadderStore } from '../state/sight.ts';
import type { Selection } from '../state/store.ts';
import { zoomed, zooms } from '../state/zoom.ts';
import type { Geometry } from './geometry.ts';
import { headClick } from './head-click.ts';
import { hitsAt, nextOf, reachOf } from './hit.ts';
import type { Grip } from './hold.ts';
import type { Labels } from './labels.ts';
import type { Outlook, Viewport } from './viewport.ts';

interface Pointed {
  readonly stage: HTMLElement;
  readonly store: LadderStore;
  readonly actions: Actions;
  readonly lineAt: Viewport['lineAt'];
  readonly grip: Grip;
  /** What is drawn now. */
  seen(): Outlook | undefined;
  geometry(): Geometry;
  labels(): Labels | undefined;
  focusOn(selection: Selection): void;
}

export function listenToPointer({
  stage,
  store,
  actions,
  seen,
  geometry,
  labels,
  lineAt,
  grip,
  focusOn,
}: Pointed): void {
  const hits = (event: MouseEvent): readonly Selection[] => {
    const [reach, outlook] = [reachOf(event), seen()];
    const box = stage.getBoundingClientRect();
    if (outlook === undefined || event.clientY - box.top < geometry().head) return [];
    const at = { x: event.clientX - box.left, y: event.clientY - box.top - geometry().head };
    if (outlook.tier === 'full')
      return hitsAt(
        { scene: outlook.scene, geometry: geometry(), labels: labels() },
        { x: at.x, y: at.y + outlook.top },
        stage.scrollLeft,
        reach,
      );
    const line =
      outlook.tier === 'lines' ? lineAt({ x: at.x + stage.scrollLeft, y: at.y }, geometry()) : undefined;
    return line === undefined ? [] : [{ kind: 'arrow', key: line.key }];
  };
  let clickedAt = { x: Number.NaN, y: Number.NaN };
  /** A click where the last one was takes the next of what lies there. */
  const clicked = (event: MouseEvent): Selection | undefined => {
    const again = Math.hypot(event.clientX - clickedAt.x, event.clientY - clickedAt.y) < 4;
    clickedAt = { x: event.clientX, y: event.clientY };
    return nextOf(hits(event), again ? store.selection.peek() : undefined);
  };
  const headAction = (event: MouseEvent) => {
    const { left, top } = stage.getBoundingClientRect();
    if (event.clientY - top >= geometry().head) return undefined;
    return headClick(store, geometry(), event.clientX - left, stage.scrollLeft);
  };
  stage.addEventListener('click', (event) => {
    if ((event.target as Element).closest('button')) return;
    const inHead = headAction(event);
    if (inHead !== undefined) {
      inHead();
      return;
    }
    if (event.altKey) mark(store);
    const [found] = hits(event);
    if (found?.kind === 'arrow' && (event.ctrlKey || event.metaKey)) actions.layBeside(found.key);
    else actions.select(clicked(event));
  });
  stage.addEventListener('dblclick', (event) => {
    const [found] = headAction(event) === undefined ? hits(event) : [];
    if (found === undefined) return;
    actions.select(found);
    focusOn(found);
  });
  for (const name of ['mousemove', 'pointerdown', 'keydown'] as const)
    stage.addEventListener(name, grip.letGo, { passive: true });
  stage.addEventListener('mousemove', (event) => {
    const [found] = hits(event);
    stage.style.cursor = found === undefined && headAction(event) === undefined ? '' : 'pointer';
    store.hovered.value = found?.kind === 'arrow' ? found.key : undefined;
  });
  stage.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) {
        grip.letGo();
        return;
      }
      event.preventDefault();
      grip.take(event.clientY - stage.getBoundingClientRect().top);
      store.zoom.value = zoomed(store.zoom.value, wheelFactor(event));
    },
    { passive: false },
  );
}

/** Two fingers on a pad turn it by a little at a time, a wheel by a notch. */
const notchPx = 50;

function wheelFactor({ deltaY, deltaMode }: WheelEvent): number {
  if (deltaMode === WheelEvent.DOM_DELTA_PIXEL && Math.abs(deltaY) < notchPx) return Math.exp(-deltaY / 100);
  return deltaY < 0 ? zooms.step : 1 / zooms.step;
}
