import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../scenarios/lab/load.ts';
import { runScenario } from '../../scenarios/lab/run.ts';
import { recordLine } from '../../sim/trace/ndjson.ts';
import { runJson } from '../../ui/views/json.ts';
import { readFile } from '../../ui/web/worker/read-file.ts';
import { root } from '../support/sources.ts';
import { dropFile } from './drop-file.ts';
import { useSite } from './site.ts';

// Files of the reader's: traces and scenarios, and what is neither.

const text = readFileSync(join(root, 'scenarios', 'lost-200-ok.yaml'), 'utf8');
const { records, fingerprint } = runScenario(loadScenario(text, 'lost-200-ok').scenario!, {
  readFile: () => undefined,
});
const ndjson = `${records.map(recordLine).join('\n')}\n`;
const asJson = runJson(records, { ok: true, lines: [], warnings: [] });
const lines = ndjson.trimEnd().split('\n');

const read = (name: string, content: string | Uint8Array<ArrayBuffer>) => readFile(new File([content], name));

describe('a trace’s file', () => {
  it('is read as NDJSON, and as the document that the command line writes', async () => {
    for (const content of [ndjson, ndjson.trimEnd(), asJson, runJson(records, undefined)]) {
      const found = await read('run.ndjson', content);
      expect('records' in found && found.records).toEqual(JSON.parse(JSON.stringify(records)));
    }
  });

  it('that is none is told in a sentence, with its line', async () => {
    const wrong = async (content: string | Uint8Array<ArrayBuffer>) => {
      const found = await read('x.json', content);
      return 'error' in found ? found.error : 'it was read';
    };
    expect(await wrong(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff))).toBe(
      'x.json is not text: neither a trace nor a scenario.',
    );
    expect(await wrong(Uint8Array.of(0x41, 0x00, 0x42))).toContain('is not text');
    expect(await wrong('')).toBe('x.json, line 1: no records.');
    expect(await wrong('{"name":"siplab","version":"1.0.0"}')).toBe('x.json, line 1: a record has a type.');
    expect(await wrong('{\n  "name": "siplab"\n}\n')).toBe('x.json, line 1: not JSON.');
    expect(await wrong('[]')).toBe('x.json, line 1: a record has a type.');
    expect(await wrong('{"records":5}')).toBe('x.json, line 1: not a trace: it has no list of records.');
    expect(await wrong(lines.slice(1).join('\n'))).toBe(
      'x.json, line 1: a trace begins with a record of type "run".',
    );
    expect(await wrong(lines.slice(0, 40).join('\n'))).toBe(
      'x.json, line 40: the trace is cut off: its last record is not of type "end".',
    );
    expect(await wrong(ndjson.slice(0, lines.slice(0, 40).join('\n').length - 9))).toBe(
      'x.json, line 40: not JSON.',
    );
    expect(await wrong(`${lines.slice(0, 9).join('\n')}\n{"type":"state","seq":9,"at":0}\n`)).toMatch(
      /^x\.json, line 10: a record of type "state" without a fitting /,
    );
    expect(await wrong(asJson.slice(0, -40))).toMatch(/^x\.json, line \d+: not JSON\.$/);
    const [head, ...rest] = asJson.split('\n');
    const broken = [head, ...rest.slice(0, 3), '{"type":"timer.set","seq":3,"at":0},', ...rest.slice(4)].join(
      '\n',
    );
    expect(await wrong(broken)).toMatch(/^x\.json, line 5: a record of type "timer\.set"/);
  });

  it('that is huge is not read at all', async () => {
    const huge = { name: 'huge.ndjson', size: 300 << 20 } as File;
    expect(await readFile(huge)).toEqual({ error: expect.stringContaining('larger than 256 MiB') });
  });
});

describe('on the page', () => {
  const site = useSite();

  const shown = () => site.page.textContent('.fingerprint .mono');
  const toast = () => site.page.textContent('#toast span');
  const drop = (name: string, content: string) => dropFile(site.page, name, content);

  it('a dropped trace is shown, can’t be run again, and says so', async () => {
    await site.open('#v1&s=figure-1');
    await drop('mine.ndjson', ndjson);
    await site.page.waitForFunction(
      (hash) => document.querySelector('.fingerprint .mono')?.textContent === hash,
      fingerprint,
    );
    await site.atRest();
    expect(await site.page.textContent('.rail .about')).toContain('opened from mine.ndjson');
    expect(await site.page.locator('.arrow.lost').count()).toBe(1);
    expect(await site.page.textContent('#toast')).toBe('');
    await site.page.waitForFunction(() => location.hash.includes('file=mine.ndjson'));
    await site.page.keyboard.press('Control+Shift+L');
    await site.page.waitForSelector('#toast span');
    expect(await toast()).toContain('its file, mine.ndjson');
    expect(site.complaints).toEqual([]);
  });

  it('a file is chosen by a key, and by the button in the rail', async () => {
    const files = [
      { name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(asJson) },
      {
        name: 'mine.yaml',
        mimeType: 'text/yaml',
        buffer: Buffer.from(text.replace('A lost 200 OK', 'Mine')),
      },
    ];
    // Who asks only just before the key is pressed may come too late: the browser is told of it on its own time.
    site.page.on('filechooser', (chooser) => void chooser.setFiles(files.shift() ?? []));
    await site.open('#v1&s=figure-1');
    await site.page.focus('#ladder');
    await site.page.keyboard.press('Control+o');
    await site.page.waitForFunction(
      (hash) => document.querySelector('.fingerprint .mono')?.textContent === hash,
      fingerprint,
    );
    await site.page.click('.rail button:has-text("Open a file")');
    await site.page.waitForFunction(() => document.title.startsWith('Mine'));
  });

  it('a wrong file is told, and the run before stays', async () => {
    await site.open('#v1&s=figure-1');
    const before = await shown();
    for (const [name, content, told] of [
      ['package.json', '{"name":"x"}', 'package.json, line 1: a record has a type.'],
      ['cut.ndjson', lines.slice(0, 40).join('\n'), 'cut.ndjson, line 40: the trace is cut off'],
      ['mine.yaml', text.replace('timeline:', 'timelime:'), 'mine.yaml, line 14: unknown key "timelime"'],
      ['mine.yaml', 'x'.repeat(600 << 10), 'mine.yaml is too large for a scenario'],
    ] as const) {
      await drop(name, content);
      await site.page.waitForFunction(
        (wanted) => document.querySelector('#toast span')?.textContent?.startsWith(wanted),
        told,
      );
      expect(await shown()).toBe(before);
      expect(await site.page.locator('.arrow').count()).toBeGreaterThan(10);
    }
    expect(site.complaints).toEqual([]);
  });
});
