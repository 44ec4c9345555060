// All commands, and which one a key means.
import type { Page } from '../page.ts';
import { type Command, type CommandGroup, type KeyPress, keyOf } from './command.ts';
import { compareCommands } from './comparing.ts';
import { lookCommands, panCommands } from './looks.ts';
import { breakCommands, messageCommands } from './messages.ts';
import { timeCommands } from './time.ts';
import { pageCommands } from './whole-page.ts';

export const commandGroups: readonly CommandGroup[] = [
  timeCommands,
  messageCommands,
  breakCommands,
  compareCommands,
  lookCommands,
  panCommands,
  pageCommands,
];

const commands = commandGroups.flatMap((group) => group.commands);

/** The command of a key, by what is written on it, else by where it lies. */
export function commandOf(press: KeyPress, page: Page): Command | undefined {
  const plain = !(press.ctrlKey || press.metaKey || press.altKey);
  const place = plain ? `${press.shiftKey ? 'Shift+' : ''}${press.code}` : '';
  const named = (key: string): Command | undefined =>
    commands.find(({ keys, when }) => keys.includes(key) && (when?.(page) ?? true));
  return named(keyOf(press)) ?? named(place);
}
