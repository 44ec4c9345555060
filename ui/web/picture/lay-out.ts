// A picture of the ladder laid out: by the page's own scene and labels, as wide as the page on a large screen, and as long as the run.
import type { Verdict } from '../../views/text/closing.ts';
import { createGeometry, type Geometry } from '../ladder/geometry.ts';
import { createLabels, type Labels } from '../ladder/labels.ts';
import { createScene, type Scene, type SceneContent } from '../ladder/scene.ts';
import type { Instant } from '../model/arrows.ts';
import type { TimeScale } from '../model/time-modes.ts';
import { cutsOf, spreadAxis, spreadY } from './cuts.ts';

/** What a picture is of: what the page shows, whole. */
export interface PictureContent extends SceneContent {
  readonly title: string;
  /** What is to be known of it beside that: by what it is filtered, which part it is. */
  readonly subtitle?: string | undefined;
  readonly verdict?: Verdict | undefined;
  readonly times: TimeScale;
  /** Whether a filter lets a message step back; absent where there is none. */
  readonly dims?: ((key: string) => boolean) | undefined;
  /** Where it parts from the run that it is compared with. */
  readonly diverges?: Instant | undefined;
}

/** A picture in which everything has its place. Its own heights begin at `top`; of the sheet, above that. */
export interface Picture {
  readonly content: PictureContent;
  readonly scene: Scene;
  readonly geometry: Geometry;
  readonly labels: Labels;
  readonly width: number;
  /** Of the sheet, with title and closing lines. */
  readonly height: number;
  /** Where the first heads end. */
  readonly top: number;
  /** Where heads come again, in the picture's heights: their upper edges. */
  readonly heads: readonly number[];
  /** Where lifelines end. */
  readonly bottom: number;
}

/** As wide as the ladder on a screen of 1680 px. */
const leastWidth = 1_056;
/** Further apart than on the page at its narrowest, so that every label has room. */
const leastGap = 220;
/** The title stands there, and so does what is to be known beside it. */
const titleRoom = { one: 50, two: 72 } as const;
/** The last moments have room beneath, and then come the closing lines. */
const tail = 44;
const closingRoom = 76;
/** Around heads that come again: what happened before them reaches down so far, a state the furthest, and what comes next so far up. */
const [reachDown, reachUp] = [24, 22];

/** `stretch`: after so many px at most the lanes' heads come again. */
export function layOut(content: PictureContent, stretch: number): Picture {
  const geometry = wideGeometry(content.model.lanes.length);
  const top = (content.subtitle === undefined ? titleRoom.one : titleRoom.two) + geometry.head;
  const repeated = reachDown + geometry.head + reachUp;
  const flat = createScene(content);
  const end = content.axis.bottom + tail + closingRoom;
  const cuts = cutsOf(
    flat,
    geometry,
    { first: stretch - top - reachDown, next: stretch - repeated, more: reachDown },
    end,
  );
  const spread = spreadY(cuts, repeated);
  const heads = cuts.map((y, index) => y + index * repeated + reachDown);
  const walls = heads.map((y) => ({ fromY: y, toY: y + geometry.head }));
  const scene =
    cuts.length === 0 ? flat : createScene({ ...content, axis: spreadAxis(content.axis, spread), walls });
  return {
    ...{ content, scene, geometry, top, heads },
    labels: createLabels(scene, geometry),
    width: geometry.width,
    height: Math.ceil(top + spread(end)),
    bottom: spread(content.axis.bottom + tail),
  };
}

/** Of a picture with so many lanes. */
export function wideGeometry(lanes: number): Geometry {
  const { across, gap } = createGeometry({ width: leastWidth, height: 0 }, lanes);
  const more = Math.max(0, leastGap - gap) * Math.max(0, lanes - 1);
  return createGeometry({ width: Math.max(leastWidth, across + more), height: 0 }, lanes);
}
