import type { Ladder } from '../ladder-model.ts';
import { count, duration, plain, seconds, wrap } from '../words.ts';
import type { Glyphs } from './glyphs.ts';
import { Line } from './line.ts';
import type { Style } from './palette.ts';

/** What the scenario expected, judged. */
export interface Verdict {
  readonly ok: boolean;
  readonly lines: readonly VerdictLine[];
  /** Rules that matched nothing, and what else is to be told beside the verdict. */
  readonly warnings?: readonly string[];
}

export interface VerdictLine {
  readonly ok: boolean;
  /** False for what this run could not judge; that is no failure. */
  readonly judged?: boolean;
  readonly text: string;
  /** The `seq` of the records that show it. */
  readonly because: readonly number[];
}

interface ClosingOptions {
  readonly width: number;
  readonly color: boolean;
  readonly glyphs: Glyphs;
  /** Also the expectations that were met. */
  readonly all: boolean;
}

type Say = (text: string, style?: Style, indent?: number) => void;

/** The block below a ladder: the verdict, why the run ended, what it took, and how to have the same again. */
export function closing(ladder: Ladder, verdict: Verdict | undefined, options: ClosingOptions): string[] {
  const { width, color, glyphs } = options;
  const lines = [new Line(width).fill(0, width, glyphs.rule, 'dim').text(color)];
  const say: Say = (text, style = 'plain', indent = 1) => {
    for (const [index, part] of wrap(plain(text), width - indent - 2).entries()) {
      lines.push(new Line(width).put(index === 0 ? indent : indent + 2, part, style).text(color));
    }
  };
  if (verdict !== undefined) sayVerdict(say, verdict, timesOf(ladder), options);
  sayRequirements(say, ladder);
  sayCounts(say, ladder, glyphs);
  if (ladder.seed !== '')
    say(`seed ${ladder.seed}${ladder.end ? `  fingerprint ${ladder.end.fingerprint}` : ''}`, 'dim');
  return lines;
}

function sayVerdict(
  say: Say,
  verdict: Verdict,
  timeOf: Map<number, string>,
  { glyphs, all }: ClosingOptions,
): void {
  const judged = verdict.lines.filter((line) => line.judged !== false);
  const met = judged.filter(({ ok }) => ok).length;
  const open = verdict.lines.length - judged.length;
  const sum =
    judged.length === 0 ? 'nothing was judged' : `${met} of ${count(judged.length, 'expectation')} met`;
  const rest = open === 0 ? '' : `, ${open} not judged`;
  if (verdict.ok && judged.length === 0) say(`${glyphs.open} ${sum}${rest}`, 'dim');
  else say(`${verdict.ok ? glyphs.good : glyphs.bad} ${sum}${rest}`, verdict.ok ? 'good' : 'failure');
  for (const line of verdict.lines) {
    if (!line.ok) say(`${glyphs.bad} ${line.text}`, 'failure', 3);
    else if (all)
      say(
        `${line.judged === false ? glyphs.open : glyphs.good} ${line.text}${whenText(line, timeOf)}`,
        'plain',
        3,
      );
  }
  for (const warning of verdict.warnings ?? []) say(`${glyphs.mark.fault} ${warning}`, 'failure', 3);
}

function whenText({ because }: VerdictLine, timeOf: Map<number, string>): string {
  const times = [...new Set(because.map((seq) => timeOf.get(seq)).filter((time) => time !== undefined))];
  return times.length === 0 ? '' : `  (at ${times.slice(0, 3).join(', ')}${times.length > 3 ? ', …' : ''} s)`;
}

/** The times of rows and arrivals by `seq`, so that a verdict can say when. */
function timesOf(ladder: Ladder): Map<number, string> {
  const times = new Map<number, string>();
  for (const row of ladder.rows) {
    if (row.kind === 'gap') continue;
    times.set(row.seq, seconds(row.atUs));
    if (row.kind === 'message' && row.arrivedSeq !== undefined)
      times.set(row.arrivedSeq, seconds(row.arrivedUs ?? row.atUs));
  }
  return times;
}

function sayRequirements(say: Say, { requirements }: Ladder): void {
  if (requirements.length === 0) return;
  const having = (outcome: string): number => requirements.filter((one) => one.outcome === outcome).length;
  const [held, violated, unseen] = [having('held'), having('violated'), having('not exercised')];
  say(
    `requirements: ${held} held, ${violated} violated, ${unseen} not exercised`,
    violated > 0 ? 'failure' : 'plain',
  );
  for (const { requirement, outcome, detail } of requirements) {
    if (outcome === 'violated')
      say(`${requirement} violated${detail === '' ? '' : `: ${detail}`}`, 'failure', 3);
  }
}

function sayCounts(say: Say, { counts, end }: Ladder, glyphs: Glyphs): void {
  const fates = [
    counts.lost > 0 ? `${counts.lost} lost` : undefined,
    counts.again > 0 ? `${counts.again} sent again` : undefined,
    counts.duplicated > 0 ? `${counts.duplicated} duplicated` : undefined,
  ].filter((fate) => fate !== undefined);
  const messages = count(counts.messages, 'message') + (fates.length > 0 ? ` (${fates.join(', ')})` : '');
  const quiet = counts.timersQuiet > 0 ? ` (${counts.timersQuiet} only to tidy up)` : '';
  const timers =
    counts.timersFired > 0 ? ` ${glyphs.dot} ${count(counts.timersFired, 'timer')} fired${quiet}` : '';
  if (end === undefined) {
    say(`cut off ${glyphs.dot} ${messages}${timers}`, 'failure');
    return;
  }
  const style = end.reason === 'idle' || end.reason === 'until' ? 'plain' : 'failure';
  const events = count(end.events, 'event');
  say(`${endText(end.reason)} after ${duration(end.atUs)} ${glyphs.dot} ${events}`, style);
  say(`${messages}${timers}`);
}

function endText(reason: string): string {
  if (reason === 'idle') return 'nothing left to do';
  if (reason === 'until') return 'ended as asked';
  return `stopped: ${reason}`;
}
