// Above the ladder: the axis and its zoom.
import { html, type TemplateResult } from 'lit-html';
import type { AxisMode } from '../model/axis.ts';
import type { Page } from '../page.ts';

const modes: readonly { readonly mode: AxisMode; readonly text: string; readonly hint: string }[] = [
  { mode: 'linear', text: 'Linear', hint: 'Every millisecond is as long as the next (1)' },
  { mode: 'compressed', text: 'Compressed', hint: 'Order first; silence is cut and marked (2)' },
  { mode: 'step', text: 'Step', hint: 'One row for each event (3)' },
];

export const zooms = { least: 0.5, most: 4, step: 1.25 } as const;

export function zoomed(zoom: number, factor: number): number {
  return Math.min(zooms.most, Math.max(zooms.least, zoom * factor));
}

export function toolBar({ store }: Page): TemplateResult {
  const run = store.run.value;
  return html`
    <span class="soft word">Time axis</span>
    <div class="segments" role="group" aria-label="Time axis">
      ${modes.map(
        ({ mode, text, hint }) =>
          html`<button title=${hint} aria-pressed=${store.axisMode.value === mode} @click=${() => {
            store.axisMode.value = mode;
          }}>${text}</button>`,
      )}
    </div>
    <button class="button ghost icon-only" aria-label="Zoom out" title="Zoom out (−)" @click=${() => {
      store.zoom.value = zoomed(store.zoom.value, 1 / zooms.step);
    }}>−</button>
    <button class="button ghost icon-only" aria-label="Zoom in" title="Zoom in (+)" @click=${() => {
      store.zoom.value = zoomed(store.zoom.value, zooms.step);
    }}>+</button>
    <button class="button ghost" title="As it was (0)" @click=${() => {
      store.zoom.value = 1;
    }}>1:1</button>
    <span class="space"></span>
    <span class="soft word">${run === undefined ? '' : `${run.counts.messages} messages · ${run.counts.lost} lost · ${run.counts.again} sent again`}</span>
  `;
}
