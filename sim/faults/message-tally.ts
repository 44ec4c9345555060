import type { MessageMatcher } from './fault-rule.ts';
import { type Hop, matchesSummary, type NameTest, type Seen } from './matching.ts';

/** What was sent in a run, for rules that come when it is under way. */
export interface MessageTally {
  count(hop: Hop): void;
  /** What a rule would have seen so far; undefined where it might have been at work. */
  seenBy(matcher: MessageMatcher, isNamed: NameTest): Seen | undefined;
}

interface OnHop {
  readonly from: string;
  readonly to: string;
  /** How many, by summary. */
  readonly counts: Map<string, number>;
}

export function createMessageTally(): MessageTally {
  const hops = new Map<string, OnHop>();
  return {
    count({ from, to, label: { summary } }) {
      const key = `${from}>${to}`;
      let hop = hops.get(key);
      if (hop === undefined) {
        hop = { from, to, counts: new Map() };
        hops.set(key, hop);
      }
      hop.counts.set(summary, (hop.counts.get(summary) ?? 0) + 1);
    },
    seenBy({ message, from, to, nth }, isNamed) {
      const seen: Seen = new Map();
      for (const [key, hop] of hops) {
        if (from !== undefined && !isNamed(hop.from, from)) continue;
        if (to !== undefined && !isNamed(hop.to, to)) continue;
        let count = 0;
        for (const [summary, times] of hop.counts) if (matchesSummary(message, summary)) count += times;
        if (count >= (nth ?? 1)) return undefined;
        seen.set(key, count);
      }
      return seen;
    },
  };
}
