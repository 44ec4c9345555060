// A fault rule in a line that a person reads: in reports, and where one matched nothing.
import type { FaultRule, MessageFaultRule } from '../../../sim/faults/fault-rule.ts';

/** `drop 200 INVITE from bob to core, nth 1`. */
export function faultText(rule: FaultRule): string {
  if ('message' in rule) return messageFaultText(rule);
  if ('host' in rule) return `${rule.fault} ${rule.host} at ${timeText(rule.atUs)}`;
  const verb = rule.fault.replace(' streams', '');
  const arrow = 'both' in rule && !rule.both ? '>' : '<>';
  const pair = `${verb} ${rule.a}${arrow}${rule.b}`;
  if ('atUs' in rule) return `${pair} at ${timeText(rule.atUs)}`;
  const from = rule.fromUs === 0 ? '' : ` from ${timeText(rule.fromUs)}`;
  const until = rule.untilUs === undefined ? '' : ` until ${timeText(rule.untilUs)}`;
  return `${pair}${from}${until}`;
}

function messageFaultText(rule: MessageFaultRule): string {
  const by = 'byUs' in rule && rule.byUs !== undefined ? ` by ${timeText(rule.byUs)}` : '';
  return [
    `${rule.fault} ${rule.message}${by}${afterText(rule)}`,
    rule.from === undefined ? '' : ` from ${rule.from}`,
    rule.to === undefined ? '' : ` to ${rule.to}`,
    rule.nth === undefined ? '' : `, nth ${rule.nth}`,
    rule.transmission === undefined ? '' : `, transmission ${rule.transmission}`,
    rule.between === undefined ? '' : `, between ${rule.between.map(timeText).join(' and ')}`,
  ].join('');
}

function afterText(rule: MessageFaultRule): string {
  if (rule.fault !== 'reorder' || rule.after === undefined) return '';
  return ` after ${typeof rule.after === 'number' ? timeText(rule.after) : rule.after}`;
}

/** µs in the largest unit that leaves few digits: `20ms`, `1.5s`. */
export function timeText(us: number): string {
  if (us === 0) return '0';
  if (us % 1_000 !== 0) return `${us}us`;
  return us < 1_000_000 ? `${us / 1_000}ms` : `${us / 1_000_000}s`;
}
