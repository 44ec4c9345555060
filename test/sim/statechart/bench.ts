import { createKernel, type Kernel } from '../../../sim/kernel/kernel.ts';
import { type Agenda, createAgenda } from '../../../sim/statechart/agenda.ts';
import type { Runner } from '../../../sim/statechart/runner.ts';
import { type RunnerName, runners } from '../../../sim/statechart/runners.ts';
import type { OnTransition } from '../../../sim/statechart/types.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { createTrace, type Trace } from '../../../sim/trace/trace.ts';

/** A clock, a trace, an agenda and one host's runner: enough of a world to run machines in. */
export interface Bench {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly agenda: Agenda;
  readonly runner: Runner;
  readonly records: TraceRecord[];
  /** Runs what is due up to `untilUs`, or all that there is. */
  run(untilUs?: number): void;
  /** The records as lines without times: `timer.set timerA`, `state calling on start`. */
  story(): string[];
}

export interface BenchOptions {
  readonly traced?: boolean;
  readonly onTransition?: OnTransition;
  readonly runner?: RunnerName;
}

export function createBench(options: BenchOptions = {}): Bench {
  const kernel = createKernel();
  const records: TraceRecord[] = [];
  const trace = createTrace(kernel, options.traced === false ? [] : [(record) => records.push(record)]);
  const agenda = createAgenda(trace);
  const runner = runners[options.runner ?? 'compiled']({
    clock: kernel,
    trace,
    node: 'a',
    agenda,
    onTransition: options.onTransition,
  });
  return {
    kernel,
    trace,
    agenda,
    runner,
    records,
    run(untilUs) {
      const limits = { maxEvents: 100_000, maxUs: 1e12 };
      kernel.run(untilUs === undefined ? limits : { ...limits, untilUs });
    },
    story: () => records.map(line),
  };
}

function line(record: TraceRecord): string {
  switch (record.type) {
    case 'timer.set':
    case 'timer.fired':
    case 'timer.cleared':
      return `${record.type} ${record.name}`;
    case 'state':
      return `state ${record.from} > ${record.to} on ${record.on}`;
    case 'event.ignored':
      return `ignored ${record.event} in ${record.state}`;
    case 'note':
      return record.text;
    default:
      return record.type;
  }
}
