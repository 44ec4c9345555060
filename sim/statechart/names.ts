// XState's names turned into the lab's: session ids and state node ids never reach the trace.

/** The active state with nested states joined by dots. Machines here have no parallel states, so each level has one name. */
export function statePath(value: unknown): string {
  let path = '';
  while (typeof value === 'object' && value !== null) {
    const [name, inner] = Object.entries(value)[0]!;
    path += `${name}.`;
    value = inner;
  }
  return path + String(value);
}

/** `timerA` of `xstate.after.timerA.inviteClient.calling`; any other text as it is. */
export function eventName(type: string): string {
  if (type.startsWith('xstate.after.')) return type.slice(13).split('.', 1)[0]!;
  if (type.startsWith('xstate.done.state.')) return 'done';
  return type === '' ? 'always' : type;
}
