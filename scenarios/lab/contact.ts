// The Contact of an agent: its feature parameters as RFC 3840 §9 writes them, and its q.
import type { AgentPlan, Feature } from './scenario.ts';

/** Parameters of the Contact inside calls, and of the one that registers (with q). */
export function contactOf(plan: Pick<AgentPlan, 'features' | 'q'>): {
  readonly params: string;
  readonly registered: string;
} {
  const params = plan.features.map((feature) => `;${featureText(feature)}`).join('');
  return { params, registered: plan.q === undefined ? params : `${params};q=${plan.q}` };
}

/** `+g.oma.lcsi.sip-push`, `methods="INVITE,BYE"`. */
export function featureText({ name, value }: Feature): string {
  return value === undefined ? name : `${name}="${value}"`;
}
