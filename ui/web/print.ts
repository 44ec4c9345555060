// Printing: the whole ladder on sheets, not the part of it that is in the window.
import { shownNow } from './export/shown-now.ts';
import { afterFirstLadder } from './later.ts';
import type { Store } from './state/store.ts';

/** More messages make more sheets than anybody prints: then what is in the window is printed. */
const mostMessages = 10_000;

/** What the sheet says of itself where it is a part. */
function windowOnly(messages: number): string {
  return `Only what was in the window: this run has ${messages.toLocaleString('en')} messages, and no more than ${mostMessages.toLocaleString('en')} are printed. Narrowed to a part, that is printed whole.`;
}

/** Fills `host` whenever somebody prints. What that takes is fetched after the first ladder. */
export function listenToPrint(host: HTMLElement, store: Store): void {
  let made: typeof import('./export/sheets.ts') | undefined;
  afterFirstLadder(store, async () => {
    made = await import('./export/sheets.ts');
    document.body.dataset.print = 'ready';
  });
  addEventListener('beforeprint', () => {
    const shown = shownNow(store);
    if (made === undefined || shown === undefined || store.view.value !== 'ladder') return;
    const messages = shown.sight.arranged.arrows.length;
    const whole = messages <= mostMessages;
    document.body.dataset.print = whole ? 'ready' : 'window';
    if (whole) made.putSheets(host, made.sheetsOfShown(shown));
    else made.putLine(host, windowOnly(messages));
  });
  addEventListener('afterprint', () => made?.putSheets(host, []));
}
