// While an agent's session is under way its lifeline is a bar, tinted while content goes over it.
import type { Instant } from './arrows.ts';
import type { StatePill } from './state-pills.ts';

export interface SessionBar {
  readonly node: string;
  readonly look: 'open' | 'transfer';
  readonly from: Instant;
  /** Absent where it never ends. */
  readonly to?: Instant;
}

const agents = new Set(['pushSender', 'pushReceiver']);

/** Each agent's session from its first state to the one in which it is over. Pills are in order. */
export function sessionBars(pills: readonly StatePill[]): SessionBar[] {
  const bars: SessionBar[] = [];
  const open = new Map<string, Partial<Record<SessionBar['look'], Instant>>>();
  const end = (node: string, look: SessionBar['look'], to?: Instant): void => {
    const since = open.get(node);
    const from = since?.[look];
    if (since === undefined || from === undefined) return;
    bars.push({ node, look, from, ...(to !== undefined && { to }) });
    delete since[look];
  };
  for (const pill of pills) {
    if (!agents.has(pill.machine)) continue;
    const at = { atUs: pill.atUs, seq: pill.seq };
    const since = open.get(pill.node) ?? {};
    open.set(pill.node, since);
    if (pill.look !== 'over' || pill.name === 'answered') since.open ??= at;
    if (pill.look === 'active') since.transfer ??= at;
    else end(pill.node, 'transfer', at);
    if (pill.look === 'over' && pill.name !== 'answered') end(pill.node, 'open', at);
  }
  for (const node of open.keys()) {
    end(node, 'transfer');
    end(node, 'open');
  }
  return bars;
}
