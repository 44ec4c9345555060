import type { Ladder } from '../ladder-model.ts';
import { duration, seconds, shorten } from '../words.ts';

/** Where things stand on a line: the time, the lanes, and the remarks on the right. */
export interface Layout {
  readonly width: number;
  /** The last column of the time, which is written right-aligned at its decimal point. */
  readonly pointAt: number;
  /** The column of each lane's lifeline. */
  readonly lanes: readonly number[];
  /** Lane names as they fit. */
  readonly names: readonly string[];
  /** The first column of the remarks; `width` where there is no room for them. */
  readonly remarksAt: number;
}

const widestGap = 32;
const narrowestGap = 12;
/** Remarks give way until lanes are this far apart. */
const easyGap = 22;
const widestRemarks = 60;

/** How many lanes find room in a width; more are drawn as one lane of others. */
export function lanesThatFit(width: number): number {
  return Math.max(2, Math.floor((width - 24) / narrowestGap) + 1);
}

/** The longest of the texts that name a silence. */
function widestSilence(ladder: Ladder): number {
  return ladder.rows.reduce(
    (most, row) => Math.max(most, row.kind === 'gap' ? duration(row.lengthUs).length : 0),
    0,
  );
}

/** Shares out the width: times on the left, lanes as far apart as labels need, the rest for remarks. */
export function layOut(ladder: Ladder, width: number, ellipsis: string): Layout {
  const last = ladder.rows.at(-1)?.atUs ?? 0;
  const pointAt = Math.max(3, seconds(last).indexOf('.'));
  const fine = ladder.rows.some(({ atUs }) => atUs % 1_000 !== 0);
  const first = Math.max(pointAt + (fine ? 10 : 8), widestSilence(ladder) + ellipsis.length + 4);
  const gaps = Math.max(1, ladder.lanes.length - 1);
  const wanted = width >= 100 ? Math.min(widestRemarks, Math.floor(width * 0.32)) : 8;
  const forRemarks = Math.max(8, Math.min(wanted, width - first - 3 - gaps * easyGap));
  const room = width - first - forRemarks - 3;
  const gap = Math.max(4, Math.min(widestGap, Math.floor(room / gaps)));
  const lanes = ladder.lanes.map((_, index) => first + index * gap);
  const lastLane = lanes.at(-1) ?? first;
  return {
    width,
    pointAt,
    lanes,
    names: ladder.lanes.map((name) => shorten(name, gap - 1, ellipsis)),
    remarksAt: Math.min(width, lastLane + 3),
  };
}
