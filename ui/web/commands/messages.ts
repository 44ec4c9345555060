// From message to message, to what brought one about, and breaking it.
import { deedsFor } from '../model/fault-edit.ts';
import type { Page } from '../page.ts';
import { goToCause, goToEffect, goToSameLane, walkBy } from '../state/going.ts';
import { mark } from '../state/looking.ts';
import type { Command, CommandGroup } from './command.ts';

const page = 10;

export const messageCommands: CommandGroup = {
  title: 'Messages',
  commands: [
    step('ArrowDown', '↓', 'next message', (of) => walkBy(of, 1)),
    step('ArrowUp', '↑', 'message before', (of) => walkBy(of, -1)),
    step('PageDown', 'Page down', `${page} messages on`, (of) => walkBy(of, page)),
    step('PageUp', 'Page up', `${page} messages back`, (of) => walkBy(of, -page)),
    step('Home', 'Home', 'first message', (of) => walkBy(of, Number.NEGATIVE_INFINITY)),
    step('End', 'End', 'last message', (of) => walkBy(of, Number.POSITIVE_INFINITY)),
    step('Shift+ArrowDown', 'Shift+↓', 'next message between the same two hosts', (of) =>
      goToSameLane(of, 1),
    ),
    step('Shift+ArrowUp', 'Shift+↑', 'the one before between the same two hosts', (of) =>
      goToSameLane(of, -1),
    ),
    step('Control+ArrowLeft', 'Ctrl+←', 'to what brought it about', goToCause),
    step('Control+ArrowRight', 'Ctrl+→', 'to what it brought about', goToEffect),
    step('Enter', 'Enter', 'to the inspector; Esc comes back', () => {
      document.querySelector<HTMLElement>('#inspector [role="tab"][aria-selected="true"]')?.focus();
    }),
    step('Escape', 'Esc', 'let the message go, and what was measured', ({ store, actions }) => {
      store.measured.value = store.marked.value = undefined;
      actions.select(undefined);
    }),
    step(
      'm',
      'M',
      'measure from the selected message: select another to see how long; or drag along the times',
      ({ store }) => {
        if (store.selection.value?.kind === 'arrow') mark(store);
        else
          store.toast.value =
            'Select a message, press M, then select another: the time from one to the other stands at the left.';
      },
    ),
  ],
};

export const breakCommands: CommandGroup = {
  title: 'Break it',
  commands: [
    deed('d', 'D', 0, 'drop the selected message; reset its connection where it goes by TCP'),
    deed('l', 'L', 1, 'delay it'),
    deed('u', 'U', 2, 'duplicate it; stall its connection where it goes by TCP'),
    {
      keys: ['Control+Z'],
      shown: 'Ctrl+Z',
      does: 'undo',
      anywhere: true,
      when: () => !typing(),
      run: ({ actions }) => void actions.undo(),
    },
    {
      keys: ['Control+Shift+Z', 'Control+Y'],
      shown: 'Ctrl+Shift+Z',
      does: 'redo',
      anywhere: true,
      when: () => !typing(),
      run: ({ actions }) => void actions.redo(),
    },
  ],
};

function step(key: string, shown: string, does: string, run: (page: Page) => void): Command {
  return { keys: [key], shown, does, run };
}

/** What the nth button of the fault bar does. */
function deed(key: string, shown: string, nth: 0 | 1 | 2, does: string): Command {
  return {
    keys: [key],
    shown,
    does,
    when: ({ actions }) => actions.selectedArrow() !== undefined,
    run({ actions }) {
      const arrow = actions.selectedArrow();
      const chosen = arrow && deedsFor(arrow)[nth];
      if (chosen !== undefined) void actions.deed(chosen);
    },
  };
}

/** Text has an undo of its own. */
function typing(): boolean {
  const at = document.activeElement;
  return (
    (at instanceof HTMLInputElement && !['range', 'checkbox', 'radio'].includes(at.type)) ||
    at instanceof HTMLTextAreaElement ||
    (at instanceof HTMLElement && at.isContentEditable)
  );
}
