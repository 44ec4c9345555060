// A group of agents (`count: 3`) and its members: `bob` is `bob-1`, `bob-2` and `bob-3`.
import type { AgentPlan } from './scenario.ts';

/** One host of a group, or the host itself where there is only one. */
export interface Member {
  readonly name: string;
  readonly uri: string;
  /** From 1. */
  readonly number: number;
}

/** The hosts that an agent of a scenario stands for, one after the other; none is made before it is asked for. */
export function* members(agent: Pick<AgentPlan, 'name' | 'uri' | 'count'>): Generator<Member> {
  for (let number = 1; number <= agent.count; number++) yield member(agent, number);
}

export function member(agent: Pick<AgentPlan, 'name' | 'uri' | 'count'>, number: number): Member {
  const name = agent.count === 1 ? agent.name : `${agent.name}-${number}`;
  return { name, uri: numbered(agent.uri, number), number };
}

/** Puts a member's number in place of `{n}`. Without `{n}` all members share the text: devices of one user, say. */
export function numbered(text: string, number: number): string {
  return text.replaceAll('{n}', String(number));
}

/** The group that a member's name belongs to, and its number; undefined when no such agent has that many. */
export function memberNamed<A extends Pick<AgentPlan, 'name' | 'count'>>(
  agents: ReadonlyMap<string, A>,
  name: string,
): { readonly agent: A; readonly number: number } | undefined {
  const dash = name.lastIndexOf('-');
  const agent = agents.get(name.slice(0, Math.max(dash, 0)));
  const digits = name.slice(dash + 1);
  if (agent === undefined || agent.count === 1 || !/^[1-9]\d{0,8}$/.test(digits)) return undefined;
  const number = Number(digits);
  return number <= agent.count ? { agent, number } : undefined;
}
