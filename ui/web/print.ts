// Printing: the whole ladder on sheets, not the part of it that is in the window.
import { afterFirstLadder } from './later.ts';
import type { Store } from './state/store.ts';

/** More rows make more sheets than anybody prints: then what is in the window is printed. */
const mostRows = 20_000;

/** What the sheet says of itself where it is a part. */
function windowOnly(rows: number): string {
  return `Only what was in the window: this run has ${rows.toLocaleString('en')} rows, and no more than ${mostRows.toLocaleString('en')} are printed. Narrowed to a part, that is printed whole.`;
}

/** Fills `host` whenever somebody prints. What that takes is fetched after the first ladder. */
export function listenToPrint(host: HTMLElement, store: Store): void {
  let made: typeof import('./export/sheets.ts') | undefined;
  afterFirstLadder(store, async () => {
    made = await import('./export/sheets.ts');
    document.body.dataset.print = 'ready';
  });
  addEventListener('beforeprint', () => {
    const run = store.run.value;
    if (made === undefined || run === undefined || store.view.value !== 'ladder') return;
    const whole = run.ladder.rows.length <= mostRows;
    document.body.dataset.print = whole ? 'ready' : 'window';
    if (whole) made.putSheets(host, made.sheetsOf(run.ladder, run.data.verdict));
    else made.putLine(host, windowOnly(run.ladder.rows.length));
  });
  addEventListener('afterprint', () => made?.putSheets(host, []));
}
