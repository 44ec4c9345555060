// What can be taken home, and how much of the run.
import { html, nothing, type TemplateResult } from 'lit-html';
import { type RangeName, rangeNames } from '../exports.ts';
import type { Page } from '../page.ts';

const rangeWords: Readonly<Record<RangeName, { readonly text: string; readonly hint: string }>> = {
  all: { text: 'All', hint: 'The whole run' },
  window: { text: 'Window', hint: 'What is in the window' },
  call: { text: 'Call', hint: 'The call of the selected message' },
  marks: { text: 'Measured', hint: 'From the mark (M) to the selected message' },
};

export function exportMenu({ exports, store }: Page): TemplateResult {
  const item = (text: string, hint: string, action: () => void): TemplateResult => html`<button
    role="menuitem"
    @click=${() => {
      store.exportOpen.value = false;
      action();
    }}
  >
    <b>${text}</b><span>${hint}</span>
  </button>`;
  return html`<div class="menu" role="menu" aria-label="Export">
    <div class="segments ranges" role="group" aria-label="Of the run">
      ${rangeNames.map((name) =>
        exports.offers(name)
          ? html`<button role="menuitemradio" title=${rangeWords[name].hint} aria-checked=${exports.range.value === name} @click=${() => {
              exports.range.value = name;
            }}>${rangeWords[name].text}</button>`
          : nothing,
      )}
    </div>
    ${item('SVG', 'the ladder as a drawing', exports.svg)}
    ${item('PNG', 'as a picture', () => exports.png(1))}
    ${item('PNG 2×', 'as a picture for fine screens', () => exports.png(2))}
    ${item('Copy', 'the picture, to paste it', exports.copyImage)}
    ${item('Text', 'the ladder for a terminal or a mail', exports.text)}
    ${item('Mermaid', 'a diagram for documents', exports.mermaid)}
    ${item('NDJSON', 'the whole trace, one record a line', exports.ndjson)}
    ${item('pcapng', 'all packets, for Wireshark', exports.pcapng)}
    ${item('Print', 'the whole ladder, on A4', () => print())}
  </div>`;
}
