import { describe, expect, it } from 'vitest';
import { shippedScenarios } from '../../ui/cli/shipped.ts';
import { type Box, overlap, uprightBox } from '../../ui/web/ladder/boxes.ts';
import { createGeometry } from '../../ui/web/ladder/geometry.ts';
import { createLabels } from '../../ui/web/ladder/labels.ts';
import { headBoxes } from '../../ui/web/ladder/obstacles.ts';
import { createScene, type Scene } from '../../ui/web/ladder/scene.ts';
import { pillBox } from '../../ui/web/ladder/state-pill.ts';
import { tagsOf, timerFits, timerX } from '../../ui/web/ladder/timer-tags.ts';
import { axisModes } from '../../ui/web/model/axis.ts';
import { contentOf, webRun } from '../support/web-run.ts';

// Of every shipped scenario, at the widths that the ladder has on a desk, on a small screen and on a phone.

const widths = [1056, 684, 390];
const names = shippedScenarios().map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`));

const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

interface Drawn {
  readonly what: string;
  readonly box: Box;
}

/** What stands on the ladder with a box of its own. */
function drawn(scene: Scene, width: number) {
  const geometry = createGeometry({ width, height: 800 }, scene.model.lanes.length);
  const labels = createLabels(scene, geometry);
  const timers = scene.timers.between(...everything).filter((place) => timerFits(place, geometry));
  const spots = scene.arrowList.flatMap((place) =>
    [labels.of(place) ?? [], labels.reasonOf(place) ?? []].flat(),
  );
  return {
    /** Messages for whose label there was no room. */
    unnamed: scene.arrowList.filter((place) => labels.of(place) === undefined),
    labels: spots.map(({ text, box }) => ({ what: `“${text}”`, box })),
    pills: scene.pills
      .between(...everything)
      .map((place) => ({ what: `state ${place.pill.name}`, box: pillBox(place, geometry) })),
    ends: timers
      .filter(({ timer }) => timer.outcome !== 'pending')
      .map((place) => ({
        what: `end of timer ${place.timer.name}`,
        box: uprightBox(timerX(place, geometry), place.toY, 8, 8),
      })),
    tags: tagsOf(timers, scene, geometry).map(({ text, box }) => ({ what: `timer ${text}`, box })),
    heads: scene.arrowList.flatMap((place) =>
      headBoxes(place, geometry).map((box) => ({ what: `head of ${place.arrow.key}`, box })),
    ),
  };
}

/** Pairs that overlap, told with where; each list in order of height, so that only neighbours are looked at. */
function overlaps(some: readonly Drawn[], others: readonly Drawn[]): string[] {
  const reach = 120;
  const sorted = [...others].sort((a, b) => a.box.y - b.box.y);
  return some.flatMap((one) => {
    let from = sorted.findIndex(({ box }) => box.y >= one.box.y - reach);
    const found: string[] = [];
    for (; from >= 0 && from < sorted.length && sorted[from]!.box.y <= one.box.y + reach; from++) {
      const other = sorted[from]!;
      if (other !== one && overlap(one.box, other.box))
        found.push(`${one.what} over ${other.what} at ${Math.round(one.box.y)}`);
    }
    return found;
  });
}

describe.each(names)('the ladder of %s', (name) => {
  it('has no label over another, over a state, a timer or a head, and no state over a head or a timer', () => {
    const scene = createScene(contentOf(webRun(name)));
    for (const width of widths) {
      const { unnamed, labels, pills, tags, ends, heads } = drawn(scene, width);
      const found = [
        ...overlaps(labels, [...labels, ...pills, ...tags, ...heads]),
        ...overlaps(pills, [...pills, ...tags, ...heads]),
        ...overlaps(tags, tags),
        ...overlaps(ends, [...labels, ...pills, ...heads]),
      ];
      expect(found, `${width} px wide`).toEqual([]);
      expect(unnamed.length, `messages without a label, ${width} px wide`).toBeLessThanOrEqual(
        scene.arrowList.length / 20,
      );
    }
  });
});

describe.each(axisModes)('on the %s axis', (mode) => {
  it.each(['figure-1', 'lost-200-ok', 'core/two-answer-at-once', 'core/edge-and-home'])(
    'labels of %s keep apart, and states cover no head',
    (name) => {
      const scene = createScene(contentOf(webRun(name), mode));
      for (const width of widths) {
        const { labels, pills, heads } = drawn(scene, width);
        expect(overlaps(labels, [...labels, ...pills, ...heads]), `${width} px wide`).toEqual([]);
        expect(overlaps(pills, [...pills, ...heads]), `${width} px wide`).toEqual([]);
      }
    },
  );
});

describe.each([
  { focusUs: 'auto', cutUs: Number.POSITIVE_INFINITY },
  { focusUs: 1_000, cutUs: 20_000 },
  { focusUs: 2_000_000, cutUs: 5_000_000 },
] as const)('on a compressed axis of another scale: %o', (scale) => {
  it.each(['figure-1', 'lost-200-ok', 'core/two-answer-at-once', 'core/edge-and-home'])(
    'labels of %s keep apart, and states cover no head',
    (name) => {
      const scene = createScene(contentOf(webRun(name), 'compressed', scale));
      for (const width of widths) {
        const { labels, pills, heads } = drawn(scene, width);
        expect(overlaps(labels, [...labels, ...pills, ...heads]), `${width} px wide`).toEqual([]);
        expect(overlaps(pills, [...pills, ...heads]), `${width} px wide`).toEqual([]);
      }
    },
  );
});

describe('boxes', () => {
  it('touch or don’t, turned as they are', () => {
    const flat = uprightBox(0, 0, 20, 10);
    const turned = { ...uprightBox(16, 8, 20, 10), cos: Math.SQRT1_2, sin: Math.SQRT1_2 };
    expect(overlap(flat, uprightBox(20, 0, 20, 10))).toBe(false);
    expect(overlap(flat, uprightBox(19.9, 9.9, 20, 10))).toBe(true);
    expect(overlap(flat, turned)).toBe(true);
    expect(overlap(flat, { ...turned, x: 18, y: -10 })).toBe(overlap({ ...turned, x: 18, y: -10 }, flat));
    expect(overlap(flat, { ...turned, x: 21 })).toBe(false);
  });
});
