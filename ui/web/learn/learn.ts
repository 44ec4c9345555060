// The lessons on the page: the panel, and what the ladder shows at each step.
import '../style/learn.css';
import { batch, computed, effect, untracked } from '@preact/signals-core';
import { isSolved } from '../lessons/attempt.ts';
import type { Choice } from '../lessons/choices.ts';
import type { Lesson } from '../lessons/lesson.ts';
import type { Found } from '../lessons/moment.ts';
import { isBeyond } from '../model/moments.ts';
import type { Page } from '../page.ts';
import { setDetail, without } from '../state/details.ts';
import { theEnd } from '../state/store.ts';
import type { TemplateResult } from '../template.ts';
import { answersAt, withAnswer } from './answers.ts';
import { lessonCard } from './lesson-card.ts';
import { lessonList } from './lesson-list.ts';
import { createProgress, type Progress } from './progress.ts';
import { isAnswered, limitOf, type Standing, scenarioOf, standingOf } from './standing.ts';

/** What the parts of the panel are handed. */
export interface Learner {
  readonly page: Page;
  readonly progress: Progress;
  /** What was chosen where one stands, in that order. */
  tried(): readonly string[];
  choose(choice: Choice): void;
  /** To a step of a lesson, from 1; to the list of them without one. */
  goTo(lesson?: Lesson, step?: number): void;
  close(): void;
}

export function createLearn(page: Page): { panel(): TemplateResult } {
  const { store, actions } = page;
  const progress = createProgress();
  const standing = computed(() => standingOf(store));
  /** What was answered in each run of a lesson: who comes back to it finds it answered, also where an address was written before. */
  const answered = new Map<string, string>();
  /** A question is open. */
  const asks = (place: Standing): boolean => place.answer !== undefined && !isAnswered(place, triedAt(place));
  const triedAt = ({ number, answer }: Standing): readonly string[] =>
    answersAt(store.details.value.answers, number).flatMap((nth) => answer?.choices[nth - 1]?.text ?? []);
  // An address that names a moment means that moment, and not the beginning of the step.
  let opened = store.learning.peek()?.lesson !== undefined && store.selection.peek() !== undefined;

  /** Brings a moment into view, and of the run no more than the lesson has told by then. */
  function show(place: Standing, answered: boolean, { atUs, seq, selection }: Found): void {
    batch(() => {
      store.limit.value = undefined;
      store.playing.value = false;
      store.showing.value = 'a';
      store.view.value = 'ladder';
      store.now.value = { atUs, seq };
      actions.select(selection);
      store.limit.value = limitOf(place, answered);
    });
  }

  function enter(place: Standing): void {
    const { found, answer, number, lesson } = place;
    progress.reached(lesson.name, number);
    const stay = opened;
    opened = false;
    if (found !== undefined) {
      const answered = !asks(place);
      if (stay) store.limit.value = limitOf(place, answered);
      else show(place, answered, answered && answer !== undefined ? answer.shown : found);
      return;
    }
    batch(() => {
      store.limit.value = undefined;
      store.showing.value = 'b';
      if (!stay) store.now.value = theEnd;
      if (!stay) actions.select(undefined);
    });
  }

  let keptOf = '';
  effect(() => {
    const place = standing.value;
    const { answers } = store.details.value;
    const key = place?.run === undefined ? '' : `${place.lesson.name}/${place.run.data.fingerprint}`;
    const isAnother = keptOf !== '' && keptOf !== key;
    keptOf = key;
    if (key === '') return;
    if (isAnother || answers === undefined) setDetail(store, 'answers', answered.get(key));
    else answered.set(key, answers);
  });
  let entered = '';
  effect(() => {
    const place = standing.value;
    const ready = place?.run !== undefined && (place.step === undefined || place.found !== undefined);
    const key = ready ? place.key : '';
    // Who changes the text sees all that comes of it, and is back where the lesson stood when the text is closed.
    const writes = store.editing.value && store.edits.value.now.some(({ deed }) => deed === 'text');
    if (writes) {
      entered = '';
      store.limit.value = undefined;
      return;
    }
    if (key === entered) return;
    entered = key;
    untracked(() => {
      if (ready) enter(place);
      else store.limit.value = undefined;
    });
  });
  effect(() => {
    const { limit, now } = store;
    if (!isBeyond(now.value, limit.value)) return;
    store.playing.value = false;
    if (limit.value !== undefined) now.value = limit.value;
    store.said.value = 'What comes after this is asked in the lesson. Answer, or go on.';
  });
  effect(() => {
    const place = standing.value;
    const run = store.altered.value;
    if (place === undefined || place.step !== undefined || place.run === undefined || run === undefined)
      return;
    const edits = store.edits.value.now.filter(({ off }) => !off);
    if (isSolved(place.lesson.challenge.conditions, { run, edits })) progress.solved(place.lesson.name);
  });
  effect(() => {
    const kind =
      standing.value === undefined ? 'list' : standing.value.step === undefined ? 'challenge' : 'step';
    const app = document.querySelector<HTMLElement>('.app');
    if (store.learning.value === undefined || store.editing.value) app?.removeAttribute('data-learning');
    else app?.setAttribute('data-learning', kind);
    app?.toggleAttribute('data-asking', standing.value !== undefined && asks(standing.value));
    app?.toggleAttribute('data-limited', store.limit.value !== undefined);
  });

  /** Of a lesson that is left the address says nothing more. */
  function leave(): void {
    const { details, learning } = store;
    batch(() => {
      learning.value = undefined;
      details.value = without(details.peek(), ['answers', 'hints']);
    });
  }

  const learner: Learner = {
    page,
    progress,
    tried: () => (standing.value === undefined ? [] : triedAt(standing.value)),
    choose({ text, right }) {
      const place = standing.peek();
      if (place === undefined) return;
      const nth = place.answer?.choices.findIndex((one) => one.text === text) ?? -1;
      setDetail(store, 'answers', withAnswer(store.details.peek().answers, place.number, nth + 1));
      if (right && place.answer !== undefined) show(place, true, place.answer.shown);
    },
    goTo(lesson, step = 1) {
      const scenario = lesson && scenarioOf(lesson);
      if (lesson?.name !== store.learning.peek()?.lesson) leave();
      store.learning.value = lesson === undefined ? { step: 1 } : { lesson: lesson.name, step };
      const open = store.own.peek() === undefined && store.trace.peek() === undefined;
      if (scenario !== undefined && !(open && store.scenario.peek() === scenario))
        void actions.choose(scenario);
      toTitle();
    },
    close() {
      leave();
      page.focusLadder();
    },
  };
  toTitle();
  return {
    panel: () => (standing.value === undefined ? lessonList(learner) : lessonCard(learner, standing.value)),
  };
}

/** Who turns the page by a key or a button begins to read at its top. */
function toTitle(): void {
  requestAnimationFrame(() => {
    const title = document.getElementById('learn-title');
    title?.focus({ preventScroll: true });
    title?.closest('.learn')?.scrollTo({ top: 0 });
  });
}
