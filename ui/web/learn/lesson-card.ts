// One step of a lesson, or its challenge, with the way back and on.

import type { Step } from '../lessons/lesson.ts';
import { icon } from '../panels/icons.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { challengeView } from './challenge-view.ts';
import type { Learner } from './learn.ts';
import { clauseLink, prose } from './prose.ts';
import { questionView } from './question-view.ts';
import { isAnswered, type Standing, scenarioOf } from './standing.ts';

export function lessonCard(learner: Learner, standing: Standing): TemplateResult {
  const { lesson, number, step } = standing;
  return html`<div class="learn-body" @keydown=${(event: KeyboardEvent) => turn(event, learner, standing)}>
    <header class="learn-head">
      <button class="button ghost" @click=${() => learner.goTo()}>${icon('list')}All lessons</button>
      <span class="space"></span>
      <button class="button ghost icon-only" aria-label="Close the lesson" @click=${learner.close}>${icon('cross')}</button>
    </header>
    <p class="lesson-name">${lesson.title}</p>
    ${dots(standing)}
    <h2 id="learn-title" tabindex="-1"><span class="hidden">${step === undefined ? 'Challenge' : `Step ${number}`}: </span>${step?.title ?? lesson.challenge.title}</h2>
    ${elsewhere(learner, standing) ?? (step === undefined ? challengeView(learner, standing) : stepView(learner, standing, step))}
    ${footer(learner, standing)}
  </div>`;
}

function stepView(learner: Learner, standing: Standing, { text, clauses, question }: Step): TemplateResult {
  const { answer } = standing;
  return html`
    <div class="prose">${text.map((paragraph) => html`<p>${prose(paragraph)}</p>`)}</div>
    <p class="clause-links">${clauses.map(clauseLink)}</p>
    ${question === undefined || answer === undefined ? nothing : questionView(learner, question, answer)}
  `;
}

/** Where another scenario is open than the lesson's. */
function elsewhere(learner: Learner, { lesson, number }: Standing): TemplateResult | undefined {
  const { store } = learner.page;
  const here = store.scenario.value === scenarioOf(lesson) && store.own.value === undefined;
  if (here && store.trace.value === undefined) return undefined;
  return html`<div class="prose"><p>Another scenario is open, and this lesson speaks of its own.</p></div>
    <p><button class="button primary" @click=${() => learner.goTo(lesson, number)}>Open the lesson’s scenario</button></p>`;
}

function dots({ lesson, number }: Standing): TemplateResult {
  const all = lesson.steps.length + 1;
  return html`<div class="dots" role="img" aria-label="Step ${number} of ${all}">
    ${Array.from({ length: all }, (_, at) => html`<i class=${at + 1 < number ? 'past' : at + 1 === number ? 'here' : ''}></i>`)}
  </div>`;
}

function footer(learner: Learner, standing: Standing): TemplateResult {
  const { lesson, number, step, answer } = standing;
  const open = answer !== undefined && !isAnswered(standing, learner.tried());
  const last = number === lesson.steps.length;
  return html`<div class="learn-foot">
    <button class="button" ?disabled=${number === 1} @click=${() => learner.goTo(lesson, number - 1)}>Back</button>
    <span class="space"></span>
    ${step === undefined ? html`<button class="button" @click=${() => learner.goTo()}>All lessons</button>` : nothing}
    ${step === undefined ? nothing : html`<button class="button ${open ? '' : 'primary'}" @click=${() => learner.goTo(lesson, number + 1)}>${last ? 'To the challenge' : open ? 'Skip' : 'Next'}</button>`}
  </div>`;
}

/** ← and → turn the page. */
function turn(event: KeyboardEvent, learner: Learner, { lesson, number }: Standing): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') {
    event.stopPropagation();
    learner.page.focusLadder();
  } else if (event.key === 'ArrowLeft' && number > 1) learner.goTo(lesson, number - 1);
  else if (event.key === 'ArrowRight' && number <= lesson.steps.length) learner.goTo(lesson, number + 1);
  else return;
  event.preventDefault();
}
