// What a learner tried, and the conditions that judge it: each looks at the run that came of it, and at the changes that made it.
import type { Json } from '../../../sim/trace/records.ts';
import type { FaultEdit } from '../model/fault-edit.ts';
import type { RunModel } from '../model/run-model.ts';
import { findMoment, isOn, type MessageMoment, type Moment } from './moment.ts';

export interface Attempt {
  readonly run: RunModel;
  /** Those that are switched on. */
  readonly edits: readonly FaultEdit[];
}

export interface Condition {
  readonly text: string;
  holds(attempt: Attempt): boolean;
}

export function isSolved(conditions: readonly Condition[], attempt: Attempt): boolean {
  return conditions.every(({ holds }) => holds(attempt));
}

/** Exactly one change, of any kind or of one; another text may be any number of changes. */
export function oneChange(text: string, fits: (edit: FaultEdit) => boolean = () => true): Condition {
  return {
    text,
    holds: ({ edits: [edit, ...more] }) =>
      edit !== undefined && edit.deed !== 'text' && more.length === 0 && fits(edit),
  };
}

/** Whether a change is about messages of a name. */
export function about(message: string): (edit: FaultEdit) => boolean {
  return (edit) => 'message' in edit && edit.message === message;
}

/** One message is lost, once. */
export const oneLoss: Condition = oneChange(
  'One change: a single message is dropped',
  (edit) => edit.deed === 'drop' && edit.nth !== undefined,
);

/** The nth push, from 1, comes to this; among them `delivered`, `failed`, `cancelled`. */
export function pushIs(outcome: string, text: string, nth = 1): Condition {
  return { text, holds: ({ run }) => outcomesOf(run, 'push')[nth - 1]?.outcome === outcome };
}

/** A file reaches a receiver whole, or it doesn't. */
export function fileIs(outcome: 'completed' | 'failed', node: string, text: string): Condition {
  return {
    text,
    holds: ({ run }) => outcomesOf(run, 'transfer', node).some((one) => one.outcome === outcome),
  };
}

export function happened(text: string, moment: Moment): Condition {
  return { text, holds: ({ run }) => findMoment(run, moment) !== undefined };
}

export function nothingLost(text: string, protocol: string): Condition {
  return {
    text,
    holds: ({ run }) =>
      run.arrows.every(({ message }) => message.protocol !== protocol || message.lost === undefined),
  };
}

/** A message arrives when it is first sent, and is sent again all the same. */
export function saidTwice(text: string, hop: Pick<MessageMoment, 'message' | 'from' | 'to'>): Condition {
  return {
    text,
    holds: ({ run }) => {
      const own = run.arrows.filter((arrow) => isOn(arrow, hop));
      const [first] = own;
      return first?.message.arrivedUs !== undefined && own.some(({ message }) => message.transmission > 0);
    },
  };
}

interface Outcome {
  readonly outcome: Json | undefined;
}

/** What agents stored of how pushes or transfers ended, in order. */
function outcomesOf({ data }: RunModel, what: 'push' | 'transfer', node?: string): Outcome[] {
  return data.records.flatMap((record) => {
    if (record.type !== 'store' || record.what !== what) return [];
    if (node !== undefined && record.node !== node) return [];
    const { value } = record;
    return [{ outcome: isMap(value) ? value.outcome : undefined }];
  });
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
