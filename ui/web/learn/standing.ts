// Where a learner stands: which lesson, which step, and what the lesson's run has to show there.
import { type Answer, answerTo } from '../lessons/answer.ts';
import { lessons } from '../lessons/catalogue.ts';
import type { Lesson, Step } from '../lessons/lesson.ts';
import { type Found, findMoment } from '../lessons/moment.ts';
import type { Instant } from '../model/arrows.ts';
import { isAfter } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Store } from '../state/store.ts';

export interface Standing {
  readonly lesson: Lesson;
  /** From 1; the one after the last step is the challenge. */
  readonly number: number;
  /** Absent at the challenge. */
  readonly step?: Step;
  /** The lesson's own run; absent while it is simulated, or where another scenario is open. */
  readonly run?: RunModel;
  readonly found?: Found;
  readonly answer?: Answer;
  /** Names the place, whatever else changes. */
  readonly key: string;
}

export function scenarioOf({ name }: Lesson): string {
  return `lessons/${name}`;
}

/** Undefined at the list of lessons, also for a name that none of them has. */
export function standingOf(store: Store): Standing | undefined {
  const learning = store.learning.value;
  const lesson = lessons.find(({ name }) => name === learning?.lesson);
  if (learning === undefined || lesson === undefined) return undefined;
  const number = Math.min(learning.step, lesson.steps.length + 1);
  const step = lesson.steps[number - 1];
  const run = ownRun(store, lesson);
  const found = run && step && findMoment(run, step.moment);
  const answer = run && found && step.question && answerTo(step.question.asks, run, found);
  return {
    lesson,
    number,
    key: `${lesson.name}/${number}/${run?.data.fingerprint ?? ''}`,
    ...(step !== undefined && { step }),
    ...(run !== undefined && { run }),
    ...(found !== undefined && { found }),
    ...(answer !== undefined && { answer }),
  };
}

/** A run is known by its file; the one before is shown until the lesson's own is there. */
function ownRun(store: Store, lesson: Lesson): RunModel | undefined {
  const run = store.baseline.value;
  const [first] = run?.data.records ?? [];
  const open = store.scenario.value === scenarioOf(lesson) && store.own.value === undefined;
  const own = open && first?.type === 'run' && first.scenario === lesson.name;
  return own && run?.data.fingerprint !== '' ? run : undefined;
}

export function isAnswered({ answer }: Standing, tried: readonly string[]): boolean {
  return answer?.choices.some(({ text, right }) => right && tried.includes(text)) ?? false;
}

/** Up to where the run is shown: what this step or a later one still asks for is not. */
export function limitOf({ lesson, number, found, answer }: Standing, answered: boolean): Instant | undefined {
  const ahead = lesson.steps.slice(answered ? number : number - 1);
  if (found === undefined || ahead.every(({ question }) => question === undefined)) return undefined;
  const told = answered && answer !== undefined && isAfter(answer.shown, found) ? answer.shown : found;
  return { atUs: told.atUs, seq: told.seq };
}
