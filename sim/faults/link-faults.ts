import type { LinkParameters } from '../net/link-parameters.ts';
import { PASS, type Rule } from '../net/rules/rule.ts';
import type { Us } from '../time.ts';
import type { LinkFaultRule, Span, StallStreamsRule } from './fault-rule.ts';

/** A fault on one direction of a link. */
export interface LinkFaultAtWork {
  readonly rule: LinkFaultRule | StallStreamsRule;
  /** Notes that the rule was at work on a packet. */
  matched(): void;
}

/** What the faults on a link do to single packets, as rules to stand before its others. */
export function faultRules(faults: readonly LinkFaultAtWork[]): readonly Rule[] {
  return faults.map(faultRule);
}

function faultRule({ rule, matched }: LinkFaultAtWork): Rule {
  const during = duringSpan(rule, matched);
  switch (rule.fault) {
    case 'partition':
      return during(() => ({ verdict: 'drop', reason: 'partition' }));
    case 'hold':
      return during(holdRule(rule, 'hold'));
    case 'stall streams':
      return ofStreams(during(holdRule(rule, 'stall')));
    case 'set':
      return during(() => PASS);
  }
}

export function spans({ fromUs, untilUs }: Span, nowUs: Us): boolean {
  return fromUs <= nowUs && (untilUs === undefined || nowUs < untilUs);
}

function duringSpan(span: Span, matched: () => void): (rule: Rule) => Rule {
  return (rule) => (crossing) => {
    if (!spans(span, crossing.nowUs)) return PASS;
    matched();
    return rule(crossing);
  };
}

/** What would wait for ever is lost. */
function holdRule({ untilUs }: Span, reason: string): Rule {
  return () => (untilUs === undefined ? { verdict: 'drop', reason } : { verdict: 'hold', untilUs, reason });
}

function ofStreams(rule: Rule): Rule {
  return (crossing) => (crossing.protocol === 'tcp' ? rule(crossing) : PASS);
}

/**
 * A link's parameters at an instant: its own, changed by each `set` that holds then, in the order of the rules. While the same ones hold
 * the answer is the same object.
 */
export function parametersUnder(
  faults: readonly LinkFaultAtWork[],
  own: LinkParameters,
): (nowUs: Us) => LinkParameters {
  const sets = faults.flatMap(({ rule }) => (rule.fault === 'set' ? [rule] : []));
  const known = new Map<string, LinkParameters>();
  return (nowUs) => {
    const holding = sets.map((set) => spans(set, nowUs));
    const key = holding.join();
    let parameters = known.get(key);
    if (parameters === undefined) {
      const changes = sets.filter((_, i) => holding[i]).map((set) => set.parameters);
      parameters = Object.assign({ ...own }, ...changes) as LinkParameters;
      known.set(key, parameters);
    }
    return parameters;
  };
}
