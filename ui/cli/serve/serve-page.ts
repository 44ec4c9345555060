// The web page over HTTP: static files, and nothing else.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Complaint } from '../command.ts';
import { reasonOf } from '../output.ts';
import { builtPage } from './built-page.ts';
import { answer } from './static-files.ts';

const usualPort = 8060;

export interface ServedPage {
  /** `http://127.0.0.1:8060/`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page, built first where need be. Without a port it takes the usual one, or any that is free. */
export async function servePage({
  port,
  host,
}: {
  readonly port?: number;
  readonly host: string;
}): Promise<ServedPage> {
  const folder = builtPage();
  const server = createServer((request, response) => answer(folder, request, response));
  try {
    await listening(server, port ?? usualPort, host);
  } catch (error) {
    if (port !== undefined || reasonOf(error) !== 'EADDRINUSE')
      throw new Complaint(`${host}:${port ?? usualPort}: can't listen there (${reasonOf(error)})`);
    await listening(server, 0, host);
  }
  const { address, port: taken, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function listening(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}
