import { Call, type Command } from '../command.ts';
import { runAndShow } from './run.ts';

export const command: Command = {
  usage: '',
  help: 'Runs Figure 1 of the change request and prints its ladder and verdict.',
  flags: {},
  run: () => runAndShow(new Call([], {}), 'figure-1'),
};
