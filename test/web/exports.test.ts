import { beforeEach, describe, expect, it } from 'vitest';
import { recordLine } from '../../sim/trace/ndjson.ts';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import { mermaid } from '../../ui/views/mermaid.ts';
import { textLadder } from '../../ui/views/text-ladder.ts';
import { sheetsOf } from '../../ui/web/export/sheets.ts';
import { svgOfRun } from '../../ui/web/picture/of-run.ts';
import { pictureSize } from '../../ui/web/picture/pictures.ts';
import { capture } from '../../ui/web/worker/capture.ts';
import { load } from '../../ui/web/worker/load-request.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { readCapture } from '../support/pcap-reader.ts';
import { dissect } from '../support/tshark.ts';
import { holdsAll, holdsAllAt } from './held-packets.ts';
import { holdBack } from './hold-back.ts';
import { pngSize, run, saved } from './saved.ts';
import { useSite } from './site.ts';

const site = useSite({ permissions: ['clipboard-read', 'clipboard-write'] });

it('what is asked for while the run is being judged is saved once it is', async () => {
  const letGo = await holdBack(site.page, '**/judges*.js');
  await site.page.goto(`${site.url}#v1&s=lost-200-ok`);
  await site.page.waitForSelector('.verdict:text("not judged yet")');
  const all = saved(site.page, 'NDJSON');
  await site.page.waitForSelector('#toast:has-text("when the run is over and judged")');
  letGo();
  const [file] = await all;
  const { records, fingerprint } = run('lost-200-ok');
  expect(file!.name).toBe(`lost-200-ok_1_A_${fingerprint.slice(0, 8)}.ndjson`);
  expect(file!.bytes.toString('utf8')).toBe(`${records.map(recordLine).join('\n')}\n`);
});

describe('what is saved equals the run on the screen', () => {
  const lost = run('lost-200-ok');
  const asText = (unicode: boolean): string =>
    textLadder(lost.ladder, { width: 100, unicode, color: false, verdict: lost.verdict })
      .map((line) => `${line}\n`)
      .join('');

  beforeEach(() => site.open('#v1&s=lost-200-ok'));

  it('as SVG: to the byte what the command line draws, wherever it is saved', async () => {
    const [file] = await saved(site.page, 'SVG');
    expect(file!.bytes.toString('utf8')).toBe(svgOfRun(lost.records, lost.verdict));
    await site.page.setViewportSize({ width: 800, height: 600 });
    await site.atRest();
    const [again] = await saved(site.page, 'SVG');
    expect(again!.bytes.equals(file!.bytes)).toBe(true);
  });

  it('as SVG: it parses, and has every message once', async () => {
    const [file] = await saved(site.page, 'SVG');
    expect(file!.name).toBe(`lost-200-ok_1_A_${lost.fingerprint.slice(0, 8)}.svg`);
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
    expect(text!.bytes.toString('utf8')).toBe(asText(true));
    const [ascii] = await saved(site.page, 'ASCII');
    expect(ascii!.name).toMatch(/_ascii\.txt$/);
    expect(ascii!.bytes.toString('latin1')).toBe(asText(false));
    expect(ascii!.bytes.every((octet) => octet < 0x80)).toBe(true);
    const [diagram] = await saved(site.page, 'Mermaid');
    expect(diagram!.bytes.toString('utf8')).toBe(mermaid(lost.ladder));
    expect(await site.page.textContent('#toast')).toBe('');
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

  it('as packets of one host: what it sent, when it left, and what it received, when it arrived', async () => {
    await site.page.click('[aria-label="Export"]');
    await site.page.click('.menu button:text-is("core")');
    await site.page.click('[aria-label="Export"]');
    const [file] = await saved(site.page, 'pcapng');
    expect(file!.name).toBe(`lost-200-ok_1_A_${lost.fingerprint.slice(0, 8)}_at-core.pcapng`);
    holdsAllAt('core', file!.bytes, lost.ladder);
    const { sip, malformed, badChecksums } = dissect(file!.bytes);
    const rows = lost.ladder.rows.filter((row) => row.kind === 'message');
    const there = rows.filter((row) => row.fromNode === 'core' || (row.toNode === 'core' && !row.lost));
    expect(there.length).toBeLessThan(rows.length);
    expect(sip).toHaveLength(there.filter(({ protocol }) => protocol === 'sip').length);
    expect({ malformed, badChecksums }).toEqual({ malformed: 0, badChecksums: 0 });
  });

  it('as packets, each of which says what its message says, when and between whom', async () => {
    const [file] = await saved(site.page, 'pcapng');
    expect(file!.name).toBe(`lost-200-ok_1_A_${lost.fingerprint.slice(0, 8)}.pcapng`);
    const { packets } = holdsAll(file!.bytes, lost.ladder);
    expect(new Set(packets.map(({ transport }) => transport))).toEqual(new Set(['udp', 'tcp']));
  });

  it.each([1, 2] as const)('as a picture, %i× as large as the drawing', async (scale) => {
    const [file] = await saved(site.page, scale === 1 ? 'PNG' : 'PNG 2×');
    const { width, height } = pictureSize(lost.content);
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

  it('is copied as a picture, which can be pasted', async () => {
    await site.page.click('[aria-label="Export"]');
    await site.page.click('.menu [role="menuitem"]:has(b:text-is("Copy"))');
    await site.page.waitForSelector('#toast:has-text("The picture is copied.")');
    const pasted = await site.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const { width, height } = await createImageBitmap(await item!.getType('image/png'));
      return { width, height };
    });
    const { width, height } = pictureSize(lost.content);
    expect(pasted).toEqual({ width: Math.round(width * 2), height: Math.round(height * 2) });
    expect(site.complaints).toEqual([]);
  });
});

/** So many hosts stand before the last receiver that it has an IPv6 address alone; small packets make fragments of what goes by UDP. */
const manyHosts = `
title: Many hosts
network:
  links:
    default: { transport: udp, latency: 10ms, mtu: 1280 }
    last<>core: { transport: tcp, latency: 10ms }
core: { kind: sip, domain: example.com }
agents:
  sender: { role: push-sender, uri: sip:push@push-sender-agent.example.com }
  crowd: { role: push-receiver, uri: 'sip:user{n}@example.com', count: 770, features: [+g.oma.lcsi.sip-push] }
  last: { role: push-receiver, uri: sip:last@example.com, features: [+g.oma.lcsi.sip-push, audio, video] }
timeline:
  - { at: 0s, do: register, by: last }
  - { at: 0.5s, do: register, by: crowd-770 }
  - { at: 0.7s, do: request, by: sender, method: MESSAGE, to: sip:user770@example.com, headers: ['Subject: ${'long '.repeat(150)}', 'Organization: ${'wide '.repeat(150)}'] }
  - { at: 1s, do: push, by: sender, to: sip:last@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }
`;

/** Where the first packet's frame begins and ends in a capture. */
function firstPacket(bytes: Uint8Array): { start: number; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (view.getUint32(at, true) !== 6) at += view.getUint32(at + 4, true);
  return { start: at + 28, end: at + 28 + view.getUint32(at + 20, true) };
}

describe('packets, read by a reader that shares nothing with what writes them', () => {
  const captured = (text: string) => {
    const readFile = (): undefined => undefined;
    const request = { name: 'mine', text, faults: [] };
    const bytes = capture(load(request), request, readFile);
    const answer = simulate(request, readFile);
    if (!answer.ok || bytes === undefined) throw new Error(JSON.stringify(answer).slice(0, 500));
    return { bytes, ladder: buildLadder(answer.run.records) };
  };

  it('are right over IPv6 and over TCP, and in fragments', () => {
    const { bytes, ladder } = captured(manyHosts);
    const { packets } = holdsAll(bytes, ladder);
    const kinds = packets.map(({ transport, from }) => `${transport} ${from.includes(':') ? 6 : 4}`);
    expect(new Set(kinds)).toEqual(new Set(['udp 4', 'udp 6', 'tcp 6']));
    // The message with its long headers went in fragments.
    expect(
      Math.max(...packets.filter((one) => one.transport === 'udp').map(({ payload }) => payload.length)),
    ).toBeGreaterThan(1280);
  });

  it.each([
    ['an octet of a message', -60],
    ['an octet of a checksum', 14 + 10],
  ])('with %s changed is seen to be wrong', (_, place) => {
    const { bytes } = captured(manyHosts);
    const first = firstPacket(bytes);
    const at = place < 0 ? first.end + place : first.start + place;
    bytes[at]! ^= 1;
    expect(readCapture(bytes).faults).toHaveLength(1);
  });
});

describe('printed', () => {
  it.each(['lost-200-ok', 'core/three-devices'])(
    'the whole ladder of %s is on A4 across, sheet by sheet',
    async (name) => {
      await site.open(`#v1&s=${name}`);
      await site.page.waitForSelector('[data-print="ready"]', { state: 'attached' });
      const pdf = (await site.page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const sheets = sheetsOf(run(name).content);
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
