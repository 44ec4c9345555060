// How the compressed axis shortens time, beneath its button in the bar above the ladder.
import './axis-settings.css';
import { duration } from '../../views/words.ts';
import type { AxisScale } from '../model/axis-scale.ts';
import type { Page } from '../page.ts';
import { html, type TemplateResult } from '../template.ts';
import { cuts, focuses } from './axis-choices.ts';
import { icon } from './icons.ts';

export function axisSettings({ store }: Page): TemplateResult {
  const { axisMode, axisScale } = store;
  const { cutUs, focusUs } = axisScale.value;
  const become = (change: Partial<AxisScale>): void => {
    axisScale.value = { ...axisScale.value, ...change };
    axisMode.value = 'compressed';
  };
  return html`<h2>The compressed axis</h2>
    ${choice('Silence is cut from', cuts, cutUs, (value) => become({ cutUs: value }))}
    <p>What lasts longer is as high as any other cut, and says how long it was.</p>
    ${choice('Focus', focuses, focusUs, (value) => become({ focusUs: value }))}
    <p>Lengths about this are told apart best. Auto: a tenth of how far events of this run are apart in the mean.</p>`;
}

/** An address may say what is not offered; then that is offered too. */
function choice<T extends number | 'auto'>(
  text: string,
  offered: readonly { readonly value: T; readonly text: string }[],
  now: T,
  become: (value: T) => void,
): TemplateResult {
  const isOffered = offered.some(({ value }) => value === now);
  const all = isOffered ? offered : [...offered, { value: now, text: now === 'auto' ? now : duration(now) }];
  return html`<label><span>${text}</span><span class="select">
    <select @change=${({ target }: Event) => {
      const chosen = all[(target as HTMLSelectElement).selectedIndex];
      if (chosen !== undefined) become(chosen.value);
    }}>
      ${all.map((one) => html`<option .selected=${one.value === now}>${one.text}</option>`)}
    </select>${icon('chevron')}</span></label>`;
}
