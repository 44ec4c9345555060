// In the inspector's place while nothing is selected.
import { html, type TemplateResult } from '../template.ts';

export const invitation: TemplateResult = html`<div class="empty">
    <h2>Nothing is selected</h2>
    <p>Select a message, a timer or a state in the ladder: here stands what it says and why it happened.</p>
    <p class="soft">Keys: <kbd>↓</kbd> <kbd>↑</kbd> next and previous message, <kbd>Space</kbd> plays, <kbd>D</kbd> drops the selected message, <kbd>?</kbd> shows all.</p>
  </div>`;
