import { createCompiledRunner } from './compiled-runner.ts';
import { createRunner, type Runner, type RunnerDeps } from './runner.ts';

/** The two ways to run a machine: from tables, and by XState itself, the reference. Their traces are equal to the byte. */
export const runners = { compiled: createCompiledRunner, xstate: createRunner };

/** Makes the runner of one host. */
export type MakeRunner = (deps: RunnerDeps) => Runner;

export type RunnerName = keyof typeof runners;
