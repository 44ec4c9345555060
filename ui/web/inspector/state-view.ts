// The machines around a moment: before, after, and the timers that were set and cleared.
import { html, nothing, type TemplateResult } from 'lit-html';
import { duration } from '../../views/words.ts';
import type { Changes } from './changes.ts';
import { timerTitle } from './why.ts';

export function stateView(groups: readonly Changes[]): TemplateResult {
  const telling = groups.filter(({ states, timers }) => states.length + timers.length > 0);
  if (telling.length === 0) return html`<p class="remark">No machine changed its state.</p>`;
  return html`${telling.map(groupOf)}`;
}

function groupOf({ title, states, timers }: Changes): TemplateResult {
  return html`<div class="card">
    <h3>${title}</h3>
    <div class="changes">
      ${states.map(
        ({ machine, from, to, on }) => html`<div class="change">
          <span class="machine">${machine}</span><span class="soft">on ${on}</span>
          <span class="way"><span class="state-chip">${from === '' ? '(none)' : from}</span> → <span class="state-chip now">${to}</span></span>
        </div>`,
      )}
      ${timers.map(
        ({ type, name, due, at }) => html`<div class="timer-line">
          <b>${timerTitle(name)}</b><span>${type === 'timer.set' ? `set for ${duration(due - at)}` : 'cleared'}</span>
        </div>`,
      )}
      ${states.length + timers.length === 0 ? html`<p>nothing</p>` : nothing}
    </div>
  </div>`;
}
