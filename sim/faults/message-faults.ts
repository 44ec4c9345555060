import type { StreamMessageFault } from '../net/types.ts';
import type { Us } from '../time.ts';
import { FaultOnStream } from './fault-on-stream.ts';
import type { FaultRule, MessageFaultRule } from './fault-rule.ts';
import { createMatcher, type Hop, type Matches, matchesSummary, type NameTest, words } from './matching.ts';
import { createMessageTally } from './message-tally.ts';

/** What the rules do to one datagram. Reasons name the rule: `fault 2`. */
export interface DatagramFault {
  drop?: { readonly reason: string };
  readonly delays: { readonly reason: string; readonly byUs: Us }[];
  readonly copies: { readonly reason: string; readonly byUs: Us }[];
  readonly corruptions: { readonly rule: number; readonly octets: number }[];
  /** It waits until a message that fits `after` has arrived on its hop. */
  wait?: { readonly reason: string; readonly after: string | undefined };
}

export interface MessageFaults {
  /** Asked once for each datagram as it is sent; undefined when no rule touches it. */
  datagram(hop: Hop): DatagramFault | undefined;
  /** Asked once for each message on a stream as it is written. Throws `FaultOnStream`. */
  stream(hop: Hop): StreamMessageFault | undefined;
  /** Lets `release` be called, with the time, when what the message waits for arrives on its hop. */
  wait(hop: Hop, after: string | undefined, release: (arrivesUs: Us) => void): void;
  /**
   * Adds rules to those there are, as if they had been there from the first; false, and nothing happens, where one of them might have
   * been at work already.
   */
  add(further: readonly FaultRule[]): boolean;
  /** A message will arrive at `arrivesUs`: releases those on its hop that wait for it. */
  arrives(hop: Hop, arrivesUs: Us): void;
}

interface MatchedRule {
  readonly rule: MessageFaultRule;
  readonly index: number;
  readonly matches: Matches;
}

interface Waiting {
  readonly after: string | undefined;
  readonly release: (arrivesUs: Us) => void;
}

/**
 * Makes the message faults among the rules of a run. `matched` is told the index of a rule that was at work. Rules can be added later
 * only where it `mayGrow`: all messages are counted for them.
 */
export function createMessageFaults(
  rules: readonly FaultRule[],
  isNamed: NameTest,
  matched: (index: number) => void,
  mayGrow = false,
): MessageFaults {
  const matchers = rules.flatMap((rule, index): MatchedRule[] =>
    'message' in rule ? [{ rule, index, matches: createMatcher(rule, isNamed) }] : [],
  );
  let ruleCount = rules.length;
  const tally = mayGrow ? createMessageTally() : undefined;
  const waiting = new Map<string, Waiting[]>();
  const waitingOn = ({ from, to }: Hop) => waiting.get(`${from}>${to}`) ?? [];

  /** A message that another waits for is not held itself: else both would wait for ever. */
  function isAwaited(hop: Hop): boolean {
    return waitingOn(hop).some((one) => isDue(one, hop));
  }

  return {
    datagram(hop) {
      tally?.count(hop);
      if (matchers.length === 0) return undefined;
      const summary = words(hop.label.summary);
      let fault: DatagramFault | undefined;
      for (const { rule, index, matches } of matchers) {
        if (!matches(hop, summary) || fault?.drop !== undefined || !isForDatagrams(rule)) continue;
        matched(index);
        if (holds(rule) && isAwaited(hop)) continue;
        fault ??= { delays: [], copies: [], corruptions: [] };
        applyToDatagram(rule, index + 1, fault);
      }
      return fault;
    },
    stream(hop) {
      tally?.count(hop);
      if (matchers.length === 0) return undefined;
      const summary = words(hop.label.summary);
      let fault: StreamMessageFault | undefined;
      for (const { rule, index, matches } of matchers) {
        if (!matches(hop, summary)) continue;
        matched(index);
        fault = applyToStream(rule, index + 1, fault);
      }
      return fault;
    },
    add(further) {
      const added: MatchedRule[] = [];
      for (const [n, rule] of further.entries()) {
        const seen = 'message' in rule ? tally?.seenBy(rule, isNamed) : undefined;
        if (!('message' in rule) || seen === undefined) return false;
        added.push({ rule, index: ruleCount + n, matches: createMatcher(rule, isNamed, seen) });
      }
      matchers.push(...added);
      ruleCount += added.length;
      return true;
    },
    wait(hop, after, release) {
      waiting.set(`${hop.from}>${hop.to}`, [...waitingOn(hop), { after, release }]);
    },
    arrives(hop, arrivesUs) {
      if (waiting.size === 0) return;
      const key = `${hop.from}>${hop.to}`;
      const here = waitingOn(hop);
      const left = here.filter((one) => !isDue(one, hop));
      if (left.length === 0) waiting.delete(key);
      else waiting.set(key, left);
      for (const one of here) if (isDue(one, hop)) one.release(arrivesUs);
    },
  };
}

/** Whether the message on this hop is the one that a held message waits for. */
function isDue({ after }: Waiting, { label }: Hop): boolean {
  return after === undefined || matchesSummary(after, label.summary);
}

/** Whether a rule holds a message until another has arrived. */
function holds(rule: MessageFaultRule): boolean {
  return rule.fault === 'reorder' && typeof rule.after !== 'number';
}

function isForDatagrams({ fault }: MessageFaultRule): boolean {
  return fault !== 'stall' && fault !== 'reset';
}

function applyToDatagram(rule: MessageFaultRule, number: number, fault: DatagramFault): void {
  const reason = `fault ${number}`;
  switch (rule.fault) {
    case 'drop':
      fault.drop = { reason };
      break;
    case 'delay':
      fault.delays.push({ reason, byUs: rule.byUs });
      break;
    case 'duplicate':
      fault.copies.push({ reason, byUs: rule.byUs ?? 0 });
      break;
    case 'corrupt':
      fault.corruptions.push({ rule: number, octets: rule.octets ?? 1 });
      break;
    case 'reorder':
      if (typeof rule.after === 'number') fault.delays.push({ reason, byUs: rule.after });
      else fault.wait = { reason, after: rule.after };
      break;
    case 'stall':
    case 'reset':
      break;
  }
}

function applyToStream(
  rule: MessageFaultRule,
  number: number,
  so: StreamMessageFault | undefined,
): StreamMessageFault {
  switch (rule.fault) {
    case 'delay':
      return { ...so, delayUs: (so?.delayUs ?? 0) + rule.byUs, rule: number };
    case 'stall':
      return { ...so, stallUs: (so?.stallUs ?? 0) + rule.byUs, rule: number };
    case 'reset':
      return { ...so, reset: true, rule: number };
    default:
      throw new FaultOnStream(number, rule.fault);
  }
}
