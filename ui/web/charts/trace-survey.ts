// A survey of what is shown, from its trace alone: of a trace that was opened there is nothing to run again.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { takenTransition } from '../inspector/taken-transition.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Reference, Survey, SurveyVerdict } from '../worker/survey-messages.ts';
import { keyOf } from './tally.ts';

/** Each with how many records it was made of: a run grows while it is told. */
const made = new WeakMap<RunModel, { readonly of: number; readonly survey: Survey }>();

/** A trace tells changes of state; transitions that stay where they are leave none, and are not counted. */
export function traceSurvey(run: RunModel, { machines }: Reference): Survey {
  const of = run.data.records.length;
  const known = made.get(run);
  if (known?.of === of) return known.survey;
  const outlines = new Map(machines.map(({ outline }) => [outline.id, outline]));
  const taken: Record<string, number> = {};
  const verdicts: SurveyVerdict[] = [];
  for (const record of run.data.records) {
    if (record.type === 'verdict') verdicts.push(verdictOf(record, run));
    if (record.type !== 'state') continue;
    const outline = outlines.get(record.machine);
    const transition = outline && takenTransition(outline, record);
    if (transition === undefined) continue;
    const key = `${record.machine}: ${keyOf(transition)}`;
    taken[key] = (taken[key] ?? 0) + 1;
  }
  const survey = { name: run.data.title, taken, verdicts, expected: [] };
  made.set(run, { of, survey });
  return survey;
}

function verdictOf(
  { requirement, outcome, detail, because }: Extract<TraceRecord, { readonly type: 'verdict' }>,
  { bySeq }: RunModel,
): SurveyVerdict {
  const first = because[0] === undefined ? undefined : bySeq.get(because[0]);
  const proof = first && { seq: first.seq, atUs: first.at, ...('key' in first && { key: first.key }) };
  return {
    requirement,
    outcome,
    ...(detail !== undefined && { detail }),
    proofs: because.length,
    ...(proof !== undefined && { proof }),
  };
}
