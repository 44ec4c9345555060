// The page's frame: its areas, once.
import { html, type TemplateResult } from './template.ts';

/** Everything else renders into these places. */
export const frame: TemplateResult = html`
  <div class="app">
    <header class="top" id="top"></header>
    <aside class="rail" id="rail" aria-label="Scenario"></aside>
    <aside class="editor" id="editor" aria-label="Scenario’s text"></aside>
    <aside class="learn" id="learn" aria-label="Learn"></aside>
    <main class="middle" aria-label="Ladder">
      <h1 class="hidden">siplab: a push, message by message</h1>
      <div class="tool-bar" id="tool-bar"></div>
      <div id="crowd"></div>
      <div id="compare-bar"></div>
      <div class="stages" id="stages">
      <div class="stage-room second" id="second"></div>
      <div class="stage-room">
        <div class="stage" id="ladder" role="grid" aria-label="Messages of the run" tabindex="0">
          <div class="world" role="presentation" id="world"><div class="pane" role="presentation" id="pane"></div></div>
          <div id="grid" class="grid-rows" role="rowgroup"></div>
        </div>
        <div class="minimap" id="minimap" aria-hidden="true"></div>
        <div id="table" hidden></div>
        <div id="fault-bar"></div>
        <div id="message"></div>
        <div id="progress"></div>
      </div>
      </div>
      <div class="differences" id="differences"></div>
    </main>
    <aside class="inspector" id="inspector" aria-label="Inspector"></aside>
    <main class="view" id="view" tabindex="-1"></main>
    <footer class="foot" aria-label="Time">
      <div id="transport"></div>
      <div class="scrubber" id="scrubber">
        <input type="range" id="scrub" min="0" max="1000" step="1" value="1000" aria-label="Playhead" />
      </div>
      <div class="clock" id="clock"></div>
    </footer>
  </div>
  <dialog id="help" aria-label="Keys and help"></dialog>
  <dialog id="palette" class="palette" aria-label="Find a command"></dialog>
  <div class="toast" id="toast" role="alert"></div>
  <div id="print" aria-hidden="true"></div>
  <div class="hidden" id="said" role="status" aria-live="polite"></div>
`;

export function place<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no place called ${id}`);
  return element as T;
}
