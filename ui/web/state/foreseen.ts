// A run that was simulated before anybody asked for it: it is the run of each request that says the same.
import type { RunModel } from '../model/run-model.ts';
import type { RunRequest } from '../worker/messages.ts';

export interface Foreseen {
  readonly request: RunRequest;
  readonly run: RunModel;
}

/** The run that this request comes to, where it was foreseen. */
export function runForeseen(foreseen: Foreseen | undefined, request: RunRequest): RunModel | undefined {
  return foreseen && JSON.stringify(foreseen.request) === JSON.stringify(request) ? foreseen.run : undefined;
}
