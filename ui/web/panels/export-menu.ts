// What can be taken home, and how much of the run.

import './export-menu.css';
import { type Exports, type RangeName, rangeNames } from '../exports.ts';
import type { Page } from '../page.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { closeExports } from './export-open.ts';

const rangeWords: Readonly<Record<RangeName, { readonly text: string; readonly hint: string }>> = {
  all: { text: 'All', hint: 'The whole run' },
  window: { text: 'Window', hint: 'What is in the window' },
  call: { text: 'Call', hint: 'The call of the selected message' },
  marks: {
    text: 'Measured',
    hint: 'From the mark (M) to the selected message, or what was measured along the times',
  },
};

export interface ExportOffer {
  readonly text: string;
  readonly hint: string;
  run(): void;
}

/** Everything that can be taken home: the menu has it, and so has the palette. Nothing until it is there. */
export function exportOffers(page: Page): readonly ExportOffer[] {
  const exports = page.exports();
  return exports === undefined
    ? []
    : [...ladderOffers(exports), ...packetOffers(exports), ...wholeOffers(exports)];
}

/** Of these the reader says how much of the run they hold. */
const ladderOffers = (exports: Exports): readonly ExportOffer[] => [
  { text: 'SVG', hint: 'as a drawing', run: exports.svg },
  { text: 'PNG', hint: 'as a picture', run: () => exports.png(1) },
  { text: 'PNG 2×', hint: 'a picture for fine screens', run: () => exports.png(2) },
  { text: 'Copy', hint: 'the picture, to paste it', run: exports.copyImage },
  { text: 'Text', hint: 'for a terminal or a mail', run: exports.text },
  { text: 'ASCII', hint: 'the same in ASCII alone', run: exports.ascii },
  { text: 'Mermaid', hint: 'a diagram for documents', run: exports.mermaid },
];

/** And of these, at which host. */
const packetOffers = (exports: Exports): readonly ExportOffer[] => [
  { text: 'pcapng', hint: packetsHint(exports), run: exports.pcapng },
];

const wholeOffers = ({ ndjson }: Exports): readonly ExportOffer[] => [
  { text: 'NDJSON', hint: 'its trace, a record a line', run: ndjson },
  { text: 'Print', hint: 'the ladder, on A4', run: () => print() },
];

export function exportMenu(page: Page): TemplateResult | typeof nothing {
  const { store } = page;
  const exports = page.exports();
  if (exports === undefined) return nothing;
  const left = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    const room = (currentTarget as Element).closest('.menu-room');
    if (relatedTarget instanceof Element && !room?.contains(relatedTarget)) store.exportOpen.value = false;
  };
  const items = (offers: readonly ExportOffer[]): TemplateResult[] =>
    offers.map(
      ({ text, hint, run }) =>
        html`<button role="menuitem" tabindex="-1" @click=${() => {
          closeExports(store);
          run();
        }}><b>${text}</b><span>${hint}</span></button>`,
    );
  return html`<div class="menu" role="menu" aria-label="Export" @focusout=${left}>
    ${group('The ladder', 'Of the run', rangeChoice(exports), items(ladderOffers(exports)))}
    ${group('Packets, captured at', 'Packets captured at', captureChoice(exports), items(packetOffers(exports)))}
    ${group('All of the run', undefined, nothing, items(wholeOffers(exports)))}
  </div>`;
}

/** What stands beneath a caption; a row of choices goes for what stands beneath it alone. */
function group(
  caption: string,
  choice: string | undefined,
  choices: TemplateResult[] | typeof nothing,
  items: TemplateResult[],
): TemplateResult {
  return html`<div role="group" aria-label=${caption}>
    <span class="caption" aria-hidden="true">${caption}</span>
    ${choice === undefined ? nothing : html`<div class="segments choices" role="group" aria-label=${choice}>${choices}</div>`}
    ${items}
  </div>`;
}

/** How much of the run. */
function rangeChoice({ range, offers }: Exports): TemplateResult[] {
  return rangeNames.filter(offers).map(
    (name) =>
      html`<button role="menuitemradio" tabindex="-1" title=${rangeWords[name].hint} aria-checked=${range.value === name} @click=${() => {
        range.value = name;
      }}>${rangeWords[name].text}</button>`,
  );
}

function packetsHint({ captureAt, captureHosts }: Exports): string {
  const at = captureHosts().find((host) => host === captureAt.value);
  return at === undefined ? 'all packets, for Wireshark' : `what ${at} sent and received`;
}

/** Where packets are captured. */
function captureChoice({ captureAt, captureHosts }: Exports): TemplateResult[] {
  const hosts = captureHosts();
  const chosen = hosts.find((host) => host === captureAt.value);
  const point = (at: string | undefined, text: string, hint: string): TemplateResult =>
    html`<button role="menuitemradio" tabindex="-1" title=${hint} aria-checked=${chosen === at} @click=${() => {
      captureAt.value = at;
    }}>${text}</button>`;
  return [
    point(undefined, 'Senders', 'Packets as they leave their senders, lost ones too'),
    ...hosts.map((host) => point(host, host, `Packets that ${host} sends and receives`)),
  ];
}
