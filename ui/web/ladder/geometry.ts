// The ladder across the page: gutters and lifelines.
import type { Size } from './watched-size.ts';

export interface Geometry {
  readonly width: number;
  readonly height: number;
  /** The width of the gutters: times on the left, notes on the right; 0 where there is no room. */
  readonly times: number;
  readonly notes: number;
  /** The height of the lanes' heads. */
  readonly head: number;
  /** From one lifeline to the next. */
  readonly gap: number;
  /** The width of all lanes, which may be more than there is room for. */
  readonly across: number;
  x(lane: number): number;
}

/** Beneath the last moment is so much room. */
export const beneath = 70;
const leastGap = 150;
/** Further apart, arrows would hardly slope and labels be far from what they belong to: a wider window has room at both sides. */
const widestGap = 620;
/** Narrower, the edges are; and narrower still, two lanes fill the window, and the others are reached sideways. */
const narrow = 560;
const narrowest = 440;
/** Between the two lanes stand closer, so that half of a wide window holds three. */
const closeGap = 120;

/** The same geometry for the same size and number of lanes, by which who draws it knows that nothing has moved. */
export function keptGeometry(): (size: Size, lanes: number) => Geometry {
  let [kept, lanesBefore]: [Geometry | undefined, number] = [undefined, 0];
  return (size, lanes) => {
    if (kept?.width !== size.width || kept.height !== size.height || lanesBefore !== lanes)
      kept = createGeometry(size, lanes);
    lanesBefore = lanes;
    return kept;
  };
}

export function createGeometry({ width, height }: Size, lanes: number): Geometry {
  const times = width < narrow ? 66 : 86;
  const notes = width >= 900 ? 130 : width >= 600 ? 34 : 0;
  const margin = width < narrow ? 66 : 92;
  const room = width - times - notes - 2 * margin;
  const least = width < narrowest ? Math.max(leastGap, room) : width < narrow ? closeGap : leastGap;
  const across = Math.min(Math.max(room, least * (lanes - 1)), widestGap * Math.max(1, lanes - 1));
  const first = times + margin + Math.max(0, (room - across) / 2);
  const gap = lanes > 1 ? across / (lanes - 1) : across;
  return {
    width,
    height,
    times,
    notes,
    head: 66,
    gap,
    across: times + notes + 2 * margin + across,
    // A lane by itself stands in the middle.
    x: (lane) => (lanes > 1 ? first + lane * gap : first + across / 2),
  };
}
