import type { MessageRow } from '../ladder-model.ts';
import { messageHints, noHints } from '../message-hints.ts';
import { duration, plain } from '../words.ts';

/**
 * Which latencies are worth a remark: the first on each way from lane to lane, and those at least half as long again as the shortest
 * seen there so far.
 */
export function latencyTeller(): (message: MessageRow) => string | undefined {
  const shortest = new Map<string, number>();
  return (message) => {
    if (message.arrivedUs === undefined) return undefined;
    const way = `${message.from}>${message.to}/${message.transport}`;
    const latencyUs = message.arrivedUs - message.atUs;
    const before = shortest.get(way);
    shortest.set(way, Math.min(before ?? latencyUs, latencyUs));
    const usual = before !== undefined && latencyUs < before * 1.5;
    return usual || latencyUs === 0 ? undefined : `+${duration(latencyUs)}`;
  };
}

/** What there is to say of a message beside its arrow, the most telling first. */
export function messageRemarks(
  message: MessageRow,
  lanes: readonly string[],
  latency: string | undefined,
  reasonShown: boolean,
): string[] {
  const first = message.transmission === 0;
  const { reason, remarks } = first ? messageHints(message.raw, message.protocol) : noHints;
  const { lost, duplicated, from, to, fromNode, toNode } = message;
  const others = [lanes[from] === fromNode ? '' : fromNode, lanes[to] === toNode ? '' : toNode]
    .filter(Boolean)
    .join(' > ');
  return [
    others,
    lost === undefined || reasonShown ? undefined : lost.reason,
    lost?.draw === undefined ? undefined : `draw ${lost.draw.toFixed(4)}`,
    ...message.delays.map((delay) =>
      delay.byUs === undefined ? delay.reason : `${delay.reason} +${duration(delay.byUs)}`,
    ),
    duplicated === undefined ? undefined : `duplicated (${duplicated.reason})`,
    latency,
    lost === undefined && message.arrivedUs === undefined ? 'under way at the end' : undefined,
    message.protocol === 'sip' && message.transport === 'tcp' ? 'tcp' : undefined,
    reason === 'OK' || reason === 'Trying' ? undefined : reason,
    ...remarks,
  ]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => plain(part ?? ''));
}
