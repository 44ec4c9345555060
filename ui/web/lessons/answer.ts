// A question's answer, as the run gives it.
import type { RunModel } from '../model/run-model.ts';
import type { Choice } from './choices.ts';
import { contentAnswer } from './content-answers.ts';
import type { Ask } from './lesson.ts';
import { howMany, nextMessage } from './message-answers.ts';
import type { Found } from './moment.ts';
import { firstChoice } from './score-answer.ts';
import { howLong, nextTimer } from './timer-answers.ts';

export interface Answer {
  /** One of them is right. */
  readonly choices: readonly Choice[];
  /** Where the run shows it. */
  readonly shown: Found;
  /** What the run's record says, in a sentence. */
  readonly record: string;
  /** Of a message, the lines that matter. */
  readonly quote?: string;
}

/** Asks the run; undefined where it has nothing to say, as after a change of the scenario. */
export function answerTo(ask: Ask, run: RunModel, from: Found): Answer | undefined {
  switch (ask.about) {
    case 'next message':
      return nextMessage(ask, run, from);
    case 'how many':
      return howMany(ask, run, from);
    case 'next timer':
      return nextTimer(ask.node, run, from);
    case 'how long':
      return howLong(ask, run, from);
    case 'first choice':
      return firstChoice(ask.node, run, from);
    default:
      return contentAnswer(ask, run);
  }
}
