// What a lesson is: a scenario that ships, steps bound to moments of its run, questions that the run answers, and a challenge.
import type { FaultEdit } from '../model/fault-edit.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Condition } from './attempt.ts';
import type { MessageMoment, Moment } from './moment.ts';

/** In all texts `code` stands between backticks. */
export interface Lesson {
  /** `retransmission`; its scenario is `lessons/retransmission`. */
  readonly name: string;
  readonly title: string;
  /** What one learns, in a line. */
  readonly about: string;
  readonly steps: readonly Step[];
  readonly challenge: Challenge;
}

export interface Step {
  readonly title: string;
  /** A paragraph each. */
  readonly text: readonly string[];
  /** `RFC 3261 §17.1.1.2`. */
  readonly clauses: readonly string[];
  /** What the ladder shows: all up to here. */
  readonly moment: Moment;
  readonly question?: Question;
}

export interface Question {
  readonly prompt: string;
  readonly asks: Ask;
  /** Why it is so, told once the run has shown it. */
  readonly because: string;
}

/** What a question asks of the run. Right and wrong choices come from there, so they hold whatever the seed. */
export type Ask =
  /** The first message that is sent after the step's moment, by anybody or by one. */
  | { readonly about: 'next message'; readonly by?: string }
  /** The first timer of a node that fires then and matters. */
  | { readonly about: 'next timer'; readonly node: string }
  /** For how long a timer is set that is pending then, or set next. */
  | { readonly about: 'how long'; readonly timer: string; readonly node: string }
  /** How many messages of a name pass a hop in the whole run. */
  | { readonly about: 'how many'; readonly message: string; readonly from: string; readonly to: string }
  /** The contact of the best rank in the routing decision that comes next. */
  | { readonly about: 'first choice'; readonly node: string }
  /** A header field's value. */
  | { readonly about: 'header'; readonly name: string; readonly of: MessageMoment }
  /** The Request-URI. */
  | { readonly about: 'target'; readonly of: MessageMoment }
  /** The port, or the direction, of an `m=` line, counted from 1. */
  | { readonly about: 'port' | 'direction'; readonly media: number; readonly of: MessageMoment };

export interface Challenge {
  readonly title: string;
  readonly goal: readonly string[];
  /** All of them must hold in the learner's own run. */
  readonly conditions: readonly Condition[];
  readonly hints: readonly string[];
  /** Changes that solve it, made for the lesson's own run. */
  solution(run: RunModel): readonly FaultEdit[];
  /** What there is to take along, told once it is solved. */
  readonly because: string;
}
