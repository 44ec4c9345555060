import { createReadStream, realpathSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Answers with a file beneath `folder`, whatever the request says: 404 for what isn't there or lies outside, 405 for all but GET and HEAD. */
export function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const path = fileFor(folder, request.url ?? '/');
  if (path === undefined) return refuse(response, 404);
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-length': statSync(path).size,
    // Names of assets hold a digest of their content; the page itself may change.
    'cache-control': path.includes(`${sep}assets${sep}`) ? 'max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(path)
      .on('error', () => response.destroy())
      .pipe(response);
}

/** The file that a URL means; undefined where there is none in the folder, links followed. */
function fileFor(folder: string, url: string): string | undefined {
  try {
    const wanted = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '/');
    const root = realpathSync(folder);
    const path = realpathSync(join(root, wanted.endsWith('/') ? `${wanted}index.html` : wanted));
    return path.startsWith(root + sep) && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, code: 404 | 405): void {
  response.writeHead(code, {
    'content-type': 'text/plain; charset=utf-8',
    ...(code === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(code === 404 ? 'not found\n' : 'only GET and HEAD\n');
}
