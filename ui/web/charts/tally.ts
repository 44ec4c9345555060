// How often transitions were taken, over one run or many.
import type { MachineOutline, TransitionOutline } from '../../../sim/statechart/outline.ts';
import type { Survey } from '../worker/survey-messages.ts';

export interface Tally {
  of(transition: TransitionOutline): number;
  /** How often the transition of this machine that was taken most was taken. */
  readonly most: number;
  /** How many of the machine's transitions were taken at all. */
  readonly taken: number;
}

/** `calling > timerA > calling`, as the worker counts. */
export function keyOf({ from, event, to }: Pick<TransitionOutline, 'from' | 'event' | 'to'>): string {
  return `${from || '(any)'} > ${event} > ${to || '(stays)'}`;
}

export function tallyOf({ id, transitions }: MachineOutline, surveys: readonly Survey[]): Tally {
  const counts = new Map(
    transitions.map((one) => {
      const key = `${id}: ${keyOf(one)}`;
      return [keyOf(one), surveys.reduce((sum, { taken }) => sum + (taken[key] ?? 0), 0)];
    }),
  );
  const all = [...counts.values()];
  return {
    of: (transition) => counts.get(keyOf(transition)) ?? 0,
    most: Math.max(0, ...all),
    taken: all.filter((count) => count > 0).length,
  };
}

/** From 0 (once) to 1 (as often as the most often taken), by orders of magnitude. */
export function warmth(count: number, most: number): number {
  return count <= 1 || most <= 1 ? (count > 0 && most <= 1 ? 1 : 0) : Math.log(count) / Math.log(most);
}
