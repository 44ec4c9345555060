import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordLine } from '../../../sim/trace/ndjson.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { root } from '../../support/sources.ts';
import { type Run, run, runShipped, story } from './lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'siplab-bytes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Calls the program of a tree from a folder of the caller's choice. */
function call(tree: string, args: readonly string[], cwd = tree, env: Readonly<Record<string, string>> = {}) {
  const tsx = `file://${join(root, 'node_modules/tsx/dist/esm/index.mjs')}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', tsx, join(tree, 'ui/cli/main.ts'), ...args],
    { cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return { status, stdout, stderr };
}

describe('the same seed', () => {
  it.each(['figure-1', 'lossy-link'])(
    'gives the same bytes of %s, wherever and in whatever language',
    (name) => {
      const args = ['run', name, '--format', 'ndjson', '--seed', 'straße ☎'];
      const here = call(root, args, root, { TZ: 'UTC', LANG: 'C' });
      const there = call(root, args, folder, {
        TZ: 'America/St_Johns',
        LANG: 'de_DE.UTF-8',
        LC_ALL: 'tr_TR.UTF-8',
      });
      expect(here.status).toBe(0);
      expect(there).toEqual(here);
    },
  );

  it('gives the same bytes twice in one process, one run after the other', () => {
    const lines = () => runShipped('lossy-link').records.map(recordLine);
    expect(lines()).toEqual(lines());
  });
});

describe('another seed', () => {
  it('changes ids and nothing else where links leave nothing to chance', () => {
    const [one, other] = [runShipped('figure-1', { seed: '1' }), runShipped('figure-1', { seed: '2' })];
    expect(other.fingerprint).not.toBe(one.fingerprint);
    expect(withoutIds(other)).toEqual(withoutIds(one));
  });

  it('changes when things arrive where links have jitter', () => {
    const text = story({ links: '{ default: { transport: udp, latency: 20ms, jitter: 5ms } }' });
    const arrivals = (seed: string) =>
      run(text, { seed }).records.flatMap((record) =>
        record.type === 'message.received' ? [record.at] : [],
      );
    expect(arrivals('2')).not.toEqual(arrivals('1'));
    expect(arrivals('2')).toHaveLength(arrivals('1').length);
  });
});

/** The records as text, each thing that is drawn replaced by a dot: branches, tags, Call-IDs, session ids, Message-IDs, version numbers. */
function withoutIds({ records }: Run): string[] {
  return records.map((record) =>
    recordLine(plain(record))
      .replace(/z9hG4bK[\w.~-]+/g, '•')
      .replace(/tag=[\w.~-]+/g, '•')
      .replace(/Call-ID: [^\\]+/g, '•')
      .replace(/o=- \d+ \d+/g, '•')
      // A number of another length makes the body as much longer.
      .replace(/Content-Length: [^\\]+/g, '•')
      .replace(/"base64":"[^"]*"/g, '•')
      .replace(/file-transfer-id:[\w.~+-]+/g, '•')
      .replace(/(msrp:\/\/[^/]+)\/[\w.~+-]+/g, '$1/•')
      .replace(/Message-ID: [^\\]+/g, '•')
      .replace(/MSRP \S+ /g, 'MSRP • ')
      .replace(/-------[\w.~+-]+?([$+#])/g, '-------•$1')
      .replace(/"(message|transaction|owner|id)":"[^"]*"/g, '"$1":•'),
  );
}

function plain(record: TraceRecord): TraceRecord {
  if (record.type === 'run') return { ...record, seed: '', parameters: null };
  return record.type === 'end' ? { ...record, fingerprint: '' } : record;
}

describe('chance of one’s own', () => {
  it('in an agent is caught by --check, which names the first record that differs', () => {
    const tree = join(folder, 'tree');
    for (const part of ['sim', 'core', 'agents', 'scenarios', 'ui', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, part), join(tree, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    const sender = join(tree, 'agents/push-sender.ts');
    const planted = `
const { store } = PushSender.prototype;
PushSender.prototype.store = function (what, value) {
  store.call(this, what, what === 'push' ? String(Math.random()) : value);
};
`;
    expect(call(tree, ['run', 'figure-1', '--check'])).toMatchObject({ status: 0 });
    writeFileSync(sender, planted, { flag: 'a' });
    const { status, stdout, stderr } = call(tree, ['run', 'figure-1', '--check']);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    const [first, one, other, again] = stderr.trimEnd().split('\n');
    const named = /first in record (\d+) at ([\d.]+) s$/.exec(first ?? '');
    expect(named).not.toBeNull();
    for (const line of [one, other]) {
      expect(line).toContain(`"type":"store","seq":${named?.[1]},`);
      expect(line).toContain('"what":"push"');
    }
    expect(one).not.toBe(other?.replace('other:', 'one:  '));
    expect(again).toBe('again: siplab run figure-1 --check');
  });
});
