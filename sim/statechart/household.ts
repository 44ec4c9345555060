import type { RunnerDeps } from './runner.ts';

/** One that lives in a household: it is linked to its neighbours, which costs less than a `Set` with it in it. */
export interface Resident {
  before: Resident | undefined;
  after: Resident | undefined;
  /** Ends it; it moves out. */
  stop(): void;
}

/** The machines of one host that run, in the order in which they were started, and what they share. */
export class Household {
  readonly deps: RunnerDeps;
  live = 0;
  #first: Resident | undefined = undefined;
  #last: Resident | undefined = undefined;

  constructor(deps: RunnerDeps) {
    this.deps = deps;
  }

  moveIn(resident: Resident): void {
    resident.before = this.#last;
    if (this.#last === undefined) this.#first = resident;
    else this.#last.after = resident;
    this.#last = resident;
    this.live++;
  }

  moveOut(resident: Resident): void {
    const { before, after } = resident;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    resident.before = undefined;
    resident.after = undefined;
    this.live--;
  }

  stopAll(): void {
    while (this.#first !== undefined) this.#first.stop();
  }
}
