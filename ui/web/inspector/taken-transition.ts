// Which transition of the definition a change of state was.
import type { MachineOutline, TransitionOutline } from '../../../sim/statechart/outline.ts';

/** By the trace's words: from `calling.retransmitting` to `proceeding` on `1xx`. Undefined where the machine began. */
export function takenTransition(
  { transitions }: MachineOutline,
  { from, to, on }: { readonly from: string; readonly to: string; readonly on: string },
): TransitionOutline | undefined {
  if (from === '') return undefined;
  const fitting = transitions.filter((one) => one.event === on && holds(one.from, from));
  // The innermost state that knows the event has the word; of several ways out, the one that leads there.
  const depth = Math.max(...fitting.map((one) => one.from.length));
  const inner = fitting.filter((one) => one.from.length === depth);
  return (
    inner.find((one) => one.to !== '' && holds(one.to, to)) ?? inner.find((one) => one.to !== '') ?? inner[0]
  );
}

/** The outer state is the inner one, or around it. */
function holds(outer: string, inner: string): boolean {
  return outer === '' || outer === inner || inner.startsWith(`${outer}.`);
}
