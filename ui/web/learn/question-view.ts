// A question and its choices; what the run says to each that is chosen.

import type { Answer } from '../lessons/answer.ts';
import type { Choice } from '../lessons/choices.ts';
import type { Question } from '../lessons/lesson.ts';
import { icon } from '../panels/icons.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import type { Learner } from './learn.ts';
import { prose } from './prose.ts';

export function questionView(learner: Learner, question: Question, answer: Answer): TemplateResult {
  const tried = learner.tried();
  const right = answer.choices.find((choice) => choice.right);
  const answered = right !== undefined && tried.includes(right.text);
  const last = answer.choices.find(({ text }) => text === tried.at(-1));
  return html`<div class="question" role="group" aria-labelledby="question-prompt">
    <h3 id="question-prompt">${question.prompt}</h3>
    ${answer.choices.map((choice) => choiceButton(learner, choice, tried, answered))}
    <div class="feedback" role="status">
      ${answered ? told(question, answer, tried.length === 1) : last === undefined ? nothing : html`<p><b>Not that.</b> ${prose(last.remark)}</p>`}
    </div>
    ${answered || right === undefined ? nothing : html`<button class="link" @click=${() => learner.choose(right)}>Show me</button>`}
  </div>`;
}

function choiceButton(
  learner: Learner,
  choice: Choice,
  tried: readonly string[],
  answered: boolean,
): TemplateResult {
  const { text, right } = choice;
  const was = tried.includes(text);
  const look = was ? (right ? 'right' : 'wrong') : answered ? 'left' : '';
  // A disabled button would lose the focus of who chose by a key.
  const closed = was || answered;
  return html`<button class="choice ${look}" aria-disabled=${closed} @click=${() => {
    if (!closed) learner.choose(choice);
  }}>
    <span class="choice-mark" aria-hidden="true">${was ? icon(right ? 'check' : 'cross') : nothing}</span>
    <span>${text}</span>
    ${was ? html`<span class="hidden">${right ? ', right' : ', wrong'}</span>` : nothing}
  </button>`;
}

function told({ because }: Question, { record, quote }: Answer, atOnce: boolean): TemplateResult {
  return html`
    <p><b>${atOnce ? 'Yes.' : 'This is it.'}</b> ${prose(record)}</p>
    ${quote === undefined || quote === '' ? nothing : html`<pre tabindex="0" aria-label="From the message">${quote}</pre>`}
    <p>${prose(because)}</p>
  `;
}
