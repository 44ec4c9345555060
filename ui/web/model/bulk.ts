// All messages of a run that are shown, ready to be drawn in bulk.
import { type Steps, those } from '../../../sim/steps.ts';
import type { Arrow } from './arrows.ts';
import type { Axis } from './axis.ts';
import { createDensity, type Density, makingDensity } from './density.ts';
import { type Lines, makingLines } from './lines.ts';
import type { RunModel } from './run-model.ts';

export interface Bulk {
  /** Those that are shown: all of them, in the same list, or some. */
  readonly arrows: readonly Arrow[];
  readonly lines: Lines;
  /** Those of them that arrive twice: the second time may be long after their lines end. */
  readonly copied: readonly Arrow[];
  density(): Density;
}

/** Of fewer the density is made when it is first asked for. */
const manyLines = 2_000;

export function* makingBulk(
  { arrows: all, lanes }: RunModel,
  axis: Axis,
  shows: ((arrow: Arrow) => boolean) | undefined,
): Steps<Bulk> {
  const arrows = shows === undefined ? all : yield* those(all, shows);
  const lines = yield* makingLines(arrows, axis);
  const copied = yield* those(arrows, ({ copy }) => copy !== undefined);
  const height = axis.bottom + 1;
  let density = lines.count > manyLines ? yield* makingDensity(lines, lanes.length, height) : undefined;
  return {
    arrows,
    lines,
    copied,
    density() {
      density ??= createDensity(lines, lanes.length, height);
      return density;
    },
  };
}
