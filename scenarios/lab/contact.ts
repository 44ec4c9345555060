// The Contact of an agent: its feature parameters as RFC 3840 §9 writes them, and its q.
import { numbered } from './members.ts';
import type { AgentPlan, Feature } from './scenario.ts';

/**
 * Parameters of the Contact inside calls, and of the one that registers (with q), of the n-th member of a group. `{n}` in the value of a
 * feature is its number.
 */
export function contactOf(
  plan: Pick<AgentPlan, 'features' | 'q' | 'vary'>,
  number: number,
): {
  readonly params: string;
  readonly registered: string;
} {
  const { features = plan.features, q = plan.q } = plan.vary[(number - 1) % plan.vary.length] ?? {};
  const params = features.map((feature) => `;${numbered(featureText(feature), number)}`).join('');
  return { params, registered: q === undefined ? params : `${params};q=${q}` };
}

/** `+g.oma.lcsi.sip-push`, `methods="INVITE,BYE"`. */
export function featureText({ name, value }: Feature): string {
  return value === undefined ? name : `${name}="${value}"`;
}
