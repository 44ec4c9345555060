// How the ladder is looked at, and nothing of the run.
import { axisModes } from '../model/axis.ts';
import type { Page } from '../page.ts';
import { fitOrRead } from '../panels/tool-bar.ts';
import { nextTimes } from '../state/looking.ts';
import { zoomed, zooms } from '../state/zoom.ts';
import type { Command, CommandGroup } from './command.ts';

export const lookCommands: CommandGroup = {
  title: 'Look',
  commands: [
    simple(['+', '='], '+', 'closer', ({ store }) => {
      store.zoom.value = zoomed(store.zoom.value, zooms.step);
    }),
    simple(['-', '−'], '−', 'farther', ({ store }) => {
      store.zoom.value = zoomed(store.zoom.value, 1 / zooms.step);
    }),
    simple(['0'], '0', 'all of the run in the window; once more, as large as it reads best', ({ store }) =>
      fitOrRead(store),
    ),
    simple(
      ['f'],
      'F',
      'the selected message into the middle, and closer; once more, as close as it fits',
      (page) => page.focusSelection(),
    ),
    ...axisModes.map((mode, at) =>
      simple(
        [String(at + 1)],
        String(at + 1),
        `time axis: ${mode === 'event' ? 'events' : mode}`,
        ({ store }) => {
          store.axisMode.value = mode;
        },
      ),
    ),
    simple(['/'], '/', 'filter the messages', () => document.getElementById('filter')?.focus()),
    simple(['g'], 'G', 'keep the end of the run in view, or no longer', ({ store }) => {
      store.following.value = !store.following.value;
    }),
    simple(
      ['r'],
      'R',
      'tell the times otherwise: since the one above, from the selected message',
      ({ store }) => nextTimes(store),
    ),
    simple(['Shift+V'], 'Shift+V', 'the messages as a table, or as a ladder', ({ store }) => {
      store.asTable.value = !store.asTable.value;
    }),
    simple(['o'], 'O', 'fold the hosts of the core into one lane, and unfold it', ({ store }) => {
      store.folded.value = !store.folded.value;
    }),
  ],
};

/** By where the keys lie, whatever is written on them; D drops while a message is selected, so it pans with Shift. */
export const panCommands: CommandGroup = {
  title: 'Pan',
  commands: [
    pan(['KeyW', 'Shift+KeyW'], 'W', 'up', 0, -1),
    pan(['KeyS', 'Shift+KeyS'], 'S', 'down', 0, 1),
    pan(['KeyA', 'Shift+KeyA'], 'A', 'left', -1, 0),
    pan(['KeyD', 'Shift+KeyD'], 'D, Shift+D', 'right: Shift+D where a message is selected', 1, 0),
  ],
};

const panPx = 120;

function pan(keys: readonly string[], shown: string, does: string, x: number, y: number): Command {
  return {
    keys,
    shown,
    does: `pan ${does}`,
    run: () => document.getElementById('ladder')?.scrollBy(x * panPx, y * panPx),
  };
}

function simple(keys: readonly string[], shown: string, does: string, run: (page: Page) => void): Command {
  return { keys, shown, does, run };
}
