// What of a run is in the window, and in how much detail: from where it is scrolled and zoomed to, to what the ladder draws.
import type { Arrow } from '../model/arrows.ts';
import type { Bulk } from '../model/bulk.ts';
import { spanIndex } from '../model/in-view.ts';
import type { Geometry } from './geometry.ts';
import type { Scene, SceneContent, TimePlace } from './scene.ts';
import type { Scroller } from './scroller.ts';
import { movedAxis, type Stretch, stretchAround } from './stretch.ts';
import { type Tier, tierOf } from './tiers.ts';

/** What a frame shows. */
export interface Outlook {
  readonly scene: Scene;
  /** Where the window begins, in the scene's own heights and in the run's. */
  readonly top: number;
  readonly topOfRun: number;
  readonly tier: Tier;
  readonly bulk: Bulk;
  /** The messages that begin in the window, the first ones where they are many. */
  readonly rows: readonly Arrow[];
}

export interface Viewport {
  /** Another run, axis or choice of what is shown. */
  show(content: SceneContent, bulk: Bulk): void;
  look(geometry: Geometry): Outlook | undefined;
  /** The message nearest to a point of the window, where messages are drawn as lines. */
  lineAt(at: { readonly x: number; readonly y: number }, geometry: Geometry): Arrow | undefined;
}

/** From one time to the next in the gutter, where messages are too many to each have theirs. */
const tickGap = 44;
/** As many rows as a reader of the grid is told of at once. */
const mostRows = 60;
/** A run with fewer messages is drawn in full however fast it moves. */
export const fewForHurry = 500;
const reach = 8;

export function createViewport(scroller: Scroller, rested: () => void): Viewport {
  let content: SceneContent | undefined;
  let bulk: Bulk | undefined;
  let stretch: Stretch | undefined;
  const hurry = createHurry(rested);

  return {
    show(next, inBulk) {
      content = next;
      bulk = inBulk;
      stretch = undefined;
    },
    look(geometry) {
      if (content === undefined || bulk === undefined) return undefined;
      const { scale } = scroller;
      const topOfRun = scroller.top();
      const height = (geometry.height - geometry.head) / scale;
      const { arrows, lines } = bulk;
      const hurried = hurry.moved(topOfRun * scale, height * scale) && arrows.length >= fewForHurry;
      const [first, last] = [lines.firstReaching(topOfRun), lines.firstFrom(topOfRun + height)];
      const rows = arrows.slice(first, Math.min(last, first + mostRows));
      const readable = tierOf(lines, topOfRun, topOfRun + height, hurried);
      const tier = content.tooMany ? 'density' : scale === 1 ? readable : crowded(readable);
      if (tier !== 'full') {
        const scene = crowdScene(content, topOfRun, height, scale);
        return { scene, top: 0, topOfRun, tier, bulk, rows };
      }
      if (stretch?.holds(topOfRun) !== true) stretch = stretchAround(content, bulk, topOfRun);
      return { scene: stretch.scene, top: topOfRun - stretch.originY, topOfRun, tier, bulk, rows };
    },
    lineAt({ x, y }, geometry) {
      if (bulk === undefined) return undefined;
      const { arrows, lines } = bulk;
      const { scale } = scroller;
      const top = scroller.top();
      const last = lines.firstFrom(top + (y + reach) / scale);
      let nearest = -1;
      let best = reach;
      for (let index = lines.firstReaching(top + (y - reach) / scale); index < last; index++) {
        const [xa, xb] = [geometry.x(lines.from[index]!), geometry.x(lines.to[index]!)];
        const share = xa === xb ? 0 : (x - xa) / (xb - xa);
        if (share < 0 || share > 1) continue;
        const lineY = lines.startY[index]! + (lines.endY[index]! - lines.startY[index]!) * share;
        const distance = Math.abs((lineY - top) * scale - y);
        if (distance >= best) continue;
        best = distance;
        nearest = index;
      }
      return arrows[nearest];
    },
  };
}

/** Shown in another size than it is laid out for, nothing is drawn in full. */
function crowded(tier: Tier): Tier {
  return tier === 'full' ? 'lines' : tier;
}

/** Of a crowded stretch only the times are drawn one by one; its heights begin at the window's edge. */
function crowdScene({ model, axis }: SceneContent, top: number, height: number, scale: number): Scene {
  const bare = { ...axis, breaks: [], zeroTimes: [] };
  const moved = movedAxis(bare, top, scale);
  const none = spanIndex<never>([]);
  const nearby = { timers: none, pills: none, bars: none, zeroTimes: none, notes: none, breaks: none };
  const times: TimePlace[] = [];
  for (let y = tickGap / 2; y < height * scale; y += tickGap)
    times.push({
      id: `tick-${y}`,
      atUs: Math.round(moved.timeOf(y) / 1_000) * 1_000,
      fromY: y - 6,
      toY: y + 6,
    });
  return {
    ...nearby,
    model,
    axis: moved,
    height: moved.bottom,
    arrows: none,
    arrowList: [],
    placeOf: () => undefined,
    ghosts: [],
    walls: none,
    times: spanIndex(times),
  };
}

/** Scrolling by more than a window from one frame to the next is hurried, until it has rested. */
function createHurry(rested: () => void) {
  const restMs = 80;
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    moved(top: number, height: number): boolean {
      const far = Math.abs(top - last) > height;
      last = top;
      if (far) {
        clearTimeout(timer);
        timer = setTimeout(() => {
          timer = undefined;
          rested();
        }, restMs);
      }
      return timer !== undefined;
    },
  };
}
