// Long runs are laid out a stretch at a time: as much as can be scrolled to soon, its heights counted from its own beginning. So no
// number in the drawing grows large (a browser draws with 24 bits of precision), and laying out costs the same however long the run is.
import { countBefore } from '../../views/bisect.ts';
import type { Arrow } from '../model/arrows.ts';
import type { Axis } from '../model/axis.ts';
import type { Bulk } from '../model/bulk.ts';
import { isAfter } from '../model/moments.ts';
import { withParts } from '../model/part-of.ts';
import type { TimerSpan } from '../model/timer-spans.ts';
import { createScene, type Scene, type SceneContent } from './scene.ts';

/** A part of a run, laid out. */
export interface Stretch {
  /** The height of the run at which its own heights begin. */
  readonly originY: number;
  readonly scene: Scene;
  /** Whether it is the part to be drawn when the window begins at this height of the run. */
  holds(y: number): boolean;
}

/** A stretch begins and ends so far beyond the part that it serves. */
const apron = 8_000;
const served = 16_000;

/** Shorter runs are one stretch. */
const wholeUpTo = served + 2 * apron;

/** Lays out the stretch around a height. */
export function stretchAround(content: SceneContent, bulk: Bulk, y: number): Stretch {
  const { axis } = content;
  if (axis.bottom <= wholeUpTo) return { originY: 0, scene: createScene(content), holds: () => true };
  const first = Math.max(0, Math.floor(y / served) * served);
  const originY = Math.max(0, first - apron);
  const part = partOf(content, bulk, originY, first + served + apron);
  const scene = createScene({ ...part, axis: movedAxis(part.axis, originY, 1) });
  return {
    originY,
    scene: { ...scene, model: content.model },
    holds: (top) => top >= first && top < first + served,
  };
}

/** Of an axis whose messages are asked for one by one. */
export const nothingLaid: Axis['laid'] = {
  arrows: [],
  startY: new Float64Array(0),
  endY: new Float64Array(0),
  from: new Uint8Array(0),
  to: new Uint8Array(0),
  look: new Uint8Array(0),
};

/** The same axis with heights that begin elsewhere, or are smaller. */
export function movedAxis(axis: Axis, originY: number, scale: number): Axis {
  const moved = (y: number): number => (y - originY) * scale;
  return {
    ...axis,
    // What stands elsewhere is asked for one by one.
    laid: nothingLaid,
    bottom: moved(axis.bottom),
    breaks: axis.breaks.map((one) => ({ ...one, y: moved(one.y) })),
    zeroTimes: axis.zeroTimes.map((one) => ({ ...one, fromY: moved(one.fromY), toY: moved(one.toY) })),
    y: (instant) => moved(axis.y(instant)),
    yOfTime: (us) => moved(axis.yOfTime(us)),
    timeOf: (y) => axis.timeOf(y / scale + originY),
  };
}

/** What of the content happens between two heights, or begins before and ends later; of the messages only those that may are looked at. */
function partOf(
  content: SceneContent,
  { arrows, lines, copied }: Bulk,
  fromY: number,
  toY: number,
): SceneContent {
  const { model, axis, timers, differences } = content;
  const [fromUs, toUs] = [axis.timeOf(fromY), axis.timeOf(toY)];
  const within = <T extends { readonly atUs: number }>(moments: readonly T[]): T[] =>
    moments.slice(
      countBefore(moments.length, (place) => moments[place]!.atUs < fromUs),
      countBefore(moments.length, (place) => moments[place]!.atUs <= toUs),
    );
  const meets = (arrow: Arrow): boolean =>
    arrow.sent.atUs <= toUs &&
    Math.max(arrow.end?.atUs ?? 0, arrow.copy?.atUs ?? 0, arrow.sent.atUs) >= fromUs;
  const runs = ({ set, end }: TimerSpan): boolean => set.atUs <= toUs && (end?.atUs ?? toUs) >= fromUs;
  const [first, last] = [lines.firstReaching(fromY), lines.firstFrom(toY)];
  const begunBefore = arrows[first]?.sent;
  const late = copied.filter(
    (arrow) => (begunBefore === undefined || isAfter(begunBefore, arrow.sent)) && meets(arrow),
  );
  const part = {
    arrows: [...late, ...arrows.slice(first, last).filter(meets)],
    pills: within(model.pills),
    notes: within(model.notes),
  };
  return {
    ...content,
    model: withParts(model, part),
    axis: {
      ...axis,
      breaks: axis.breaks.filter(({ y }) => y >= fromY && y <= toY),
      zeroTimes: axis.zeroTimes.filter((zero) => zero.toY >= fromY && zero.fromY <= toY),
    },
    timers: timers.filter(runs),
    differences: differences && { ...differences, gone: differences.gone.filter(meets) },
  };
}
