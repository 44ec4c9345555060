// What of a run is told to those who listen: while it plays its milestones, never each event; each event that one steps to; that a long
// run is simulated, and is there. It comes once the first ladder stands.
import { effect } from '@preact/signals-core';
import { recordWords } from '../../views/record-words.ts';
import { count, seconds } from '../../views/words.ts';
import type { Instant } from '../model/arrows.ts';
import { clauseName } from '../model/clauses.ts';
import { countUpTo } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import { troublesOf } from '../model/troubles.ts';
import type { Store } from './store.ts';

const quarters = ['', 'A quarter of the run', 'Half of the run', 'Three quarters of the run'] as const;

/** A run that takes no longer is simply there. */
const longMs = 1_000;

export function tellAloud(store: Store): void {
  tellMilestones(store);
  tellSteps(store);
  tellSimulation(store);
}

interface Passed {
  readonly troubles: number;
  readonly quarters: number;
}

/** What goes wrong, and each quarter of the run, as the playhead passes it. */
function tellMilestones({ playing, now, run, said }: Store): void {
  let passed: Passed | undefined;
  effect(() => {
    const model = playing.value ? run.value : undefined;
    const at = model && upTo(model, now.value);
    if (model !== undefined && at !== undefined && passed !== undefined) {
      const text = milestone(model, now.peek(), passed, at);
      if (text !== undefined) said.value = text;
    }
    passed = at;
  });
}

function upTo(run: RunModel, now: Instant): Passed {
  return {
    troubles: countUpTo(troublesOf(run), now),
    quarters: Math.floor((4 * run.steps.upTo(now)) / Math.max(1, run.steps.length)),
  };
}

function milestone(run: RunModel, now: Instant, passed: Passed, at: Passed): string | undefined {
  const more = at.troubles - passed.troubles - 1;
  if (more >= 0) {
    const last = troublesOf(run)[at.troubles - 1]!;
    return `${eventWords(run, last)}${more > 0 ? `, and ${more} more before it` : ''}`;
  }
  const part = at.quarters > passed.quarters ? quarters[at.quarters] : undefined;
  return part && `${part}, ${seconds(Math.round(now.atUs / 1_000) * 1_000)} seconds`;
}

/** What happens at a moment that was gone to, unless it is a message that has been selected: the grid says which. */
function tellSteps({ playing, now, run, view, selection, said }: Store): void {
  let first = true;
  effect(() => {
    const moment = now.value;
    const before = selection.peek();
    const model = run.peek();
    if (first || playing.peek() || view.peek() !== 'ladder' || model?.bySeq.get(moment.seq) === undefined) {
      first = false;
      return;
    }
    queueMicrotask(() => {
      const chosen = selection.peek();
      if (chosen !== before && chosen?.kind === 'arrow') return;
      const { steps } = model;
      said.value = `${eventWords(model, moment)}, event ${steps.upTo(moment)} of ${steps.length}`;
    });
  });
}

/** `bob sends 200 INVITE to core, 1.040 seconds`, and what it violates. */
function eventWords({ bySeq, clauses }: RunModel, { seq, atUs }: Instant): string {
  const record = bySeq.get(seq);
  const violated = (clauses.get(seq) ?? [])
    .filter(({ held }) => !held)
    .map(({ requirement }) => `, ${clauseName(requirement)} violated`);
  return `${record === undefined ? '' : spoken(recordWords(record))}, ${seconds(atUs)} seconds${violated.join('')}`;
}

/** An arrow is said. */
function spoken(words: string): string {
  return words.replaceAll('→', 'to');
}

/** Who listens hears of a run that takes longer that it is under way, and when it is there. */
function tellSimulation({ busy, progress, run, failure, said }: Store): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;
  const isUnderWay = (): boolean => busy.value && progress.value !== undefined;
  effect(() => {
    const underWay = isUnderWay();
    if (underWay && timer === undefined)
      timer = setTimeout(() => {
        said.value = 'The run is being simulated and judged.';
        told = true;
      }, longMs);
    if (busy.value) return;
    clearTimeout(timer);
    timer = undefined;
    if (told && failure.peek() === undefined)
      said.value = `The run is there: ${count(run.peek()?.arrows.length ?? 0, 'message')}.`;
    told = false;
  });
}
