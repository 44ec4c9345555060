// The ladder on paper: A4 across, as many sheets as it needs.
import { atOnce } from '../../../sim/steps.ts';
import { makingContent, type Shown } from '../picture/content.ts';
import type { PictureContent } from '../picture/lay-out.ts';
import { drawingPages, type PicturePage, pictureSize } from '../picture/pictures.ts';
import { visible } from '../visible.ts';

/** What of A4 lies within its margins, in mm; a little less high, so that rounding never makes an empty sheet. */
const paper = { width: 277, height: 188 } as const;
/** So many points of a ladder are as wide as the paper; a narrower one isn't drawn larger. */
const leastWidth = 1_000;

/** All that the page shows, whether it is in the window or not. */
export function sheetsOfShown(shown: Shown): PicturePage[] {
  return sheetsOf(atOnce(makingContent(shown)));
}

export function sheetsOf(content: PictureContent): PicturePage[] {
  const across = Math.max(leastWidth, pictureSize(content).width);
  return atOnce(drawingPages(content, Math.floor((across * paper.height) / paper.width)));
}

/** Puts the sheets into a place of their own, where their style reaches nothing else. */
export function putSheets(host: HTMLElement, sheets: readonly PicturePage[]): void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent =
    'div { break-after: page; break-inside: avoid } div:last-child { break-after: auto } svg { display: block; height: auto }';
  const parser = new DOMParser();
  const pages = sheets.map(({ svg, width }) => {
    const page = document.createElement('div');
    const drawing = parser.parseFromString(svg, 'image/svg+xml').documentElement;
    drawing.style.width = `${((100 * width) / Math.max(leastWidth, width)).toFixed(2)}%`;
    page.append(document.importNode(drawing, true));
    return page;
  });
  root.replaceChildren(style, ...pages);
}

/** Puts a line of text there instead. */
export function putLine(host: HTMLElement, text: string): void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const line = Object.assign(document.createElement('p'), { textContent: visible(text) });
  line.style.cssText = 'margin: 0 0 8px; font-weight: 600';
  root.replaceChildren(line);
}
