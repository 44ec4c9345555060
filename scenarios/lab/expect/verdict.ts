import { member } from '../members.ts';
import type { AgentPlan, Place, Scenario } from '../scenario.ts';

/** One expectation, judged. */
export interface JudgedLine {
  readonly ok: boolean;
  /** False: the trace doesn't say, and `ok` means nothing more than that nobody was contradicted. */
  readonly judged: boolean;
  readonly text: string;
  /** `seq` of the records that show it. */
  readonly because: readonly number[];
  /** Where the expectation stands; absent for what no scenario has to say. */
  readonly place?: Place;
}

/** Whether a host of the trace is the one that an expectation names, or a member of the group that it names. */
export type Names = (node: string, name: string) => boolean;

export function namesOf({ senders, receivers }: Pick<Scenario, 'senders' | 'receivers'>): Names {
  const groups = new Map<string, AgentPlan>();
  for (const agent of [...senders, ...receivers]) if (agent.count > 1) groups.set(agent.name, agent);
  return (node, name) => node === name || isMember(node, groups.get(name));
}

function isMember(node: string, group: AgentPlan | undefined): boolean {
  if (group === undefined || !node.startsWith(`${group.name}-`)) return false;
  const number = Number(node.slice(group.name.length + 1));
  return number >= 1 && number <= group.count && member(group, number).name === node;
}

/** Up to so many `seq` stand behind a line: enough to look at. */
const MOST = 1000;

export function line(ok: boolean, text: string, because: readonly number[], place: Place): JudgedLine {
  return { ok, judged: true, text, because: because.slice(0, MOST), place };
}

/** `1.046 s`. */
export function at(us: number): string {
  return `${us / 1_000_000} s`;
}

/** `never`, `once`, `2 times`. */
export function times(count: number): string {
  return count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`;
}

/** `never fired`, `fired once`, `was set 2 times`. */
export function happened(verb: string, count: number): string {
  const never = verb.startsWith('was ') ? `was never ${verb.slice(4)}` : `never ${verb}`;
  return count === 0 ? never : `${verb} ${times(count)}`;
}
