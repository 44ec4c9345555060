// What an agent can be told to do wrong: a small change at a seam between the agent and its wire, its memory or its orders.
import { inSeries, type SipFilter } from '../../core/sip/filter.ts';
import type { TimerValues } from '../../core/sip/transaction-types.ts';
import type { MsrpFilter } from '../msrp-filter.ts';
import type { PushPlan } from '../push-options.ts';
import type { PushReceiver } from '../push-receiver.ts';
import { filtersInSeries } from './media.ts';

/** A part that is absent leaves all as it is. */
export interface Misbehaviour {
  readonly sip?: SipFilter;
  readonly msrp?: MsrpFilter;
  /** What it does not store, by name. */
  readonly forgets?: readonly string[];
  /** Other values of its SIP timers. */
  readonly timers?: (timers: TimerValues) => TimerValues;
  /** Other orders than it was given. */
  readonly plan?: (plan: PushPlan) => PushPlan;
  readonly policy?: (policy: PushReceiver['policy']) => PushReceiver['policy'];
}

/** A misbehaviour with the one line that says what the agent then does wrong. */
export interface Switch extends Misbehaviour {
  readonly does: string;
}

/** Several misbehaviours as one, in their order. */
export function together(all: readonly Misbehaviour[]): Misbehaviour {
  return {
    sip: inSeries(all.flatMap(({ sip }) => sip ?? [])),
    msrp: filtersInSeries(all.flatMap(({ msrp }) => msrp ?? [])),
    forgets: all.flatMap(({ forgets }) => forgets ?? []),
    timers: (timers) => all.reduce((so, each) => each.timers?.(so) ?? so, timers),
    plan: (plan) => all.reduce((so, each) => each.plan?.(so) ?? so, plan),
    policy: (policy) => all.reduce((so, each) => each.policy?.(so) ?? so, policy),
  };
}
