import type { Us } from '../time.ts';
import type { FaultRule, Pair } from './fault-rule.ts';
import { type LinkFaultAtWork, spans } from './link-faults.ts';
import type { NameTest } from './matching.ts';
import { createMessageFaults, type MessageFaults } from './message-faults.ts';

/** How often each rule was at work. */
export interface FaultReport {
  /** From 1, in the order in which the rules stand. */
  readonly rule: number;
  readonly fault: FaultRule['fault'];
  /** Messages, packets, connections or hosts that it touched; 0 is worth a warning. */
  readonly matched: number;
}

/** The fault rules of one run. */
export interface Faults extends MessageFaults {
  readonly rules: readonly FaultRule[];
  /** What is at work on packets from one host to another, at any time of the run. */
  onLink(from: string, to: string): readonly LinkFaultAtWork[];
  /** Whether a connection between the two is refused now. */
  refuses(from: string, to: string, nowUs: Us): boolean;
  /** Tells who wants to know that the rule of this index is at work. */
  atWork(index: number): void;
  /** Notes that the rule of this index touched something. */
  matched(index: number, times?: number): void;
  report(): readonly FaultReport[];
}

export interface FaultsOptions {
  /** Told the index of a rule before anything comes of it. */
  readonly onFault?: (index: number) => void;
  /** Rules for messages may be added later. */
  readonly mayGrow?: boolean;
}

export function createFaults(
  given: readonly FaultRule[],
  isNamed: NameTest,
  { onFault: atWork = () => undefined, mayGrow = false }: FaultsOptions = {},
): Faults {
  const rules = [...given];
  const counts = rules.map(() => 0);
  const joins = ({ a, b }: Pair, from: string, to: string) => isNamed(from, a) && isNamed(to, b);
  const joinsEitherWay = (pair: Pair, a: string, b: string) => joins(pair, a, b) || joins(pair, b, a);

  function matched(index: number, times = 1): void {
    counts[index] = counts[index]! + times;
    atWork(index);
  }

  const onMessages = createMessageFaults(rules, isNamed, matched, mayGrow);
  return {
    ...onMessages,
    add(further) {
      if (!onMessages.add(further)) return false;
      rules.push(...further);
      counts.push(...further.map(() => 0));
      return true;
    },
    rules,
    atWork,
    matched,
    onLink(from, to) {
      const found: LinkFaultAtWork[] = [];
      for (const [index, rule] of rules.entries()) {
        if (!isOnLinks(rule)) continue;
        const bothWays = rule.fault === 'stall streams' || rule.both;
        if (bothWays ? joinsEitherWay(rule, from, to) : joins(rule, from, to)) {
          found.push({ rule, matched: () => matched(index) });
        }
      }
      return found;
    },
    refuses(from, to, nowUs) {
      let refused = false;
      for (const [index, rule] of rules.entries()) {
        if (rule.fault !== 'refuse streams' || !spans(rule, nowUs) || !joinsEitherWay(rule, from, to))
          continue;
        matched(index);
        refused = true;
      }
      return refused;
    },
    report: () =>
      rules.map((rule, index) => ({ rule: index + 1, fault: rule.fault, matched: counts[index]! })),
  };
}

function isOnLinks(rule: FaultRule): rule is LinkFaultAtWork['rule'] {
  return (
    rule.fault === 'partition' ||
    rule.fault === 'hold' ||
    rule.fault === 'set' ||
    rule.fault === 'stall streams'
  );
}
