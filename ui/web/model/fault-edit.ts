// What a reader does to a message: a fault rule, its YAML, its words, and its form in the page's address.
import { matchesSummary } from '../../../sim/faults/matching.ts';
import { duration } from '../../views/words.ts';
import type { Arrow } from './arrows.ts';

export type Deed = 'drop' | 'delay' | 'duplicate' | 'stall' | 'reset';

export interface FaultEdit {
  readonly deed: Deed;
  readonly message: string;
  readonly from: string;
  readonly to: string;
  /** The nth message of that name on that hop, from 1. */
  readonly nth: number;
  /** Of a delay or a stall, in ms. */
  readonly byMs?: number;
}

/** What can be done to a message: TCP sends a lost segment again, so nothing that goes by it is dropped or doubled. */
export function deedsFor(arrow: Arrow): readonly Deed[] {
  return arrow.message.transport === 'tcp' ? ['reset', 'delay', 'stall'] : ['drop', 'delay', 'duplicate'];
}

/** The rule that does it to this transmission and to no other. */
export function editFor(deed: Deed, arrow: Arrow, arrows: readonly Arrow[]): FaultEdit {
  const { fromNode, toNode, summary } = arrow.message;
  let nth = 0;
  for (const { message } of arrows) {
    if (
      message.fromNode === fromNode &&
      message.toNode === toNode &&
      matchesSummary(summary, message.summary)
    )
      nth++;
    if (message === arrow.message) break;
  }
  const byMs = deed === 'delay' ? 740 : deed === 'stall' ? 1_000 : undefined;
  return { deed, message: summary, from: fromNode, to: toNode, nth, ...(byMs !== undefined && { byMs }) };
}

/** As a scenario has it. Names and summaries hold no quotes, and are quoted all the same. */
export function editYaml({ deed, message, from, to, nth, byMs }: FaultEdit): string {
  const by = byMs === undefined ? '' : `, by: ${byMs}ms`;
  return `{ ${deed}: ${JSON.stringify(message)}${by}, from: ${JSON.stringify(from)}, to: ${JSON.stringify(to)}, nth: ${nth} }`;
}

/** `Delay 200 INVITE by 740 ms`. */
export function editTitle({ deed, message, byMs }: FaultEdit): string {
  const by = byMs === undefined ? '' : ` by ${duration(byMs * 1000)}`;
  return `${deed[0]?.toUpperCase()}${deed.slice(1)} ${message}${by}`;
}

export function editPlace({ from, to, nth }: FaultEdit): string {
  return `${from} → ${to} · #${nth}`;
}

export function sameEdit(a: FaultEdit, b: FaultEdit): boolean {
  return editYaml(a) === editYaml(b);
}
