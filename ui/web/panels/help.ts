// The keys, in a dialog.
import { html, type TemplateResult } from 'lit-html';
import { ladderKeys } from '../keyboard.ts';

export function help(close: () => void): TemplateResult {
  return html`<form method="dialog">
    <header><h2>Keys and help</h2><button class="button ghost icon-only" aria-label="Close" @click=${close}>✕</button></header>
    <p>The ladder is a run of the scenario: an arrow leaves when and where its message was sent and ends when and where it arrived. Select one to see what it says, why it was sent, and to break it; the run beside the first shows what follows.</p>
    <p>New to all this? <b>Learn</b> at the top has guided lessons; there ← and → turn the page.</p>
    <p>These keys act while the ladder has the focus:</p>
    <table>
      <tbody>
        ${ladderKeys.map(({ shown, does }) => html`<tr><th scope="row"><kbd>${shown}</kbd></th><td>${does}</td></tr>`)}
        <tr><th scope="row"><kbd>Ctrl+Z</kbd></th><td>undo; with Shift, redo</td></tr>
        <tr><th scope="row"><kbd>Ctrl+Shift+L</kbd></th><td>copy a link to this very moment</td></tr>
      </tbody>
    </table>
    <p class="soft">A scenario of your own: drop its .yaml file anywhere on the page. Nothing leaves this browser.</p>
  </form>`;
}
