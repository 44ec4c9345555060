// Moving the playhead.
import { goToKind, type StepKind } from '../state/going.ts';
import { theEnd } from '../state/store.ts';
import type { Command, CommandGroup } from './command.ts';

export const timeCommands: CommandGroup = {
  title: 'Time',
  commands: [
    { keys: [' '], shown: 'Space', does: 'play, pause', run: ({ playback }) => playback.toggle() },
    {
      keys: ['.', 'ArrowRight'],
      shown: '. or →',
      does: 'next event',
      run: ({ playback }) => playback.step(1),
    },
    {
      keys: [',', 'ArrowLeft'],
      shown: ', or ←',
      does: 'event before',
      run: ({ playback }) => playback.step(-1),
    },
    ...both('e', 'E', 'message', 'message that is sent'),
    ...both('t', 'T', 'timer', 'timer that fires'),
    ...both('y', 'Y', 'state', 'change of state'),
    ...both('n', 'N', 'trouble', 'loss, fault or violation'),
    { keys: ['['], shown: '[', does: 'slower', run: ({ playback }) => playback.faster(0.5) },
    { keys: [']'], shown: ']', does: 'faster', run: ({ playback }) => playback.faster(2) },
    { keys: [], shown: '', does: 'to the start of the run', run: ({ playback }) => playback.toStart() },
    {
      keys: [],
      shown: '',
      does: 'to the end of the run',
      run: ({ playback }) => playback.to(theEnd.atUs),
    },
  ],
};

/** To the next of a kind, and back. */
function both(key: string, shifted: string, kind: StepKind, name: string): Command[] {
  return [
    { keys: [key], shown: shifted, does: `to the next ${name}`, run: (page) => goToKind(page, kind, 1) },
    {
      keys: [`Shift+${shifted}`],
      shown: `Shift+${shifted}`,
      does: `to the ${name} before`,
      run: (page) => goToKind(page, kind, -1),
    },
  ];
}
