// Answers that are timers: which fires next, and for how long one is set.

import { timerTitle } from '../../views/record-words.ts';
import { duration, seconds } from '../../views/words.ts';
import { isAfter } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import type { TimerSpan } from '../model/timer-spans.ts';
import type { Answer } from './answer.ts';
import { inOrder, mixed, type Wrong } from './choices.ts';
import type { Ask } from './lesson.ts';
import type { Found } from './moment.ts';

/** Timers of SIP that one may think of, as spans call them (RFC 3261 Table 4). */
const wellKnown = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

export function nextTimer(node: string, run: RunModel, from: Found): Answer | undefined {
  const own = run.timers.filter((timer) => timer.node === node);
  const fired = own.filter((timer) => timer.telling && timer.outcome === 'fired');
  const [next] = fired.filter(({ end }) => end !== undefined && isAfter(end, from)).sort(byEnd);
  if (next?.end === undefined) return undefined;
  const pending = own.filter(
    ({ set, end }) => !isAfter(set, from) && end !== undefined && isAfter(end, from),
  );
  const wrong = [
    ...pending.map((timer): Wrong => ({ text: titleOf(timer.name), remark: pendingRemark(timer) })),
    ...wellKnown.map(
      (name): Wrong => ({ text: titleOf(name), remark: `${titleOf(name)} is not running at ${node} now.` }),
    ),
  ];
  return {
    choices: mixed(titleOf(next.name), wrong),
    shown: { ...next.end, selection: { kind: 'timer', seq: next.end.seq } },
    record: `${titleOf(next.name)} was set at ${seconds(next.set.atUs)} s and fires at ${seconds(next.end.atUs)} s.`,
  };
}

export function howLong(
  { timer, node }: Extract<Ask, { about: 'how long' }>,
  run: RunModel,
  from: Found,
): Answer | undefined {
  const name = timer.replace(/^timer(?=[A-Z0-9])/, '');
  const own = run.timers.filter((one) => one.node === node && one.name === name);
  const span =
    own.findLast(({ set, end }) => !isAfter(set, from) && (end === undefined || isAfter(end, from))) ??
    own.find(({ set }) => isAfter(set, from));
  if (span === undefined) return undefined;
  const us = span.dueUs - span.set.atUs;
  const times = (factor: number): Wrong => ({
    text: duration(us * factor),
    remark: factor < 1 ? 'It waits longer.' : 'It does not wait as long.',
  });
  const wrong = { below: [1 / 2, 1 / 4, 1 / 8].map(times), above: [2, 4, 8].map(times) };
  return {
    choices: inOrder(duration(us), wrong, `${timer} ${node} ${us}`),
    shown: {
      ...(isAfter(span.set, from) ? span.set : from),
      selection: { kind: 'timer', seq: span.set.seq },
    },
    record: `At ${seconds(span.set.atUs)} s ${node} sets ${titleOf(name)} for ${duration(us)}.`,
  };
}

function titleOf(name: string): string {
  return /^[A-Z0-9]/.test(name) ? `Timer ${name}` : timerTitle(name);
}

function pendingRemark({ name, dueUs, outcome }: TimerSpan): string {
  const due = `${titleOf(name)} is running, but it is due only at ${seconds(dueUs)} s`;
  return outcome === 'cleared' ? `${due}, and never gets there.` : `${due}.`;
}

function byEnd(a: TimerSpan, b: TimerSpan): number {
  return (a.end?.seq ?? 0) - (b.end?.seq ?? 0);
}
