// Which transition of the definition a change of state was.
import type { MachineOutline, TransitionOutline } from '../../../sim/statechart/outline.ts';

/**
 * By the trace's words: from `calling.retransmitting` to `proceeding` on `1xx`. Undefined where the machine began. Where one event
 * leads to one state in two ways, through `always` on one of them, a trace doesn't tell which was gone: it is the direct one.
 */
export function takenTransition(
  { transitions }: MachineOutline,
  { from, to, on }: { readonly from: string; readonly to: string; readonly on: string },
): TransitionOutline | undefined {
  if (from === '') return undefined;
  // The innermost state that knows the event is asked first; where its guards refuse, those around it.
  const inside = transitions
    .filter((one) => holds(one.from, from))
    .sort((a, b) => b.from.length - a.from.length);
  const leads = (event: string): TransitionOutline | undefined =>
    inside.find((one) => one.event === event && one.to !== '' && holds(one.to, to));
  // An event may change what guards see and stay; then `always` leads on.
  return leads(on) ?? leads('always') ?? inside.find((one) => one.event === on);
}

/** The outer state is the inner one, or around it. */
function holds(outer: string, inner: string): boolean {
  return outer === '' || outer === inner || inner.startsWith(`${outer}.`);
}
