// What every panel is handed.

import type { Exports, InWindow } from './exports.ts';
import type { Later } from './later.ts';
import type { FileOpener } from './open-file.ts';
import type { Actions } from './state/actions.ts';
import type { Letters } from './state/letters.ts';
import type { Playback } from './state/playback.ts';
import type { Store } from './state/store.ts';
import type { Surveys } from './state/surveys.ts';
import type { createTheme } from './state/theme.ts';

export interface Page {
  readonly store: Store;
  readonly actions: Actions;
  readonly playback: Playback;
  readonly theme: ReturnType<typeof createTheme>;
  /** What can be taken home; undefined until it is there. */
  readonly exports: Later<Exports>;
  readonly surveys: Surveys;
  readonly files: FileOpener;
  /** Whether single characters are keys. */
  readonly letters: Letters;
  /** From when to when what is in the window happened. */
  readonly inWindow: InWindow;
  copyLink(): void;
  openHelp(): void;
  /** Opens the scenario's text, and goes there. */
  openEditor(): void;
  focusLadder(event?: Event): void;
  /** What is selected comes into the middle, and closer each time. */
  focusSelection(): void;
  /** Selects what a record speaks of, where that can be selected. */
  selectRecord(seq: number): void;
}
