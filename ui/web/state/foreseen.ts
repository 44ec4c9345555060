// Runs that were simulated before anybody asked for them: each is the run of every request that says the same.
import type { RunModel } from '../model/run-model.ts';
import type { RunRequest } from '../worker/messages.ts';

export interface Foreseen {
  readonly request: RunRequest;
  readonly run: RunModel;
}

/** The run that this request comes to, where it was foreseen. */
export function runForeseen(foreseen: readonly Foreseen[], request: RunRequest): RunModel | undefined {
  const asked = JSON.stringify(request);
  return foreseen.find((one) => JSON.stringify(one.request) === asked)?.run;
}
