// The surveys that statecharts and requirements speak of: of the run that is shown, or of all scenarios that ship.
import type { Page } from '../page.ts';
import type { Progress } from '../state/surveys.ts';
import type { Reference, Survey } from '../worker/survey-messages.ts';
import { traceSurvey } from './trace-survey.ts';

export interface SurveysShown {
  /** How far all scenarios have been run, where all are asked for. */
  readonly all: Progress | undefined;
  readonly found: readonly Survey[];
}

export function surveysShown({ store, surveys, actions }: Page, reference: Reference): SurveysShown {
  if (store.scope.value === 'all') {
    const all = surveys.all();
    return { all, found: all.surveys };
  }
  const run = store.run.value;
  const opened = store.trace.value !== undefined && run !== undefined;
  const survey = opened ? traceSurvey(run, reference) : surveys.of(actions.request());
  return { all: undefined, found: survey === undefined ? [] : [survey] };
}
