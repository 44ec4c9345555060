// What a picture is of: what the page shows of a run, all of it or a part.
import { type Steps, those } from '../../../sim/steps.ts';
import { callOf, type ExportRange, partName, underWayIn } from '../export/range.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { makingAxis } from '../model/axis.ts';
import { isBeyond } from '../model/moments.ts';
import { withParts } from '../model/part-of.ts';
import type { ShownDifferences } from '../model/run-comparison.ts';
import type { RunModel } from '../model/run-model.ts';
import { type Sight, shownBy } from '../model/sight.ts';
import type { TimeScale } from '../model/time-modes.ts';
import type { PictureContent } from './lay-out.ts';

/** What the page shows, and how. */
export interface Shown {
  readonly sight: Sight;
  /** How large it is drawn: a picture is never laid out smaller than it can be read. */
  readonly zoom: number;
  readonly times: TimeScale;
  readonly differences?: ShownDifferences | undefined;
  readonly diverges?: Instant | undefined;
  /** Nothing later is shown: a lesson still asks for it. */
  readonly limit?: Instant | undefined;
}

/** What the page shows, or a part of that. */
export function* makingContent(shown: Shown, part?: ExportRange): Steps<PictureContent> {
  const { sight, times, differences, diverges, limit } = shown;
  const { arranged, choices, matching, run } = sight;
  const zoom = Math.max(1, shown.zoom);
  const within = part === undefined ? undefined : belongsTo(part, arranged);
  const model = yield* partOf(arranged, within, limit);
  const timers = yield* those(sight.timers, ({ set, end }) => holds(within, limit, set, end));
  const { arrows, laneOf, endUs } = model;
  const showsStates = choices.layers.states;
  const pills = showsStates ? model.pills : [];
  const axis =
    model === arranged && zoom === choices.zoom
      ? sight.axis
      : yield* makingAxis(
          { arrows, timers, pills, laneOf, endUs },
          choices.axisMode,
          zoom,
          choices.axisScale,
        );
  const { keys } = matching ?? {};
  const { title } = run.data;
  return {
    ...{ model, axis, timers, showsStates, times, differences, diverges, tooMany: false },
    shows: shownBy(choices.layers),
    title: part === undefined ? title : `${title}: ${partName(part)}`,
    verdict: run.data.verdict,
    ...(matching !== undefined && {
      subtitle: `Filter: ${choices.filter.trim()} (${matching.keys.size} of ${matching.total} messages)`,
    }),
    ...(keys !== undefined && keys.size > 0 && { dims: (key: string) => !keys.has(key) }),
  };
}

/** Whether something that happens at a moment, or from one to another, belongs to a part. */
type Belongs = (from: Instant, until?: Instant) => boolean;

function holds(
  within: Belongs | undefined,
  limit: Instant | undefined,
  from: Instant,
  until?: Instant,
): boolean {
  return !isBeyond(from, limit) && (within?.(from, until) ?? true);
}

function* partOf(model: RunModel, within: Belongs | undefined, limit: Instant | undefined): Steps<RunModel> {
  if (within === undefined && limit === undefined) return model;
  const arrows = yield* those(model.arrows, ({ sent, end, copy }) => holds(within, limit, sent, copy ?? end));
  return withParts(model, {
    arrows,
    pills: yield* those(model.pills, (pill) => holds(within, limit, pill)),
    notes: yield* those(model.notes, (note) => holds(within, limit, note)),
    endUs: arrows.reduce((last, { sent, end }) => Math.max(last, end?.atUs ?? sent.atUs), 0),
  });
}

function belongsTo(part: ExportRange, model: RunModel): Belongs {
  if (part.kind === 'time') return (from, until = from) => underWayIn(part, from.atUs, until.atUs);
  const moments = momentsOf(
    model.arrows.filter(({ key }) => callOf(key) === part.call),
    model,
  );
  return ({ seq }) => moments.has(seq) || moments.has(model.bySeq.get(seq)?.cause ?? -1);
}

/** Where messages begin and end, and what made them begin: what else comes of that belongs to them. */
function momentsOf(arrows: readonly Arrow[], { bySeq }: RunModel): ReadonlySet<number> {
  const moments = new Set<number>();
  for (const { sent, end, copy } of arrows) {
    for (const seq of [sent.seq, end?.seq, copy?.seq, bySeq.get(sent.seq)?.cause])
      if (seq !== undefined) moments.add(seq);
  }
  return moments;
}
