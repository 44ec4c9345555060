// The size of a state's pill.
import { shorten } from '../../views/words.ts';
import { type Box, uprightBox } from './boxes.ts';
import type { Geometry } from './geometry.ts';
import type { PillPlace } from './scene.ts';
import { textWidth } from './text-width.ts';

const height = 14.4;

export function pillText({ pill }: PillPlace): string {
  return shorten(pill.name, 18);
}

export function pillBox(place: PillPlace, geometry: Geometry): Box {
  const width = textWidth(pillText(place), 9.6) + 14;
  return uprightBox(geometry.x(place.lane), (place.fromY + place.toY) / 2, width, height);
}
