// On a narrow screen two lanes fill the window: which two.

import type { LadderView } from '../ladder/ladder.ts';
import type { Store } from '../state/store.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { icon } from './icons.ts';

export function lanePicker({ arranged }: Store): TemplateResult | typeof nothing {
  const lanes = arranged.value?.lanes ?? [];
  if (lanes.length < 3) return nothing;
  // Their names have no room beside the ladder's other tools: closed, it says their numbers.
  return html`<label class="select lane-picker"><span class="hidden">Lanes in the window</span><span id="lanes-shown" aria-hidden="true" .textContent=${numbers(0)}></span>
    <select id="lanes" @change=${(event: Event) => {
      const at = Number((event.target as HTMLSelectElement).value);
      const ladder = document.getElementById('ladder');
      if (ladder !== null)
        ladder.scrollLeft = ((ladder.scrollWidth - ladder.clientWidth) * at) / (lanes.length - 2);
    }}>
      ${lanes.slice(1).map(({ title }, at) => html`<option value=${at}>${lanes[at]?.title} ↔ ${title}</option>`)}
    </select>${icon('chevron')}
  </label>`;
}

function numbers(at: number): string {
  return `${at + 1}–${at + 2}`;
}

/** Says which two are there after the ladder was moved by hand. */
export function showLanes({ current }: LadderView): void {
  const picker = document.getElementById('lanes') as HTMLSelectElement | null;
  const now = current();
  const beyond = now === undefined ? 0 : now.geometry.across - now.geometry.width;
  // Where all are in the window there is nothing to pick.
  picker?.closest('.lane-picker')?.toggleAttribute('data-all', beyond <= 0);
  if (picker === null || now === undefined || beyond <= 0) return;
  const at = Math.round((now.left / beyond) * (picker.options.length - 1));
  if (picker.selectedIndex !== at) picker.selectedIndex = at;
  const told = document.getElementById('lanes-shown');
  if (told !== null && told.textContent !== numbers(at)) told.textContent = numbers(at);
}
