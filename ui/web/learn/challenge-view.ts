// The challenge of a lesson: what is to be brought about, how far the learner's own run does, hints, and a solution for who wants it.
import { type Attempt, isSolved } from '../lessons/attempt.ts';
import { lessons } from '../lessons/catalogue.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { editPlace, editTitle } from '../model/fault-edit.ts';
import { icon } from '../panels/icons.ts';
import { setDetail } from '../state/details.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import type { Learner } from './learn.ts';
import { prose } from './prose.ts';
import type { Standing } from './standing.ts';

export function challengeView(learner: Learner, standing: Standing): TemplateResult {
  const { lesson, run } = standing;
  const { store } = learner.page;
  const { goal, conditions, because } = lesson.challenge;
  const edits = store.edits.value.now.filter(({ off }) => !off);
  const tried = store.altered.value ?? run;
  const attempt: Attempt | undefined = tried && { run: tried, edits };
  const solved = attempt !== undefined && isSolved(conditions, attempt);
  return html`
    <div class="prose">${goal.map((paragraph) => html`<p>${prose(paragraph)}</p>`)}</div>
    <ul class="conditions" aria-label="What must hold">
      ${conditions.map(({ text, holds }) => {
        const ok = attempt !== undefined && holds(attempt);
        return html`<li class=${ok ? 'met' : ''}><span class="choice-mark" aria-hidden="true">${ok ? icon('check') : nothing}</span><span>${prose(text)}<span class="hidden">${ok ? ': holds' : ': not yet'}</span></span></li>`;
      })}
    </ul>
    ${changes(learner)}
    <div class="feedback" role="status">${solved ? html`<p><b>Solved.</b> ${prose(because)}</p>` : nothing}</div>
    ${solved ? onward(learner, lesson) : help(learner, standing)}
  `;
}

/** The learner's own changes, and a fresh start. */
function changes({ page: { store, actions } }: Learner): TemplateResult {
  const edits = store.edits.value.now;
  if (edits.length === 0)
    return html`<p class="soft">Select a message in the ladder: the bar beside it breaks things. Every change makes run B; the first run stays as it is.</p>`;
  return html`<div class="own-changes">
    <ul aria-label="Your changes">${edits.map((edit) => html`<li class=${edit.off ? 'off' : ''}><b>${editTitle(edit)}</b> <span class="soft">${editPlace(edit)}</span></li>`)}</ul>
    <button class="link" @click=${() => actions.setEdits([], 'Started over')}>Start over</button>
  </div>`;
}

function help(learner: Learner, { lesson, run }: Standing): TemplateResult {
  const all = lesson.challenge.hints;
  const { store } = learner.page;
  const open = Math.min(all.length, Number(store.details.value.hints ?? 0));
  const more = open < all.length;
  return html`
    ${open === 0 ? nothing : html`<ol class="hints" aria-label="Hints">${all.slice(0, open).map((hint) => html`<li>${prose(hint)}</li>`)}</ol>`}
    <p>${
      more
        ? html`<button class="link" @click=${() => {
            setDetail(store, 'hints', String(open + 1));
          }}>${open === 0 ? 'A hint' : 'Another hint'}</button>`
        : html`<button class="link" ?disabled=${run === undefined} @click=${() => {
            if (run !== undefined)
              void learner.page.actions.setEdits(lesson.challenge.solution(run), 'A solution');
          }}>Show a solution</button>`
    }</p>`;
}

function onward(learner: Learner, lesson: Lesson): TemplateResult | typeof nothing {
  const next = lessons[lessons.indexOf(lesson) + 1];
  return next === undefined
    ? nothing
    : html`<p><button class="button primary" @click=${() => learner.goTo(next)}>Next lesson: ${next.title}</button></p>`;
}
