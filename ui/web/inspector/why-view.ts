// The chain of causes, back to what the scenario did; each link leads there.

import { seconds } from '../../views/words.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { setDetail } from '../state/details.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { causesOf } from './why.ts';

export function whyView(page: Page, run: RunModel, seq: number, title: string): TemplateResult {
  const { chain, left } = causesOf(seq, run.bySeq, page.store.details.value.why === 'all');
  return html`<div class="card">
    <h3>${icon('why')}${title}</h3>
    <ol class="chain">
      ${
        left > 0
          ? html`<li class="soft"><button class="link" @click=${() => {
              setDetail(page.store, 'why', 'all');
            }}>… ${left} more</button></li>`
          : nothing
      }
      ${chain.map(
        (cause, index) => html`<li class=${index === chain.length - 1 ? 'last' : ''}>
        <i class="dot look-${cause.look}"></i><time>${seconds(cause.atUs)}</time>
        <button @click=${() => page.selectRecord(cause.seq)}>${cause.text}</button>
      </li>`,
      )}
    </ol>
  </div>`;
}
