// The keys, in a dialog.

import { commandGroups } from '../commands/all.ts';
import type { Page } from '../page.ts';
import { html, type TemplateResult } from '../template.ts';
import { icon } from './icons.ts';

export function help({ letters }: Page, close: () => void): TemplateResult {
  return html`<form method="dialog">
    <header><h2>Keys and help</h2><button class="button ghost icon-only" aria-label="Close" @click=${close}>${icon('cross')}</button></header>
    <p>The ladder is a run of the scenario: an arrow leaves when and where its message was sent and ends when and where it arrived. Select one to see what it says, why it was sent, and to break it; the run beside the first shows what follows.</p>
    <p>New to all this? <b>Learn</b> at the top has guided lessons; there ← and → turn the page.</p>
    <p>These keys act while the ladder has the focus; those with Ctrl, and F6, anywhere. Alt+click measures to a message, a double click goes closer to it, Ctrl+wheel zooms.</p>
    <label class="check"><input type="checkbox" role="switch" .checked=${letters.on.value} @change=${letters.toggle} />
      <span>Single letters, digits and signs are keys</span></label>
    <div class="key-groups">
      ${commandGroups.map(
        ({ title, commands }) => html`<table>
        <caption>${title}</caption>
        <tbody>
          ${commands
            .filter(({ keys }) => keys.length > 0)
            .map(
              ({ shown, does }) => html`<tr><th scope="row"><kbd>${shown}</kbd></th><td>${does}</td></tr>`,
            )}
        </tbody>
      </table>`,
      )}
    </div>
    <p class="soft">A file of your own, a scenario (.yaml) or a trace (.ndjson, .json): drop it anywhere on the page, or press Ctrl+O. Nothing leaves this browser.</p>
  </form>`;
}
