// RFC 3261 §18: what was to go by TCP and did not. A message that no connection could be had for, or that waits in one that has broken, never
// leaves: the trace has no record of it, and nothing can be said of who was to send it.
import type { SipSeen } from './messages.ts';
import type { RunModel } from './model.ts';
import { get, list, number } from './parameters.ts';

const cutting = ['reset', 'refuse', 'stall', 'partition', 'hold', 'set', 'crash', 'restart'];
const found = new WeakMap<RunModel, boolean>();

/** A message that is missed would have gone by TCP, as this one did or came, and connections may have failed in this run. */
export function mayHaveNoConnection(run: RunModel, seen: SipSeen | undefined): boolean {
  return seen?.record.transport === 'tcp' && connectionsMayFail(run);
}

/** Octets that left late had been handed to a connection, where they waited, before another record: that cannot be undone. */
export function wasHandedOverBefore(run: RunModel, left: number, before: SipSeen): boolean {
  const cause = run.record(left)?.cause ?? left;
  return cause < before.seq && connectionsMayFail(run);
}

function connectionsMayFail(run: RunModel): boolean {
  const known = found.get(run) ?? findTrouble(run);
  found.set(run, known);
  return known;
}

function findTrouble(run: RunModel): boolean {
  const network = get(run.parameters.json, 'network');
  const links = [
    get(network, 'default'),
    ...list(get(network, 'links')).map((link) => get(link, 'parameters')),
  ];
  const loses = links.some((parameters) => {
    const loss = get(parameters, 'loss');
    return loss !== null && number(loss) !== 0 && number(get(loss, 'value')) !== 0;
  });
  return loses || run.ofType('fault').some(({ fault }) => cutting.includes(fault)) || restarts(run);
}

function restarts(run: RunModel): boolean {
  return run.ofType('act').some(({ act }) => act === 'restart');
}
