import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedPage, servePage } from '../../ui/cli/serve/serve-page.ts';
import { siplab } from '../support/siplab.ts';

let served: ServedPage;
beforeAll(async () => {
  served = await servePage({ port: 0, host: '127.0.0.1' });
});
afterAll(() => served.close());

/** The path as it stands: `fetch` would tidy it first. */
function get(path: string, method = 'GET'): Promise<{ status: number; type: string; body: string }> {
  const { hostname, port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }),
      );
    });
    asked.on('error', reject).end();
  });
}

describe('the server of the page', () => {
  it('gives the page and what it names, each with its type', async () => {
    const page = await get('/');
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    const named = [...page.body.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, path]) => path!.slice(1));
    expect(named.length).toBeGreaterThan(1);
    for (const path of named)
      expect((await get(path)).type).toMatch(/^text\/(?:javascript|css); charset=utf-8$/);
  });

  it('gives nothing from outside its folder', async () => {
    for (const path of [
      '/../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/assets',
      '/%00',
      '/%',
      '//etc/passwd',
    ])
      expect((await get(path)).status, path).toBe(404);
  });

  it('answers only GET and HEAD', async () => {
    expect((await get('/', 'POST')).status).toBe(405);
    expect(await get('/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('listens at another port where its own is taken, but not where one was asked for', async () => {
    const second = await servePage({ host: '127.0.0.1' });
    const third = await servePage({ host: '127.0.0.1' });
    expect(third.url).not.toBe(second.url);
    const { port } = new URL(third.url);
    await expect(servePage({ host: '127.0.0.1', port: Number(port) })).rejects.toThrow('EADDRINUSE');
    await second.close();
    await third.close();
  });

  it('says what is wrong with a port', () => {
    expect(siplab(['serve', '--port', '70000'])).toMatchObject({ status: 2, stdout: '' });
    expect(siplab(['start', '--no-serve']).status).toBe(0);
  });
});
