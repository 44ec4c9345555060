// Two runs, or two messages, beside one another.
import type { Page } from '../page.ts';
import { areTwo, compareAs, goToDifference, markBeside, toggleComparing } from '../state/comparing.ts';
import type { Command, CommandGroup } from './command.ts';

export const compareCommands: CommandGroup = {
  title: 'Compare',
  commands: [
    both('c', 'C', 'B over the baseline, or by itself', ({ store }) => toggleComparing(store)),
    both('Shift+C', 'Shift+C', 'the two runs side by side, or B by itself', ({ store }) =>
      compareAs(store, store.comparing.value === 'side' ? undefined : 'side'),
    ),
    both('j', 'J', 'next difference', ({ store, actions }) => goToDifference(store, actions.select, 1)),
    both('k', 'K', 'difference before', ({ store, actions }) => goToDifference(store, actions.select, -1)),
    {
      keys: ['x'],
      shown: 'X',
      does: 'mark a message, then lay another beside it; Ctrl+click does both',
      run: ({ store }) => markBeside(store),
    },
  ],
};

/** What needs two runs. */
function both(key: string, shown: string, does: string, run: (page: Page) => void): Command {
  return { keys: [key], shown, does, when: ({ store }) => areTwo(store), run };
}
