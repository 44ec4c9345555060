// Above the ladder: the axis and its zoom, the filter.

import { beneath } from '../ladder/geometry.ts';
import { later } from '../later.ts';
import type { AxisMode } from '../model/axis.ts';
import type { Page } from '../page.ts';
import type { Store } from '../state/store.ts';
import { zoomed, zooms } from '../state/zoom.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { filterBox } from './filter.ts';
import { icon } from './icons.ts';
import { lanePicker } from './lane-picker.ts';

const modes: readonly { readonly mode: AxisMode; readonly text: string; readonly hint: string }[] = [
  { mode: 'linear', text: 'Linear', hint: 'Every millisecond is as long as the next (1)' },
  { mode: 'compressed', text: 'Compressed', hint: 'Order first; silence is cut and marked (2)' },
  { mode: 'step', text: 'Step', hint: 'One row for each event (3)' },
  { mode: 'event', text: 'Events', hint: 'By the number of events in between, drawn or not (4)' },
];

/**
 * As large as the whole run fits into `roomPx`, as far as it can be zoomed. A run that is laid out closer hardly grows where its labels and states
 * need the room, so how much it grows with the zoom is taken from the try before.
 */
export function fit({ zoom, axisZoom, axis }: Store, roomPx: number): void {
  let growth = 1;
  for (let tries = 0; tries < 6; tries++) {
    const height = ((axis.value?.bottom ?? 0) + beneath) * (zoom.value / axisZoom.value);
    const off = Math.log(roomPx / height);
    if (axis.value === undefined || Math.abs(off) < 0.002) return;
    const before = zoom.value;
    zoom.value = zoomed(before, Math.exp(off / growth));
    const now = (axis.value.bottom + beneath) * (zoom.value / axisZoom.value);
    const moved = Math.log(zoom.value / before);
    if (moved === 0) return;
    growth = Math.min(1, Math.max(0.05, Math.log(now / height) / moved));
  }
}

/** All of the run in the window; where it is that already, as large as it was laid out to be read. */
export function fitOrRead(store: Store): void {
  const before = store.zoom.value;
  fit(store, ladderRoom());
  if (Math.abs(store.zoom.value / before - 1) < 0.01) store.zoom.value = 1;
}

/** The height of the ladder beneath its heads. */
export function ladderRoom(): number {
  return (document.getElementById('ladder')?.clientHeight ?? 800) - 66;
}

export function toolBar(page: Page): TemplateResult {
  const { store } = page;
  const { zoom, axisMode, following, matching, asTable } = store;
  const zoomBy = (factor: number) => (): void => {
    zoom.value = zoomed(zoom.value, factor);
  };
  return html`
    <span class="soft word">Time axis</span>
    <div class="segments" role="group" aria-label="Time axis">
      ${modes.map(
        ({ mode, text, hint }) =>
          html`<button title=${hint} aria-pressed=${axisMode.value === mode} @click=${() => {
            axisMode.value = mode;
          }}>${text}</button>`,
      )}
    </div>
    <label class="select axis-picker"><span class="hidden">Time axis</span>
      <select @change=${(event: Event) => {
        axisMode.value = (event.target as HTMLSelectElement).value as AxisMode;
      }}>
        ${modes.map(({ mode, text }) => html`<option value=${mode} .selected=${axisMode.value === mode}>${text}</option>`)}
      </select>${icon('chevron')}
    </label>
    <span class="zooms">
      <button class="button ghost icon-only" aria-label="Zoom out" title="Zoom out (−)" @click=${zoomBy(1 / zooms.step)}>−</button>
      <button class="button ghost icon-only" aria-label="Zoom in" title="Zoom in (+)" @click=${zoomBy(zooms.step)}>+</button>
      <button class="button ghost fit" title="All of the run, as far as it can be zoomed; once more, as large as it reads best (0)" @click=${() => fitOrRead(store)}>Fit</button>
      ${scaleButton(page)}
    </span>
    ${lanePicker(store)}
    ${filterBox(page)}
    <span class="space"></span>
    ${matching.value === undefined ? counts(store) : nothing}
    <button class="button ghost icon-only" aria-label="View as table" title="The messages as a table (Shift+V)" aria-pressed=${asTable.value} @click=${() => {
      asTable.value = !asTable.value;
    }}>${icon('list')}</button>
    <button class="button ghost follow" aria-label="Follow" title="Keeps the end of the run in view (G)" aria-pressed=${following.value} @click=${() => {
      following.value = !following.value;
    }}>⤓ <span class="word">Follow</span></button>
  `;
}

const settings = later(() => import('./axis-settings.ts'));

/** What the axis cuts and tells apart is chosen beneath its button, over whatever stands there. */
function scaleButton(page: Page): TemplateResult {
  const opens = ({ currentTarget, newState }: ToggleEvent): void => {
    const [panel, button] = [currentTarget as HTMLElement, document.getElementById('axis-scale')];
    if (newState !== 'open' || button === null) return;
    settings();
    // On a small screen it is opened from the rail, and stands above the ladder.
    const { left, bottom } = (
      button.checkVisibility() ? button : (document.getElementById('tool-bar') ?? button)
    ).getBoundingClientRect();
    panel.style.left = `${Math.max(8, Math.min(left, innerWidth - 270))}px`;
    panel.style.top = `${bottom + 6}px`;
  };
  return html`<button class="button ghost icon-only" id="axis-scale" popovertarget="axis-settings" aria-label="What the axis shortens" title="What the compressed axis cuts, and what it tells apart">${icon('tune')}</button>
    <div class="axis-settings" id="axis-settings" popover role="dialog" aria-label="What the axis shortens" @beforetoggle=${opens}>${settings.ifThere()?.axisSettings(page) ?? nothing}</div>`;
}

function counts({ run }: Store): TemplateResult | typeof nothing {
  const told = run.value?.counts;
  if (told === undefined) return nothing;
  return html`<span class="soft counts">${told.messages} messages · ${told.lost} lost · ${told.again} sent again</span>`;
}
