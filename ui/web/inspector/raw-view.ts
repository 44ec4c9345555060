// A message's text with line numbers, as it went over the wire. Whatever it says, it stays text.

import { size } from '../../views/words.ts';
import type { Page } from '../page.ts';
import { icon } from '../panels/icons.ts';
import { setDetail } from '../state/details.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { meaningLine } from './meaning-line.ts';
import { meaningOfLine } from './meanings/meaning.ts';
import type { Octets } from './octets.ts';
import { placesOf, pointAt, pointedIn, type Range, showMark } from './reading.ts';

/** Lines beyond this are counted, not drawn. */
const mostLines = 400;

/** The text with what one does with it: search, copy, show its line ends, point at a line. */
export function rawTab(page: Page, octets: Octets, protocol: string, key: string): TemplateResult {
  const { store } = page;
  const { find: search = '', hit = '1', crlf } = store.details.value;
  const places = placesOf(octets.text, search);
  const at = places.length === 0 ? 0 : (Number(hit) - 1) % places.length;
  const toPlace = (place: number): void =>
    setDetail(store, 'hit', place === 0 ? undefined : String(place + 1));
  const go = (by: number): void => {
    toPlace(places.length === 0 ? 0 : (at + by + places.length) % places.length);
    showMark('.raw .current');
  };
  const found = search === '' ? '' : places.length === 0 ? 'none' : `${at + 1} of ${places.length}`;
  return html`<div class="raw-tools">
      <input type="search" maxlength="200" aria-label="Search in the text" placeholder="Search" .value=${search} @input=${(
        event: Event,
      ) => {
        setDetail(store, 'find', (event.target as HTMLInputElement).value);
        toPlace(0);
        showMark('.raw .current');
      }} @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
      }} />
      <span class="soft mono" role="status">${found}</span>
      <span class="space"></span>
      <button class="button ghost" aria-pressed=${crlf === '1'} title="Show the line ends" @click=${() => {
        setDetail(store, 'crlf', crlf === '1' ? undefined : '1');
      }}>CRLF</button>
      <button class="button ghost icon-only" aria-label="Copy the text" title="Copy the text" @click=${() => void copyText(page, octets.text, 'The message’s text')}>${icon('copy')}</button>
    </div>
    ${rawView(octets, {
      ends: crlf === '1',
      places,
      current: places[at],
      point: (line, range, inHead) => {
        const meaning = meaningOfLine(line, inHead ? 'head' : 'body', protocol);
        pointAt({ key, range, meaning });
      },
    })}
    ${meaningLine(pointedIn(key)?.meaning, 'Point at a line to read what it is for.')}`;
}

/** Puts a text on the clipboard and says so; `what` begins a sentence. */
export async function copyText({ store }: Page, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    store.said.value = `${what} is copied.`;
    store.toast.value = `${what} is copied.`;
  } catch {
    store.toast.value = 'The browser did not allow copying; the text can be selected.';
  }
}

interface Marks {
  /** What is marked, in order, and which of it is the one to look at. */
  readonly places: readonly Range[];
  readonly current?: Range | undefined;
  /** Line ends are drawn. */
  readonly ends?: boolean;
  readonly point?: (line: string, range: Range, inHead: boolean) => void;
}

export function rawView({ text, cutAt }: Octets, { places, current, ends, point }: Marks): TemplateResult {
  // After the last line end there is no further line.
  const lines = text.replace(/\n$/, '').split('\n');
  const headEnds = lines.findIndex((line) => line === '\r' || line === '');
  let from = 0;
  let next = 0;
  const drawn = lines.slice(0, mostLines).map((raw, index) => {
    const start = from;
    from += raw.length + 1;
    const line = raw.replace(/\r$/, '');
    const end = start + line.length;
    const within: Range[] = [];
    while (next < places.length && places[next]!.to <= start) next++;
    for (let one = next; one < places.length && places[one]!.from < end; one++) within.push(places[one]!);
    const inHead = headEnds < 0 || index < headEnds;
    const pointed = point && ((): void => point(line, { from: start, to: end }, inHead));
    return html`<span class="number" aria-hidden="true">${index + 1}</span><code @mouseenter=${pointed ?? nothing}>${
      within.length === 0 ? named(line, index) : marked(line, start, within, current)
    }${ends && from <= text.length ? html`<i class="ends">${raw.endsWith('\r') ? 'CRLF' : 'LF'}</i>` : nothing}</code>`;
  });
  return html`<div class="raw" tabindex="0" role="region" aria-label="Raw text">${drawn}</div>
    ${lines.length > mostLines ? html`<p class="remark">… and ${lines.length - mostLines} lines more</p>` : nothing}
    ${cutAt === undefined ? nothing : html`<p class="remark">The trace keeps the head of ${size(cutAt)}.</p>`}`;
}

/** The name before the colon, then the rest; on the first line the first word. */
function named(line: string, index: number): TemplateResult {
  const header = /^[A-Za-z][\w-]*:/.exec(line)?.[0];
  const name =
    index === 0 ? (line.split(' ', 1)[0] ?? '') : (header ?? (/^[a-z]=/.test(line) ? line.slice(0, 2) : ''));
  return html`<b>${name}</b>${spelled(line.slice(name.length))}`;
}

/** What names somebody, and what tells transactions and dialogs apart, each in its own colour. */
const spelling = /(?<uri>\b(?:sips?|msrps?):[^\s<>;,"]+)|(?<=\b(?:branch|tag)=)(?<id>[\w.~!%*+`'-]+)/g;

function spelled(text: string): readonly (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let at = 0;
  for (const found of text.matchAll(spelling)) {
    const kind = found.groups?.uri === undefined ? 'id' : 'uri';
    parts.push(text.slice(at, found.index), html`<span class=${kind}>${found[0]}</span>`);
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
}

/** The line cut at its marks. */
function marked(
  line: string,
  start: number,
  within: readonly Range[],
  current: Range | undefined,
): TemplateResult[] {
  const parts: TemplateResult[] = [];
  let at = 0;
  for (const range of within) {
    const from = Math.max(at, range.from - start);
    const to = Math.min(line.length, range.to - start);
    parts.push(
      html`${line.slice(at, from)}<mark class=${range === current ? 'current' : ''}>${line.slice(from, to)}</mark>`,
    );
    at = to;
  }
  return [...parts, html`${line.slice(at)}`];
}
