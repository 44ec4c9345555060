// Whole lives of machines: by tables, by XState's interpreter, and by a switch written by hand; without a trace.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bindingMachine } from '../../core/binding.machine.ts';
import { inviteClientMachine } from '../../core/sip/invite-client.machine.ts';
import type { SipRequest, SipResponse } from '../../core/sip/message.ts';
import { defaultTimers } from '../../core/sip/transactions-timers.ts';
import { createKernel, type Kernel } from '../../sim/kernel/kernel.ts';
import { createAgenda } from '../../sim/statechart/agenda.ts';
import { createCompiledRunner } from '../../sim/statechart/compiled-runner.ts';
import { createRunner, type Runner } from '../../sim/statechart/runner.ts';
import { createTrace } from '../../sim/trace/trace.ts';
import { HandWrittenInviteClient } from './hand-written-invite-client.ts';
import { type Contender, compare, type Measured } from './measure.ts';

const maxEvents = Number.POSITIVE_INFINITY;
const maxUs = Number.MAX_SAFE_INTEGER;
const input = { request: {} as SipRequest, reliable: false, timers: defaultTimers };
const ringing = { type: '1xx', response: { status: 180 } as SipResponse } as const;
const ok = { type: '2xx', response: { status: 200 } as SipResponse } as const;

export function statechartBench(): Measured[] {
  return [
    ...compare('lives/s', [
      inviteClientBy('by tables', createCompiledRunner),
      inviteClientBy('by XState', createRunner),
      inviteClientByHand(),
    ]),
    ...compare('lives/s', [
      bindingBy('by tables', createCompiledRunner),
      bindingBy('by XState', createRunner),
    ]),
    bytesABinding(),
  ];
}

function world(make: typeof createRunner): { readonly kernel: Kernel; readonly runner: Runner } {
  const kernel = createKernel();
  const trace = createTrace(kernel, []);
  return { kernel, runner: make({ clock: kernel, trace, node: 'a', agenda: createAgenda(trace) }) };
}

/** One retransmission, 180, 200, the 200 again, and Timer M's end. */
function inviteClientBy(how: string, make: typeof createRunner): Contender {
  const { kernel, runner } = world(make);
  let performed = 0;
  const options = {
    machine: 'inviteClient',
    id: 'inviteClient 1',
    input,
    perform: () => performed++,
    ended: () => performed++,
  };
  return {
    name: `INVITE client transaction, ${how}`,
    run() {
      const transaction = runner.start(inviteClientMachine, options);
      liveOn(kernel, transaction);
      return performed;
    },
  };
}

function inviteClientByHand(): Contender {
  const kernel = createKernel();
  const agenda = createAgenda(createTrace(kernel, []));
  let performed = 0;
  const perform = () => performed++;
  return {
    name: 'INVITE client transaction, by hand',
    run() {
      const transaction = new HandWrittenInviteClient(kernel, agenda, input, perform);
      transaction.start();
      liveOn(kernel, transaction);
      return performed;
    },
  };
}

function liveOn(kernel: Kernel, transaction: { send(event: typeof ringing | typeof ok): void }): void {
  kernel.run({ maxEvents, maxUs, untilUs: kernel.nowUs + 600_000 });
  transaction.send(ringing);
  transaction.send(ok);
  transaction.send(ok);
  kernel.run({ maxEvents, maxUs });
}

/** Stored, refreshed twice and removed. */
function bindingBy(how: string, make: typeof createRunner): Contender {
  const { runner } = world(make);
  let performed = 0;
  return {
    name: `binding, ${how}`,
    run() {
      const binding = startBinding(runner, 1, () => performed++);
      binding.send({ type: 'refresh', expiresUs: 3_600_000_000 });
      binding.send({ type: 'refresh', expiresUs: 3_600_000_000 });
      binding.send({ type: 'remove' });
      return performed;
    },
  };
}

function startBinding(runner: Runner, n: number, perform: () => void) {
  return runner.start(bindingMachine, {
    machine: 'binding',
    id: `binding ${n}`,
    input: { expiresUs: 3_600_000_000 },
    background: ['expires'],
    perform,
  });
}

/** What 100,000 bindings hold on to, their timers in the queue included. */
function bytesABinding(): Measured {
  const many = 100_000;
  const { kernel, runner } = world(createCompiledRunner);
  const perform = () => {};
  const collect = collector();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < many; n++) startBinding(runner, n, perform);
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  if (kernel.pending !== many || runner.live !== many) throw new Error('bindings were lost');
  return { name: 'binding by tables, with its timer', value: bytes / many, unit: 'bytes', ratioTo: {} };
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
