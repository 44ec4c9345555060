// All lessons, and how far one came in each.

import { count } from '../../views/words.ts';
import { lessons } from '../lessons/catalogue.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { icon } from '../panels/icons.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import type { Learner } from './learn.ts';

export function lessonList(learner: Learner): TemplateResult {
  const solved = lessons.filter(({ name }) => learner.progress.of.value.get(name)?.solved).length;
  return html`<div class="learn-body">
    <header class="learn-head">
      <h2 id="learn-title" tabindex="-1">Learn</h2>
      <button class="button ghost icon-only" aria-label="Close the lessons" @click=${learner.close}>${icon('cross')}</button>
    </header>
    <p class="learn-lead">Each lesson is a run of the lab. You read, guess what comes next, and let the run answer; at the end you break it yourself.</p>
    <p class="soft">${solved === 0 ? count(lessons.length, 'lesson') : html`${solved} of ${count(lessons.length, 'challenge')} solved`}</p>
    <ol class="lessons">${lessons.map((lesson, index) => entry(learner, lesson, index))}</ol>
  </div>`;
}

function entry(learner: Learner, lesson: Lesson, index: number): TemplateResult {
  const came = learner.progress.of.value.get(lesson.name);
  const steps = lesson.steps.length + 1;
  const share = came?.solved ? 1 : ((came?.step ?? 1) - 1) / steps;
  const on = came !== undefined && !came.solved && came.step > 1;
  return html`<li>
    <button class="lesson-entry" @click=${() => learner.goTo(lesson, on ? came.step : 1)}>
      <span class="lesson-number ${came?.solved ? 'solved' : ''}" aria-hidden="true">${came?.solved ? icon('check') : index + 1}</span>
      <span class="lesson-words">
        <b>${lesson.title}</b>
        <span>${lesson.about}</span>
        ${came?.solved ? html`<span class="hidden">Challenge solved</span>` : nothing}
        ${on ? html`<span class="soft">Go on at ${came.step} of ${steps}</span>` : nothing}
        <i class="lesson-bar" style="--share: ${share}" aria-hidden="true"></i>
      </span>
    </button>
  </li>`;
}
