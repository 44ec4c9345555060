// The head of a lane: who it is, and the state of its leading machine at a moment. Beside them, what stands over the gutters.
import { shorten } from '../../views/words.ts';
import type { Instant } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import { lastPills, type StatePill } from '../model/state-pills.ts';
import { visible } from '../visible.ts';
import type { Geometry } from './geometry.ts';
import type { Pen } from './pen.ts';
import { textWidth } from './text-width.ts';

export interface Plate {
  /** Others have another one, and so has this one when it says something else or is as wide as it wasn't. */
  readonly id: string;
  readonly x: number;
  readonly width: number;
  readonly name: string;
  readonly state: string;
  readonly lamp: StatePill['look'] | 'none';
}

export function platesOf(model: RunModel, geometry: Geometry, now: Instant): Plate[] {
  const states = statesAt(model, now);
  const width = Math.min(164, geometry.gap - 8, 2 * (geometry.x(0) - geometry.times) - 8);
  return model.lanes.map(({ node, title, parts }, lane) => {
    const at = states.get(lane);
    const name = fitting(title, width - 12);
    const most = Math.floor(width / 6.6);
    const withState = (hosts: string): string => [hosts, at?.name].filter(Boolean).join(' · ');
    const whole = withState(visible(parts?.join('+') ?? node));
    // Of a folded core its state matters more than what its hosts are called.
    const counted = parts !== undefined && whole.length > most;
    const state = shorten(counted ? withState(`${parts.length} hosts`) : whole, most);
    const lamp = at?.look ?? 'none';
    const id = [lane, width, geometry.head, name, state, lamp].join('/');
    return { id, x: geometry.x(lane), width, name, state, lamp };
  });
}

/** Its middle above the lifeline, its upper edge at 0. */
export function drawPlate(pen: Pen, { width, name, state, lamp }: Plate, { head }: Geometry): void {
  const group = pen.attr('class', 'plate');
  group
    .append('line')
    .attr('y1', 42)
    .attr('y2', head - 12);
  group
    .append('rect')
    .attr('x', -width / 2)
    .attr('width', width)
    .attr('height', 42)
    .attr('rx', 10);
  group.append('text').attr('class', 'name').attr('y', 17.5).text(name);
  group.append('text').attr('class', 'state').attr('x', 4).attr('y', 33).text(state);
  group
    .append('circle')
    .attr('class', `lamp ${lamp}`)
    .attr('cx', 4 - state.length * 3.05 - 7)
    .attr('cy', 29.5)
    .attr('r', 3.3);
}

/** A title that is too long loses its first word before it is cut. */
function fitting(title: string, width: number): string {
  const short = [title, title.replace(/^\S+ /, '')].find((text) => textWidth(text, 12.6) <= width);
  return short ?? shorten(title, Math.floor(width / 7.6));
}

/** The last pill of each lane at a moment. */
function statesAt({ pills, laneOf }: RunModel, now: Instant): ReadonlyMap<number, StatePill> {
  return new Map(lastPills(pills, now).map((pill) => [laneOf.get(pill.node) ?? 0, pill]));
}

/** What stands over a gutter. */
export interface Caption {
  readonly x: number;
  readonly text: string;
  readonly anchor: 'start' | 'end';
}

/** The times' is `timesText` where there is room for it. */
export function captionsOf({ times, notes, width }: Geometry, timesText: string): Caption[] {
  const ofTimes: Caption = { x: times - 9, text: times > 70 ? timesText : 's', anchor: 'end' };
  const ofNotes: Caption = { x: width - notes + 12, text: 'Clauses & faults', anchor: 'start' };
  return notes > 100 ? [ofTimes, ofNotes] : [ofTimes];
}
