// Who an agent is, and who it says it is: its login for Digest, the URI of its From, and the headers of RFC 3325.
import type { AgentOptions } from '../../agents/push-options.ts';
import type { HeaderField } from '../../core/sip/message.ts';
import { userOf } from './core-program.ts';
import { type Member, numbered } from './members.ts';
import type { AgentPlan } from './scenario.ts';

export function agentIdentity(
  { password, identity }: AgentPlan,
  { uri, number }: Member,
): Pick<AgentOptions, 'login' | 'identity' | 'claims'> {
  const { prefers, asserts, privacy, claims } = identity;
  const field = (name: string, value: string | undefined): HeaderField[] =>
    value === undefined ? [] : [{ name, value: numbered(value, number) }];
  return {
    ...(password !== undefined && { login: { username: userOf(uri), password } }),
    ...(claims !== undefined && { claims: numbered(claims, number) }),
    identity: [
      ...field('P-Asserted-Identity', asserts && `<${asserts}>`),
      ...field('P-Preferred-Identity', prefers && `<${prefers}>`),
      ...field('Privacy', privacy),
    ],
  };
}
