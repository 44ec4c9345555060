// RFC 3261 Appendix A and §16.6 item 11, RFC 4975 §7.1.1, 3GPP TS 24.229 §7.7: the timers of a run.
import type { Scenario } from '../scenario.ts';
import type { ScenarioFile } from '../schema/scenario.ts';

/** T1, T2 and T4; the others follow from them, or stand. */
const profiles = {
  rfc3261: { t1Us: 500_000, t2Us: 4_000_000, t4Us: 5_000_000 },
  '3gpp': { t1Us: 2_000_000, t2Us: 16_000_000, t4Us: 17_000_000 },
} as const;

/** With what is not said as in RFC 3261, or as the profile has it. */
export function resolveTimers(read: ScenarioFile['timers'] = {}): Scenario['timers'] {
  const values = typeof read === 'string' ? { profile: read } : read;
  const profile = profiles[values.profile ?? 'rfc3261'];
  const t1Us = values.t1 ?? profile.t1Us;
  return {
    t1Us,
    t2Us: values.t2 ?? profile.t2Us,
    t4Us: values.t4 ?? profile.t4Us,
    dUs: values.d ?? Math.max(32_000_000, 64 * t1Us),
    cUs: values.c ?? 181_000_000,
    tryingUs: values.trying ?? 200_000,
    msrpUs: values.msrp ?? 30_000_000,
  };
}
