import { type Call, type Command, Complaint, status } from '../command.ts';
import { print } from '../output.ts';
import { servePage } from '../serve/serve-page.ts';

export const serveFlags = {
  port: { type: 'string', value: 'P', help: 'the port; default 8060, or any free one where that is taken' },
  host: {
    type: 'string',
    value: 'H',
    help: 'the address to listen at; default 127.0.0.1, this machine alone',
  },
} as const;

export const command: Command = {
  usage: '[--port P] [--host H]',
  help: 'Serves the web page and prints its address. Ctrl+C ends it.',
  flags: serveFlags,
  async run(call) {
    if (call.positionals.length > 0) throw new Complaint(`unexpected ${call.positionals[0]}`);
    return serveUntilStopped(call, '');
  },
};

/** Serves until the process is told to stop. `fragment` is what the printed address ends with: which run to open. */
export async function serveUntilStopped(call: Call, fragment: string): Promise<number> {
  const port = portOf(call.text('port'));
  const page = await servePage({
    ...(port !== undefined && { port }),
    host: call.text('host') ?? '127.0.0.1',
  });
  await print(`the page: ${page.url}${fragment}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await page.close();
  return status.held;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new Complaint(`--port ${text}: expected a number from 0 to 65535`);
  return port;
}
