import type { Kernel } from '../kernel/kernel.ts';
import type { Us } from '../time.ts';
import type { Trace } from '../trace/trace.ts';
import type { FaultRule, Span } from './fault-rule.ts';
import type { Faults } from './faults.ts';

/** What faults do to hosts and connections. */
export interface FaultTargets {
  readonly kernel: Kernel;
  readonly trace: Trace;
  crash(host: string): void;
  restart(host: string): void;
  isUp(host: string): boolean;
  /** Breaks the connections between two hosts; how many there were. */
  resetStreams(a: string, b: string): number;
  /** The host of that name, or the hosts of that group. */
  hostsNamed(name: string): readonly string[];
}

/**
 * Puts the faults that have an instant into the queue. Where one spans a time its beginning and end are traced; they keep no run alive,
 * as a crash, a restart or a reset does.
 */
export function scheduleFaults(faults: Faults, targets: FaultTargets): void {
  const { kernel, trace } = targets;

  function record(index: number, fault: string, on: string, detail?: string): number {
    faults.atWork(index);
    return trace.record({
      type: 'fault',
      rule: index + 1,
      fault,
      on,
      ...(detail !== undefined && { detail }),
    });
  }

  function span(index: number, { fromUs, untilUs }: Span, fault: string, on: string): void {
    kernel.at(fromUs, () => record(index, fault, on, 'begins'), { background: true });
    if (untilUs === undefined) return;
    kernel.at(untilUs, () => record(index, fault, on, 'ends'), { background: true });
  }

  function hosts(index: number, fault: 'crash' | 'restart', name: string, atUs: Us): void {
    kernel.at(atUs, () => {
      for (const host of targets.hostsNamed(name)) {
        if (targets.isUp(host) !== (fault === 'crash')) continue;
        faults.matched(index);
        trace.because(record(index, fault, host), () => targets[fault](host));
      }
    });
  }

  function reset(index: number, a: string, b: string, atUs: Us): void {
    kernel.at(atUs, () => {
      trace.because(record(index, 'reset', `${a}<>${b}`), () => {
        for (const one of targets.hostsNamed(a)) {
          for (const other of targets.hostsNamed(b)) faults.matched(index, targets.resetStreams(one, other));
        }
      });
    });
  }

  function schedule(rule: FaultRule, index: number): void {
    switch (rule.fault) {
      case 'partition':
      case 'hold':
      case 'set':
        if ('a' in rule) span(index, rule, rule.fault, `${rule.a}${rule.both ? '<>' : '>'}${rule.b}`);
        break;
      case 'stall streams':
        span(index, rule, 'stall', `${rule.a}<>${rule.b}`);
        break;
      case 'refuse streams':
        span(index, rule, 'refuse', `${rule.a}<>${rule.b}`);
        break;
      case 'reset streams':
        reset(index, rule.a, rule.b, rule.atUs);
        break;
      case 'crash':
      case 'restart':
        hosts(index, rule.fault, rule.host, rule.atUs);
        break;
    }
  }

  for (const [index, rule] of faults.rules.entries()) schedule(rule, index);
}
