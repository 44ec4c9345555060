// `ladder`: messages in the order in which they are sent.
import { matchesSummary } from '../../../sim/faults/matching.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Expectations, LadderStep } from './expectations.ts';
import { at, type JudgedLine, line, type Names } from './verdict.ts';

type Ladder = NonNullable<Expectations['ladder']>;

/** A message as it was sent, or the copy that a link made of it. */
interface Rung {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly summary: string;
  readonly transmission: number;
  readonly lost: boolean;
  readonly duplicate: boolean;
  readonly because: readonly number[];
}

/** Judges a ladder in time linear in the trace: each step takes the first message after the step before it that fits. */
export function judgeLadder(ladder: Ladder, records: readonly TraceRecord[], names: Names): JudgedLine {
  const rungs = rungsOf(records);
  return ladder.exactly ? exactly(ladder, rungs, names) : inOrder(ladder, rungs, names);
}

/** Lost is what was dropped and never arrived; a step without a mark is about a message that wasn't. */
function rungsOf(records: readonly TraceRecord[]): Rung[] {
  const dropped = new Map<number, number>();
  const received = new Map<number, number>();
  const sent = new Map<number, Rung>();
  for (const record of records) {
    if (record.type === 'message.dropped') dropped.set(record.id, record.seq);
    else if (record.type === 'message.received' && !received.has(record.id))
      received.set(record.id, record.seq);
  }
  const rungs: Rung[] = [];
  for (const record of records) {
    if (record.type === 'message.sent') {
      const { seq, id, from, to, summary, transmission } = record;
      const arrival = received.get(id);
      const drop = dropped.get(id);
      const lost = drop !== undefined && arrival === undefined;
      const fate = lost ? drop : arrival;
      const because = fate === undefined ? [seq] : [seq, fate];
      const rung: Rung = { at: record.at, from, to, summary, transmission, lost, duplicate: false, because };
      sent.set(id, rung);
      rungs.push(rung);
    } else if (record.type === 'message.duplicated') {
      const original = sent.get(record.id);
      if (original !== undefined) {
        rungs.push({ ...original, at: record.at, lost: false, duplicate: true, because: [record.seq] });
      }
    }
  }
  return rungs;
}

function inOrder({ steps, place }: Ladder, rungs: readonly Rung[], names: Names): JudgedLine {
  const because: number[] = [];
  let next = 0;
  for (const [index, step] of steps.entries()) {
    const begin = next;
    while (next < rungs.length && !fits(step, rungs[next]!, names)) next++;
    const rung = rungs[next++];
    if (rung === undefined) {
      const text = `ladder, step ${index + 1}: no ${step.text}${missing(step, rungs, begin, names)}`;
      return line(false, text, because, step.place);
    }
    because.push(...rung.because);
  }
  return line(true, `ladder: ${counted(steps.length)} in order`, because, place);
}

function exactly({ steps, place }: Ladder, rungs: readonly Rung[], names: Names): JudgedLine {
  for (const [index, step] of steps.entries()) {
    const rung = rungs[index];
    if (rung !== undefined && fits(step, rung, names)) continue;
    const instead =
      rung === undefined ? 'nothing more was sent' : `there was ${rungText(rung)} at ${at(rung.at)}`;
    const text = `ladder, step ${index + 1}: expected ${step.text}, but ${instead}`;
    return line(false, text, rung?.because ?? [], step.place);
  }
  const extra = rungs[steps.length];
  const because = rungs.flatMap((rung) => rung.because);
  if (extra === undefined) return line(true, `ladder: exactly ${counted(steps.length)}`, because, place);
  const text = `ladder: after its last step there was ${rungText(extra)} at ${at(extra.at)}`;
  return line(false, text, extra.because, place);
}

function fits(step: LadderStep, rung: Rung, names: Names): boolean {
  return isNamed(step, rung, names) && step.lost === rung.lost && step.duplicate === rung.duplicate;
}

function isNamed(step: LadderStep, rung: Rung, names: Names): boolean {
  return (
    matchesSummary(step.summary, rung.summary) &&
    names(rung.from, step.from) &&
    names(rung.to, step.to) &&
    (step.retransmission === undefined || step.retransmission === rung.transmission)
  );
}

/** Why a step was not found, as far as the trace can tell. */
function missing(step: LadderStep, rungs: readonly Rung[], begin: number, names: Names): string {
  const before = rungs[begin - 1];
  const where = before === undefined ? '' : ` after the step before it, at ${at(before.at)}`;
  const similar = rungs.findLast((rung) => isNamed(step, rung, names));
  if (similar === undefined) return `${where}: it was never sent`;
  const index = rungs.lastIndexOf(similar);
  if (index < begin) return `${where}: it was sent before that, at ${at(similar.at)}`;
  return `${where}: it was sent at ${at(similar.at)}, ${fateText(similar)}`;
}

function fateText(rung: Rung): string {
  return rung.duplicate ? 'as a duplicate' : rung.lost ? 'and lost' : 'and not lost';
}

function rungText({ from, to, summary, transmission, lost, duplicate }: Rung): string {
  const again = transmission > 0 ? ` (retransmission ${transmission})` : '';
  return `${from} -> ${to}: ${summary}${again}${duplicate ? ' (duplicate)' : ''}${lost ? ' (lost)' : ''}`;
}

function counted(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}
