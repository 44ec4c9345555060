import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordLine } from '../../sim/trace/ndjson.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import { mermaid } from '../../ui/views/mermaid.ts';
import { ladderSize } from '../../ui/views/svg-pages.ts';
import { textLadder } from '../../ui/views/text-ladder.ts';
import { onePicture, picturePlan } from '../../ui/web/export/picture-plan.ts';
import { callOf, ladderWithin } from '../../ui/web/export/range.ts';
import { sheetsOf } from '../../ui/web/export/sheets.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { dissect } from '../support/tshark.ts';
import { longTrace } from './long-trace.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

function run(name: string) {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults: [] }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return { ...answer.run, ladder: buildLadder(answer.run.records) };
}

/** What a click in the menu saves, as a file name and its bytes; `count` files. */
async function saved(page: Page, item: string, count = 1): Promise<{ name: string; bytes: Buffer }[]> {
  const files: { name: string; bytes: Buffer }[] = [];
  const all = new Promise<void>((done) => {
    page.on('download', async function take(download) {
      const bytes = readFileSync(await download.path());
      files.push({ name: download.suggestedFilename(), bytes });
      if (files.length === count) {
        page.off('download', take);
        done();
      }
    });
  });
  await page.click('[aria-label="Export"]');
  await page.click(`.menu [role="menuitem"]:has(b:text-is("${item}"))`);
  await all;
  return files.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Of a PNG: the size that its head tells. */
function pngSize(bytes: Buffer) {
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

describe('what is saved equals the run on the screen', () => {
  const lost = run('lost-200-ok');

  beforeAll(() => site.open('#v1&s=lost-200-ok'));

  it('as SVG: it parses, and has every message once', async () => {
    const [file] = await saved(site.page, 'SVG');
    expect(file!.name).toBe(`lost-200-ok_seed-1_${lost.fingerprint.slice(0, 8)}.svg`);
    const found = await site.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        errors: parsed.querySelectorAll('parsererror').length,
        keys: [...parsed.querySelectorAll('g > desc')].map((desc) => desc.textContent?.split('; ').at(-1)),
      };
    }, file!.bytes.toString('utf8'));
    expect(found.errors).toBe(0);
    expect(found.keys).toEqual(lost.ladder.rows.flatMap((row) => (row.kind === 'message' ? [row.key] : [])));
  });

  it('as text, Mermaid and NDJSON: to the letter what the command line writes', async () => {
    const [text] = await saved(site.page, 'Text');
    expect(text!.bytes.toString('utf8')).toBe(
      `${textLadder(lost.ladder, { width: 100, unicode: true, color: false, verdict: lost.verdict })}\n`,
    );
    const [diagram] = await saved(site.page, 'Mermaid');
    expect(diagram!.bytes.toString('utf8')).toBe(mermaid(lost.ladder));
    const [trace] = await saved(site.page, 'NDJSON');
    expect(trace!.bytes.toString('utf8')).toBe(`${lost.records.map(recordLine).join('\n')}\n`);
  });

  it('as packets, which Wireshark reads', async () => {
    const [file] = await saved(site.page, 'pcapng');
    const { sip, msrp, malformed, badChecksums } = dissect(file!.bytes);
    const sent = lost.ladder.rows.filter((row) => row.kind === 'message');
    expect(sip).toHaveLength(sent.filter(({ protocol }) => protocol === 'sip').length);
    expect(msrp).toHaveLength(sent.filter(({ protocol }) => protocol === 'msrp').length);
    expect({ malformed, badChecksums }).toEqual({ malformed: 0, badChecksums: 0 });
  });

  it.each([1, 2] as const)('as a picture, %i× as large as the drawing', async (scale) => {
    const [file] = await saved(site.page, scale === 1 ? 'PNG' : 'PNG 2×');
    const { width, height } = ladderSize(lost.ladder);
    expect(pngSize(file!.bytes)).toEqual({
      width: Math.round(width * scale),
      height: Math.round(height * scale),
    });
    const colours = await site.page.evaluate(
      async (bytes) => {
        const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        canvas.drawImage(bitmap, 0, 0);
        return new Set(new Uint32Array(canvas.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer))
          .size;
      },
      [...file!.bytes],
    );
    expect(colours).toBeGreaterThan(50);
  });

  it('of one call, or of what lies between two marks, only that', async () => {
    await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
    await site.page.click('[aria-label="Export"]');
    await site.page.click('.ranges button:text-is("Call")');
    await site.page.click('[aria-label="Export"]');
    const [call] = await saved(site.page, 'Mermaid');
    expect(call!.name).toMatch(/_call\.mmd$/);
    expect(call!.bytes.toString('utf8')).toBe(
      mermaid(ladderWithin(lost.ladder, { kind: 'call', call: 'sender.1' })),
    );
    expect(call!.bytes.toString('utf8')).not.toContain('REGISTER');
    expect(site.complaints).toEqual([]);
  });
});

describe('a ladder too tall for one picture', () => {
  it('becomes several, and the page says so', async () => {
    await site.open('');
    const records = longTrace({ messages: 2_500, atOnce: 10 });
    await site.page.evaluate((told) => {
      const { siplab } = globalThis as unknown as {
        siplab: { openTrace(name: string, records: object[]): Promise<void> };
      };
      return siplab.openTrace('long.ndjson', told);
    }, records);
    const size = ladderSize(buildLadder(records as never));
    expect(size.height).toBeGreaterThan(65_000);
    const plan = picturePlan(size, 1);
    expect(plan.pages).toBe('several');
    const files = await saved(site.page, 'PNG', Math.ceil(size.height / (plan.pageHeight - 44)));
    for (const [index, { name, bytes }] of files.entries()) {
      expect(name).toContain(`_${index + 1}-of-${files.length}.png`);
      expect(pngSize(bytes).height).toBeLessThanOrEqual(16_000);
    }
    expect(await site.page.textContent('#toast')).toContain(`in ${files.length} pictures`);
  });

  it('is never larger than a browser draws, and no larger than asked for', () => {
    for (const height of [500, 64_000, 66_000, 400_000, 5_000_000]) {
      for (const width of [700, 1_200, 9_000]) {
        for (const wanted of [1, 2]) {
          const several = picturePlan({ width, height }, wanted);
          const one = onePicture({ width, height }, wanted);
          for (const { scale, pageHeight } of [several, one]) {
            expect(scale).toBeLessThanOrEqual(wanted);
            expect(pageHeight * scale).toBeLessThanOrEqual(65_000.01);
            expect(pageHeight * scale * width * scale).toBeLessThanOrEqual(200_000_001);
          }
          expect(Math.ceil(height / (several.pageHeight - 44))).toBeLessThanOrEqual(20);
          expect(one.pages).toBe('one');
        }
      }
    }
  });
});

describe('a part of a run', () => {
  const { ladder } = run('core/three-devices');

  it('has the messages that were under way in it, counted', () => {
    const part = ladderWithin(ladder, { kind: 'time', fromUs: 1_030_000, untilUs: 1_050_000 });
    const messages = part.rows.filter((row) => row.kind === 'message');
    expect(messages.map(({ summary }) => summary)).toEqual(['100 INVITE', 'INVITE', '486 INVITE']);
    expect(part.counts.messages).toBe(3);
    expect(part.title).toContain('1.030 to 1.050 s');
  });

  it('of a call has no message of another', () => {
    const part = ladderWithin(ladder, { kind: 'call', call: 'sender.2' });
    const keys = part.rows.flatMap((row) => (row.kind === 'message' ? [row.key] : []));
    expect(keys.length).toBeGreaterThan(5);
    expect(new Set(keys.map(callOf))).toEqual(new Set(['sender.2']));
  });
});

describe('printed', () => {
  it.each(['lost-200-ok', 'core/three-devices'])(
    'the whole ladder of %s is on A4 across, sheet by sheet',
    async (name) => {
      await site.open(`#v1&s=${name}`);
      await site.page.waitForSelector('[data-print="ready"]', { state: 'attached' });
      const pdf = (await site.page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const { ladder, verdict } = run(name);
      const sheets = sheetsOf(ladder, verdict);
      expect(sheets.length).toBeGreaterThan(1);
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(sheets.length);
      const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/g)];
      for (const [, width, height] of boxes)
        expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([842, 595]);
      expect(
        await site.page.$eval('#print', (host) => host.shadowRoot?.querySelectorAll('svg').length ?? 0),
      ).toBe(0);
    },
  );
});
