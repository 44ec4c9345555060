// What a picture tells of a thing in words, for who points at it or can't see it.
import { duration, seconds } from '../../views/words.ts';
import { type ArrowPlace, isGhost } from '../ladder/scene.ts';
import type { Arrow } from '../model/arrows.ts';
import type { Lane } from '../model/lanes.ts';
import type { TimerSpan } from '../model/timer-spans.ts';

/** What it is and between whom. */
export function nameOf(place: ArrowPlace, lanes: readonly Lane[]): string {
  const title = (lane: number): string => lanes[lane]?.title ?? '';
  const ghost = isGhost(place) ? ', only in run A' : '';
  return `${place.arrow.label}, ${title(place.from)} → ${title(place.to)}${ghost}`;
}

/** By what transport, from when to when, and its key. */
export function storyOf(arrow: Arrow): string {
  const { message, sent, key } = arrow;
  return `${message.transport}, sent at ${seconds(sent.atUs)} s, ${fate(arrow)}; ${key}`;
}

function fate({ message: { lost, arrivedUs }, sent, absorbed, copy }: Arrow): string {
  if (lost !== undefined) return `lost: ${lost.reason}`;
  if (arrivedUs === undefined) return 'under way at the end';
  const twice = copy === undefined ? '' : `, and again at ${seconds(copy.atUs)} s`;
  const kept = absorbed ? ', kept by its transaction' : '';
  return `arrived at ${seconds(arrivedUs)} s (+${duration(arrivedUs - sent.atUs)})${twice}${kept}`;
}

export function timerStory({ name, set, end, outcome, owner }: TimerSpan): string {
  const ended =
    end === undefined
      ? 'pending at the end'
      : `${outcome} at ${seconds(end.atUs)} s (+${duration(end.atUs - set.atUs)})`;
  return `${/^(?:[A-Z]|\d+)$/.test(name) ? `Timer ${name}` : name} of ${owner}, set at ${seconds(set.atUs)} s, ${ended}`;
}
