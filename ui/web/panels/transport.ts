// At the bottom: play, step, scrub, and where we are.

import { playheadText } from '../ladder/draw-overlay.ts';
import type { Page } from '../page.ts';
import { goToKind, type StepKind } from '../state/going.ts';
import { speeds, writeSpeed } from '../state/speeds.ts';
import { html, type TemplateResult } from '../template.ts';
import { icon } from './icons.ts';

export function transport(page: Page): TemplateResult {
  const { store, playback } = page;
  const playing = store.playing.value;
  return html`
    <div class="play" role="toolbar" aria-label="Playback">
      <button class="button ghost icon-only" aria-label="To the start" @click=${playback.toStart}>${icon('start')}</button>
      <button class="button ghost icon-only" aria-label="Step back" title="Step back (,)" @click=${() => playback.step(-1)}>${icon('back')}</button>
      <button class="button big" aria-label=${playing ? 'Pause' : 'Play'} title="Play or pause (Space)" @click=${playback.toggle}>${icon(playing ? 'pause' : 'play')}</button>
      <button class="button ghost icon-only" aria-label="Step" title="Step (.)" @click=${() => playback.step(1)}>${icon('forth')}</button>
      <button class="button ghost icon-only" aria-label="Next loss, fault or violation" title="Next loss, fault or violation (N)" @click=${() => goToKind(page, 'trouble', 1)}>${icon('flag')}</button>
      ${stepMenu(page)}
      <label class="select speed" title="Seconds of the run in a second; slower than 1×, silence is crossed in half a second"><span class="hidden">Speed</span>
        <select @change=${(event: Event) => {
          store.speed.value = Number((event.target as HTMLSelectElement).value);
        }}>
          ${speeds.map((speed) => html`<option value=${speed} .selected=${speed === store.speed.value}>${speedText(speed)}</option>`)}
        </select>
      </label>
    </div>
  `;
}

/** The other ways to step. */
function stepMenu(page: Page): TemplateResult {
  const item = (text: string, key: string, kind: StepKind): TemplateResult =>
    html`<button @click=${({ currentTarget }: Event) => {
      (currentTarget as HTMLElement).closest('details')?.removeAttribute('open');
      goToKind(page, kind, 1);
    }}>${text}<kbd>${key}</kbd></button>`;
  return html`<details class="step-menu opens">
    <summary aria-label="Step to the next …" title="Step to the next …">${icon('chevron')}</summary>
    <div>
      ${item('Next message', 'E', 'message')} ${item('Next timer that fires', 'T', 'timer')}
      ${item('Next state', 'Y', 'state')} ${item('Next loss, fault, violation', 'N', 'trouble')}
    </div>
  </details>`;
}

export function clock({ store }: Page): TemplateResult {
  const run = store.run.value;
  if (run === undefined) return html``;
  const { steps, endUs, data } = run;
  const at = steps.upTo(store.now.value);
  return html`
    <b>${padded(playheadText(Math.min(store.now.value.atUs, endUs)), playheadText(endUs))}</b><span class="soft mono">of ${playheadText(endUs)}</span>
    <span>event <span class="mono">${padded(String(at), String(steps.length))}</span> of <span class="mono">${steps.length}</span></span>
    <span class="soft took">simulated in ${Math.max(1, Math.round(data.tookMs))} ms</span>
    <span class="soft fingerprint">fingerprint <span class="mono">${data.fingerprint}</span></span>
  `;
}

/** As wide as the widest that it becomes, so that nothing beside it moves while it counts. */
function padded(text: string, widest: string): string {
  return text.padStart(widest.length, '\u2007');
}

function speedText(speed: number): string {
  const fractions: Readonly<Record<string, string>> = { '1/2': '½', '1/4': '¼', '1/8': '⅛' };
  const text = writeSpeed(speed);
  return text === 'max' ? text : `${fractions[text] ?? text}×`;
}
