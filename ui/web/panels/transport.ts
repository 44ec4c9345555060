// At the bottom: play, step, scrub, and where we are.
import { html, type TemplateResult } from 'lit-html';
import { playheadText } from '../ladder/ladder.ts';
import { countUpTo } from '../model/moments.ts';
import type { Page } from '../page.ts';
import { speeds } from '../state/playback.ts';
import { icon } from './icons.ts';

export function transport({ store, playback }: Page): TemplateResult {
  const playing = store.playing.value;
  return html`
    <div class="play" role="toolbar" aria-label="Playback">
      <button class="button ghost icon-only" aria-label="To the start" @click=${playback.toStart}>${icon('start')}</button>
      <button class="button ghost icon-only" aria-label="Step back" title="Step back (,)" @click=${() => playback.step(-1)}>${icon('back')}</button>
      <button class="button big" aria-label=${playing ? 'Pause' : 'Play'} title="Play or pause (Space)" @click=${playback.toggle}>${icon(playing ? 'pause' : 'play')}</button>
      <button class="button ghost icon-only" aria-label="Step" title="Step (.)" @click=${() => playback.step(1)}>${icon('forth')}</button>
      <button class="button ghost icon-only" aria-label="Next loss or fault" title="Next loss or fault (N)" @click=${() => playback.step(1, ['lost', 'fault'])}>${icon('flag')}</button>
      <label class="select speed"><span class="hidden">Speed</span>
        <select @change=${(event: Event) => {
          store.speed.value = Number((event.target as HTMLSelectElement).value);
        }}>
          ${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === store.speed.value}>${speedText(speed)}</option>`)}
        </select>
      </label>
    </div>
  `;
}

export function clock({ store }: Page): TemplateResult {
  const run = store.run.value;
  if (run === undefined) return html``;
  const { steps, endUs, data } = run;
  const at = countUpTo(steps, store.now.value);
  return html`
    <b>${playheadText(Math.min(store.now.value.atUs, endUs))}</b><span class="soft mono">of ${playheadText(endUs)}</span>
    <span>event <span class="mono">${at}</span> of <span class="mono">${steps.length}</span></span>
    <span class="soft took">simulated in ${Math.max(1, Math.round(data.tookMs))} ms</span>
    <span class="soft fingerprint">fingerprint <span class="mono">${data.fingerprint}</span></span>
  `;
}

function speedText(speed: number): string {
  const fractions: Readonly<Record<string, string>> = { '0.5': '½×', '0.25': '¼×', '0.125': '⅛×' };
  return fractions[String(speed)] ?? (speed < 1 ? `1/${Math.round(1 / speed)}×` : `${speed}×`);
}
