// Where the window stands in the run, and how what is asked for comes into it.

import type { Instant } from '../model/arrows.ts';
import type { Axis } from '../model/axis.ts';
import type { Lane } from '../model/lanes.ts';
import type { Aside, PageState, Place } from '../state/page-state.ts';
import type { LadderStore } from '../state/sight.ts';
import type { Selection } from '../state/store.ts';
import { zoomed } from '../state/zoom.ts';
import { beneath, type Geometry } from './geometry.ts';
import type { SceneContent } from './scene.ts';
import type { Scroller } from './scroller.ts';
import { lanesOf, spanInRun } from './span-in-run.ts';

interface Stood {
  readonly stage: HTMLElement;
  readonly scroller: Scroller;
  readonly store: LadderStore;
  content(): SceneContent | undefined;
  geometry(): Geometry;
}

/** Who looks closer sees twice as much. */
const closer = 2;

type HeightSpan = { readonly fromY: number; readonly toY: number };

/** A height of the run as a time, and how far beneath the place of that time: what happens at once takes room. */
export function placeAt(axis: Axis, y: number): Place {
  const atUs = axis.timeOf(y);
  return { atUs, below: Math.round(y - Math.round(axis.yOfTime(atUs))) };
}

export function heightOf(axis: Axis, { atUs, below }: Place): number {
  return Math.round(axis.yOfTime(atUs)) + below;
}

/** What of the lanes stands at the left edge of those that are in the window, wherever lanes stand there. */
export function asideAt(
  { x, gap, times }: Geometry,
  lanes: readonly Lane[],
  left: number,
): Aside | undefined {
  const at = lanes.findIndex((_, lane) => x(lane) - left >= times);
  const lane = at < 0 ? lanes.length - 1 : at;
  const node = lanes[lane]?.node;
  return node === undefined
    ? undefined
    : { lane: node, beyond: Math.round(((x(lane) - left - times) / gap) * 1_000) };
}

/** Undefined where there is no such lane. */
export function leftOf(
  { x, gap, times }: Geometry,
  lanes: readonly Lane[],
  { lane, beyond }: Aside,
): number | undefined {
  const at = lanes.findIndex(({ node }) => node === lane);
  return at < 0 ? undefined : Math.max(0, Math.round(x(at) - times - (beyond / 1_000) * gap));
}

export type Standing = ReturnType<typeof createStanding>;

export function createStanding({ stage, scroller, store, content, geometry }: Stood) {
  /** Half of what the window shows of the run, in the axis' pixels. */
  function halfRoom(): number {
    const { height, head } = geometry();
    return (height - head) / 2 / scroller.scale;
  }

  /** Where the window would begin, to show a span of the run with as little scrolling as can be. */
  function topFor({ fromY, toY }: HeightSpan, top: number): number {
    const room = 2 * halfRoom();
    // Where both ends find no room it is seen from its beginning on.
    const spare = room - (toY - fromY);
    const beyond = toY > top + room - 10 && fromY > top + 10;
    if (fromY < top + 10 || (beyond && spare < 20)) return fromY - Math.max(10, Math.min(40, spare / 2));
    return beyond ? toY - room + Math.min(60, spare / 2) : top;
  }

  /** How far it is to be scrolled sideways so that both ends are shown: by as little as can be from where it is. */
  function leftFor(lanes: readonly number[], left: number): number {
    const { x, times, width, notes } = geometry();
    const aside = Math.min(60, x(0) - times);
    const xs = lanes.map((lane) => x(lane) - left);
    const tooFarLeft = Math.min(...xs) - aside - times;
    const tooFarRight = Math.max(...xs) + aside - (width - notes);
    if (tooFarLeft < 0) return left + tooFarLeft;
    return tooFarRight > 0 ? left + Math.min(tooFarRight, tooFarLeft) : left;
  }

  /** Where it stands sideways by itself when it is opened. */
  function firstLeft(): number {
    const [all, chosen] = [content(), store.selection.peek()];
    if (all === undefined || chosen === undefined || spanInRun(all, chosen) === undefined) return 0;
    const { across, width } = geometry();
    return Math.max(0, Math.min(across - width, leftFor(lanesOf(all, chosen), 0)));
  }

  /** Where it stands by itself when it is opened: at what is selected, else at the playhead, else at the beginning. */
  function firstTop(chosen: Selection | undefined, now: Instant): number {
    const all = content();
    if (all === undefined) return 0;
    const span = chosen && spanInRun(all, chosen);
    if (span !== undefined) return Math.max(0, topFor(span, 0));
    if (now.atUs >= all.model.endUs || now.seq < 0) return 0;
    const y = all.axis.yOfTime(now.atUs);
    return Math.max(0, topFor({ fromY: y - 20, toY: y + 20 }, 0));
  }

  return {
    halfRoom,
    /** What stays in the middle when the axis changes; undefined at the top, which stays the top. */
    timeInMiddle(): number | undefined {
      const top = scroller.top();
      return top === 0 ? undefined : content()?.axis.timeOf(top + halfRoom());
    },
    /** While playing, the playhead stays in the upper two thirds. */
    follow(y: number): void {
      const [top, room] = [scroller.top(), 2 * halfRoom()];
      if (y > top + room * 0.7 || y < top) scroller.scrollTo(y - room * 0.6);
    },
    /** Brings what is selected into view, if it isn't. */
    reveal(selection: Selection): void {
      const all = content();
      const span = all && spanInRun(all, selection);
      if (all === undefined || span === undefined) return;
      const left = scroller.left();
      const wantedLeft = leftFor(lanesOf(all, selection), left);
      if (wantedLeft !== left) stage.scrollLeft = wantedLeft;
      const top = scroller.top();
      const wanted = topFor(span, top);
      if (wanted !== top) scroller.scrollTo(wanted);
    },
    /** Brings it into the middle, and closer; where it is close, as close as it fits. */
    focusOn(selection: Selection): void {
      const all = content();
      const before = all && spanInRun(all, selection);
      if (before === undefined) return;
      const fits = (halfRoom() * 2 * store.axisZoom.value) / (before.toY - before.fromY);
      const wanted = store.zoom.value < closer ? closer : Math.max(closer, fits);
      store.zoom.value = zoomed(wanted, 1);
      const now = content();
      const { fromY, toY } = (now && spanInRun(now, selection)) ?? before;
      scroller.scrollTo((fromY + toY) / 2 - halfRoom());
    },
    /** Where the window stands; undefined where it would stand there by itself. */
    place(): Place | undefined {
      const axis = content()?.axis;
      const top = scroller.top();
      const own = firstTop(store.selection.peek(), store.now.peek());
      if (axis === undefined || Math.abs(Math.min(own, lowest()) - top) * scroller.scale < 1)
        return undefined;
      return placeAt(axis, top);
    },
    /** The same sideways: the first lane that stands in the window. */
    aside(): Aside | undefined {
      const lanes = content()?.model.lanes ?? [];
      const left = scroller.left();
      if (lanes.length < 2 || Math.abs(firstLeft() - left) < 1) return undefined;
      return asideAt(geometry(), lanes, left);
    },
    /** Where an address says, or where it stands by itself. */
    stand({ place, aside }: Pick<PageState, 'place' | 'aside'>): void {
      const axis = content()?.axis;
      if (axis === undefined) return;
      const own = firstTop(store.selection.peek(), store.now.peek());
      scroller.scrollTo(place === undefined ? own : heightOf(axis, place));
      const left = aside && leftOf(geometry(), content()?.model.lanes ?? [], aside);
      stage.scrollLeft = left ?? firstLeft();
    },
  };

  /** As far down as there is anything to scroll to. */
  function lowest(): number {
    return Math.max(0, (content()?.axis.bottom ?? 0) + beneath - 2 * halfRoom());
  }
}
