// A model with some of it exchanged.
import type { RunModel } from './run-model.ts';

/** The rest of the model is as it was; what is made when it is asked for is not made for this. */
export function withParts(model: RunModel, parts: Partial<RunModel>): RunModel {
  return Object.assign(Object.create(model) as RunModel, parts);
}
