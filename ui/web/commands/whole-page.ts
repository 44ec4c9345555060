// What the page as a whole does.
import type { Page } from '../page.ts';
import { views } from '../panels/view-switch.ts';
import type { CommandGroup } from './command.ts';
import { nextPane } from './panes.ts';

export const pageCommands: CommandGroup = {
  title: 'Page',
  commands: [
    {
      keys: ['v'],
      shown: 'V',
      does: 'to the statecharts, to the requirements, and back',
      run: nextView,
    },
    {
      keys: ['i'],
      shown: 'I',
      does: 'write in the scenario’s text; there Esc comes back, Shift+Esc closes',
      when: ({ store }) => store.trace.value === undefined,
      run: (page) => page.openEditor(),
    },
    {
      keys: ['Control+O'],
      shown: 'Ctrl+O',
      does: 'open a scenario or a trace from a file',
      anywhere: true,
      run: ({ files }) => files.choose(),
    },
    {
      keys: ['Control+K'],
      shown: 'Ctrl+K',
      does: 'find a command or a scenario by its name',
      anywhere: true,
      run({ store }) {
        store.sought.value = '';
        store.paletteOpen.value = true;
      },
    },
    {
      keys: ['Control+Shift+L'],
      shown: 'Ctrl+Shift+L',
      does: 'copy a link to this very moment',
      anywhere: true,
      run: (page) => page.copyLink(),
    },
    {
      keys: ['F6'],
      shown: 'F6',
      does: 'to the next part of the page',
      anywhere: true,
      run: () => nextPane(1),
    },
    {
      keys: ['Shift+F6'],
      shown: 'Shift+F6',
      does: 'to the part before',
      anywhere: true,
      run: () => nextPane(-1),
    },
    { keys: ['?'], shown: '?', does: 'this help', run: (page) => page.openHelp() },
  ],
};

export function nextView({ store }: Page): void {
  const at = views.findIndex(({ view }) => view === store.view.value);
  store.view.value = views[(at + 1) % views.length]?.view ?? 'ladder';
}
