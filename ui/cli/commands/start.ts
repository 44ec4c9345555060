import { Call, type Command } from '../command.ts';
import { runAndShow } from './run.ts';
import { serveFlags, serveUntilStopped } from './serve.ts';

export const command: Command = {
  usage: '[--no-serve] [--port P] [--host H]',
  help: 'Runs Figure 1 of the change request and prints its ladder and verdict; then serves the web page, which opens on that run.',
  flags: { 'no-serve': { type: 'boolean', help: 'ends after the verdict' }, ...serveFlags },
  async run(call) {
    const judged = await runAndShow(new Call([], {}), 'figure-1');
    if (call.has('no-serve') || judged !== 0) return judged;
    return serveUntilStopped(call, '#v1&s=figure-1');
  },
};
