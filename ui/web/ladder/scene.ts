// A run laid out from top to bottom: what stands at which height. Across the page is `geometry.ts`.

import { countBefore } from '../../views/bisect.ts';
import type { DifferenceKind } from '../../views/compare/difference.ts';
import { shorten } from '../../views/words.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { type Axis, type AxisBreak, pillDrop } from '../model/axis.ts';
import { type Span, type SpanIndex, spanIndex } from '../model/in-view.ts';
import { isAfter, isBeyond } from '../model/moments.ts';
import type { Note } from '../model/notes.ts';
import type { ShownDifferences } from '../model/run-comparison.ts';
import type { RunModel } from '../model/run-model.ts';
import { sessionBars } from '../model/session-bars.ts';
import type { StatePill } from '../model/state-pills.ts';
import type { TimerSpan } from '../model/timer-spans.ts';

export interface ArrowPlace extends Span {
  readonly id: string;
  readonly arrow: Arrow;
  readonly from: number;
  readonly to: number;
  readonly startY: number;
  readonly endY: number;
  readonly copyY?: number;
  readonly difference?: DifferenceKind;
}

export interface TimerPlace extends Span {
  readonly id: string;
  readonly timer: TimerSpan;
  readonly lane: number;
  /** 0 is next to the lifeline. */
  readonly slot: number;
}

export interface PillPlace extends Span {
  readonly id: string;
  readonly pill: StatePill;
  readonly lane: number;
}

export interface TextPlace extends Span {
  readonly id: string;
  readonly text: string;
}

export interface TimePlace extends Span {
  readonly id: string;
  readonly atUs: number;
  /** Of the time above it, where there is one. */
  readonly beforeUs?: number;
}

export interface BarPlace extends Span {
  readonly id: string;
  readonly lane: number;
  readonly look: 'open' | 'transfer';
}

/** A stretch in which no time passes. */
export interface ZeroPlace extends Span {
  readonly id: string;
  readonly events: number;
}

export interface NotePlace extends TextPlace {
  readonly look: Note['look'];
  readonly title: string;
  /** The moment of the note whose text it has. */
  readonly told: Instant;
}

export interface BreakPlace extends Span {
  readonly id: string;
  readonly lengthUs: number;
}

export interface Scene {
  readonly model: RunModel;
  readonly axis: Axis;
  readonly height: number;
  readonly arrows: SpanIndex<ArrowPlace>;
  readonly arrowList: readonly ArrowPlace[];
  /** The own message of a key; undefined where none is laid out. */
  placeOf(key: string): ArrowPlace | undefined;
  /** Messages of the other run that this one doesn't have. */
  readonly ghosts: readonly ArrowPlace[];
  readonly timers: SpanIndex<TimerPlace>;
  readonly pills: SpanIndex<PillPlace>;
  readonly times: SpanIndex<TimePlace>;
  readonly bars: SpanIndex<BarPlace>;
  readonly zeroTimes: SpanIndex<ZeroPlace>;
  readonly notes: SpanIndex<NotePlace>;
  readonly breaks: SpanIndex<BreakPlace>;
  /** Where heads of lanes stand in between: nothing that can stand elsewhere is put there. */
  readonly walls: SpanIndex<Span>;
}

/** An arrow that never arrived falls by so much. */
const fall = 20;
/** A head reaches so far above and below its line; one that falls steeply further. */
const headReach = 10;
/** Rows of this height tell what is taken. */
const row = 4;
/** A label reaches so far above or below its arrow. */
const aside = 16;
/** Why a message was lost stands beneath its end. */
const reasonDrop = 6;

export interface SceneContent {
  readonly model: RunModel;
  readonly axis: Axis;
  readonly timers: readonly TimerSpan[];
  readonly showsStates: boolean;
  readonly differences: ShownDifferences | undefined;
  /** Nothing is drawn one by one, however few fall into the window. */
  readonly tooMany: boolean;
  /** Absent where all of them are shown. */
  readonly shows?: ((arrow: Arrow) => boolean) | undefined;
  readonly walls?: readonly Span[];
}

/** All of them, in the same list, or those that are shown. */
export function shownOf(arrows: readonly Arrow[], { shows }: Pick<SceneContent, 'shows'>): readonly Arrow[] {
  return shows === undefined ? arrows : arrows.filter(shows);
}

export function createScene(content: SceneContent): Scene {
  const { model, axis, timers, showsStates, differences } = content;
  const laneOf = (node: string): number => model.laneOf.get(node) ?? 0;
  const ownArrows = shownOf(model.arrows, content).map((arrow) =>
    arrowPlace(arrow, axis, laneOf, differences?.kindOf(arrow.key)),
  );
  const gone = shownOf(differences?.gone ?? [], content);
  const ghosts = gone.map((arrow) => ghostPlace(arrow, axis, laneOf));
  const arrows = [...ghosts, ...ownArrows];
  const states = showsStates ? model.pills.map((pill) => pillPlace(pill, axis, laneOf(pill.node))) : [];
  // On the other axes what follows has made room.
  const pills = axis.mode === 'linear' ? apart(states, arrows) : states;
  const breaks = axis.breaks.map((one, index) => breakPlace(one, index));
  return {
    model,
    axis,
    height: axis.bottom + 70,
    arrows: spanIndex(arrows),
    arrowList: ownArrows,
    placeOf: placeFinder(ownArrows, model),
    ghosts,
    timers: spanIndex(timerPlaces(timers, axis, laneOf)),
    pills: spanIndex(pills),
    times: spanIndex(timeLabels(ownArrows, breaks)),
    notes: spanIndex(notePlaces(model.notes, axis)),
    bars: spanIndex(barPlaces(model, axis, laneOf)),
    zeroTimes: spanIndex(axis.zeroTimes.map((zero, index) => ({ id: `zero-${index}`, ...zero }))),
    breaks: spanIndex(breaks),
    walls: spanIndex(content.walls ?? []),
  };
}

/** They stand in the order of sending; what was passed on by lanes that are not shown was sent earlier than its last message, and is looked for. */
function placeFinder(
  places: readonly ArrowPlace[],
  { arrowByKey }: Pick<RunModel, 'arrowByKey'>,
): Scene['placeOf'] {
  let byKey: ReadonlyMap<string, ArrowPlace> | undefined;
  return (key) => {
    const sent = arrowByKey.get(key)?.sent;
    if (sent !== undefined) {
      const place = places[countBefore(places.length, (at) => isAfter(sent, places[at]!.arrow.sent))];
      if (place?.arrow.key === key) return place;
    }
    byKey ??= new Map(places.map((place) => [place.arrow.key, place]));
    return byKey.get(key);
  };
}

function arrowPlace(
  arrow: Arrow,
  axis: Axis,
  laneOf: (node: string) => number,
  difference?: DifferenceKind,
): ArrowPlace {
  const startY = axis.y(arrow.sent);
  const lostAtOnce = arrow.message.lost !== undefined && arrow.end?.atUs === arrow.sent.atUs;
  const endY = arrow.end === undefined || lostAtOnce ? startY + fall * 0.5 : axis.y(arrow.end);
  const copyY = arrow.copy === undefined ? undefined : Math.max(axis.y(arrow.copy), endY + 12);
  return {
    id: `arrow-${arrow.index}`,
    arrow,
    from: laneOf(arrow.message.fromNode),
    to: laneOf(arrow.message.toNode),
    startY,
    endY,
    fromY: startY - aside,
    toY:
      Math.max(endY, startY + fall, copyY ?? 0) + aside + (arrow.message.lost === undefined ? 0 : reasonDrop),
    ...(copyY !== undefined && { copyY }),
    ...(difference !== undefined && { difference }),
  };
}

/** A message of the baseline that this run doesn't have, at its time there. */
function ghostPlace(arrow: Arrow, axis: Axis, laneOf: (node: string) => number): ArrowPlace {
  const startY = axis.yOfTime(arrow.sent.atUs);
  const endY = arrow.end === undefined ? startY + fall : axis.yOfTime(arrow.end.atUs);
  return {
    id: `ghost-${arrow.index}`,
    arrow,
    from: laneOf(arrow.message.fromNode),
    to: laneOf(arrow.message.toNode),
    startY,
    endY,
    fromY: startY - aside,
    toY: endY + aside,
    difference: 'only a',
  };
}

/** A message of the other run, drawn where it isn't. */
export function isGhost({ id }: ArrowPlace): boolean {
  return id.startsWith('ghost-');
}

/** Each timer beside its lifeline, in the nearest column that is free for its whole length. */
function timerPlaces(
  timers: readonly TimerSpan[],
  axis: Axis,
  laneOf: (node: string) => number,
): TimerPlace[] {
  const columns = new Map<number, number[]>();
  return timers.map((timer) => {
    const lane = laneOf(timer.node);
    const startY = axis.y(timer.set);
    const endY = timer.end === undefined ? axis.bottom + 30 : axis.y(timer.end);
    const ends = columns.get(lane) ?? [];
    columns.set(lane, ends);
    const free = ends.findIndex((end) => end + 12 < startY);
    const slot = free < 0 ? ends.length : free;
    ends[slot] = endY;
    return { id: `timer-${timer.set.seq}`, timer, lane, slot, fromY: startY, toY: endY };
  });
}

function barPlaces(model: RunModel, axis: Axis, laneOf: (node: string) => number): BarPlace[] {
  const bars = sessionBars(model.pills).map(({ node, look, from, to }) => ({
    id: `bar-${look}-${from.seq}`,
    lane: laneOf(node),
    look,
    fromY: axis.y(from),
    toY: to === undefined ? axis.bottom + 30 : axis.y(to),
  }));
  // A tint lies over the bar that it is part of.
  return bars.sort((a, b) => a.look.localeCompare(b.look));
}

function pillPlace(pill: StatePill, axis: Axis, lane: number): PillPlace {
  const y = axis.y(pill) + pillDrop;
  return { id: `pill-${pill.seq}`, pill, lane, fromY: y - 8, toY: y + 8 };
}

/** Where time is true to scale there may be no room for a state: those that would cover another, or a head, are left out. */
function apart(pills: readonly PillPlace[], arrows: readonly ArrowPlace[]): PillPlace[] {
  const rowsOf = (lane: number, fromY: number, toY: number): string[] => {
    const first = Math.floor(fromY / row);
    return Array.from({ length: Math.floor(toY / row) - first + 1 }, (_, at) => `${lane}/${first + at}`);
  };
  const taken = new Set<string>();
  for (const { arrow, to, endY, copyY = endY } of arrows)
    if (arrow.message.lost === undefined)
      for (const y of [endY, copyY])
        for (const key of rowsOf(to, y - headReach, y + headReach)) taken.add(key);
  return pills.filter(({ lane, fromY, toY }) => {
    const rows = rowsOf(lane, fromY, toY);
    if (rows.some((key) => taken.has(key))) return false;
    for (const key of rows) taken.add(key);
    return true;
  });
}

function breakPlace({ y, lengthUs }: AxisBreak, index: number): BreakPlace {
  return { id: `break-${index}`, lengthUs, fromY: y - 9, toY: y + 9 };
}

/** The time of each sending, where there is room for it. */
function timeLabels(arrows: readonly ArrowPlace[], breaks: readonly BreakPlace[]): TimePlace[] {
  let before = Number.NEGATIVE_INFINITY;
  let next = 0;
  let lastUs = -1;
  return arrows.flatMap(({ arrow, startY }) => {
    while (next < breaks.length && breaks[next]!.toY < startY - 6) next++;
    const broken = breaks[next];
    if (startY - before < 13 || arrow.sent.atUs === lastUs) return [];
    if (broken !== undefined && broken.fromY < startY + 6) return [];
    before = startY;
    const since = lastUs < 0 ? {} : { beforeUs: lastUs };
    lastUs = arrow.sent.atUs;
    return [{ id: `time-${arrow.index}`, atUs: lastUs, ...since, fromY: startY - 6, toY: startY + 6 }];
  });
}

/** Notes that would overlap become one that says how many more there are. */
function notePlaces(notes: readonly Note[], axis: Axis): NotePlace[] {
  const places: { y: number; notes: Note[] }[] = [];
  for (const note of notes) {
    const y = axis.y(note);
    const last = places.at(-1);
    if (last !== undefined && y - last.y < 19) last.notes.push(note);
    else places.push({ y, notes: [note] });
  }
  return places.map(({ y, notes: here }) => {
    const told =
      here.find(({ look }) => look === 'bad') ?? here.find(({ look }) => look === 'clause') ?? here[0]!;
    const more = here.length > 1 ? ` +${here.length - 1}` : '';
    return {
      id: `note-${told.seq}`,
      text: `${shorten(told.text, 18 - more.length)}${more}`,
      title: here.map(({ title }) => title).join('\n'),
      look: told.look,
      told,
      fromY: y - 9,
      toY: y + 9,
    };
  });
}

/** Those that a lesson does not still ask for. */
export function notesUntil(limit: Instant | undefined, notes: NotePlace[]): NotePlace[] {
  return notes.filter(({ told }) => !isBeyond(told, limit));
}
