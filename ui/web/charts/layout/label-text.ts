// What stands on a transition: its event and under which guard it is taken. Its actions stand in the list beside the chart.
import type { TransitionOutline } from '../../../../sim/statechart/outline.ts';
import { shorten } from '../../../views/words.ts';

const longest = 44;

/** `answered [noneAccepted]`, `◷ timerA`, `[weRefresh]`. */
export function labelText({ event, kind, ways }: TransitionOutline): string {
  const guards = guardsText(ways.map(({ guard }) => guard));
  if (kind === 'always') return shorten(guards === '' ? 'at once' : guards, longest);
  const name = kind === 'timer' ? `◷ ${event}` : event;
  return shorten(guards === '' ? name : `${name} ${guards}`, longest);
}

/** The same of a transition that stays where it is, with what it does. */
export function innerText(transition: TransitionOutline): string {
  const actions = [...new Set(transition.ways.flatMap((way) => way.actions))];
  return shorten(
    `${labelText(transition)}${actions.length === 0 ? '' : ` / ${actions.join(', ')}`}`,
    longest,
  );
}

function guardsText(guards: readonly (string | undefined)[]): string {
  if (guards.every((guard) => guard === undefined)) return '';
  return `[${guards.map((guard) => guard ?? 'else').join(' | ')}]`;
}
