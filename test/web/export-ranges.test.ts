import { describe, expect, it } from 'vitest';
import type { Ladder, MessageRow } from '../../ui/views/ladder-model.ts';
import { mermaid } from '../../ui/views/mermaid.ts';
import { textLadder } from '../../ui/views/text-ladder.ts';
import { callOf, ladderWithin } from '../../ui/web/export/range.ts';
import { pictureSize } from '../../ui/web/picture/pictures.ts';
import { holdsAll } from './held-packets.ts';
import { pngSize, run, saved } from './saved.ts';
import { useSite } from './site.ts';

// How much of a run an export holds: all of it, what is in the window, one call, what was measured.

const site = useSite();
const lost = run('lost-200-ok');

async function chooseRange(name: string): Promise<void> {
  await site.page.click('[aria-label="Export"]');
  await site.page.click(`.menu button:text-is("${name}")`);
  await site.page.click('[aria-label="Export"]');
}

/** Of an SVG: its size, and the keys of its messages. */
function readSvg(bytes: Buffer) {
  const text = bytes.toString('utf8');
  const [, width, height] = text.match(/<svg [^>]*width="([\d.]+)" height="([\d.]+)"/)!.map(Number);
  const keys = [...text.matchAll(/<desc>(?:[^<]*; )?([^<]*)<\/desc>/g)].map(([, key]) =>
    key!.replaceAll('&gt;', '>'),
  );
  return { size: { width: width!, height: height! }, keys };
}

const asText = (ladder: Ladder, unicode: boolean): string =>
  textLadder(ladder, { width: 100, unicode, color: false, verdict: lost.verdict })
    .map((line) => `${line}\n`)
    .join('');

const messagesOf = (ladder: Ladder) => ladder.rows.filter((row) => row.kind === 'message');

/** What is drawn and written of the chosen range has the part of the ladder and no more; the trace and the packets are whole. */
async function savesPart(range: string, part: Ladder): Promise<void> {
  const keys = messagesOf(part).map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(2);
  expect(keys.length).toBeLessThan(messagesOf(lost.ladder).length);
  const [diagram] = await saved(site.page, 'Mermaid');
  expect(diagram!.name).toMatch(new RegExp(`_${range}\\.mmd$`));
  expect(diagram!.bytes.toString('utf8')).toBe(mermaid(part));
  const [drawing] = await saved(site.page, 'SVG');
  expect(drawing!.name).toMatch(new RegExp(`_${range}\\.svg$`));
  const svg = readSvg(drawing!.bytes);
  expect(svg.keys).toEqual(keys);
  for (const [item, scale] of [
    ['PNG', 1],
    ['PNG 2×', 2],
  ] as const) {
    const [picture] = await saved(site.page, item);
    expect(picture!.name).toMatch(new RegExp(`_${range}\\.png$`));
    expect(pngSize(picture!.bytes)).toEqual({
      width: Math.round(svg.size.width * scale),
      height: Math.round(svg.size.height * scale),
    });
  }
  expect(svg.size.height).toBeLessThan(pictureSize(lost.content).height);
  for (const [item, unicode] of [
    ['Text', true],
    ['ASCII', false],
  ] as const) {
    const [text] = await saved(site.page, item);
    expect(text!.name).toMatch(new RegExp(`_${range}${unicode ? '' : '_ascii'}\\.txt$`));
    expect(text!.bytes.toString('utf8')).toBe(asText(part, unicode));
  }
  const [trace] = await saved(site.page, 'NDJSON');
  expect(trace!.name).toBe(`lost-200-ok_1_A_${lost.fingerprint.slice(0, 8)}.ndjson`);
  expect(trace!.bytes.toString('utf8').trimEnd().split('\n')).toHaveLength(lost.records.length);
  const [packets] = await saved(site.page, 'pcapng');
  expect(packets!.name).toBe(`lost-200-ok_1_A_${lost.fingerprint.slice(0, 8)}.pcapng`);
  holdsAll(packets!.bytes, lost.ladder);
  expect(site.complaints).toEqual([]);
}

it('of one call, only that', async () => {
  await site.open('#v1&s=lost-200-ok&sel=core>bob/sender.1/INVITE/1/1');
  await chooseRange('Call');
  const part = ladderWithin(lost.ladder, { kind: 'call', call: 'sender.1' });
  expect(messagesOf(part).some(({ key }) => key.includes('REGISTER'))).toBe(false);
  await savesPart('call', part);
});

it('of what was measured, from the mark to what is selected', async () => {
  const [from, until] = [3, 6].map((at) => messagesOf(lost.ladder)[at]!) as [MessageRow, MessageRow];
  await site.open(`#v1&s=lost-200-ok&sel=${from.key}`);
  await site.page.focus('#ladder');
  await site.page.keyboard.press('m');
  for (let step = 0; step < 3; step++) await site.page.keyboard.press('ArrowDown');
  await chooseRange('Measured');
  await savesPart(
    'marks',
    ladderWithin(lost.ladder, { kind: 'time', fromUs: from.atUs, untilUs: until.atUs }),
  );
});

it('of what is in the window, and then of the whole again', async () => {
  await site.page.setViewportSize({ width: 1680, height: 500 });
  await site.open('#v1&s=lost-200-ok');
  await chooseRange('Window');
  // What begins above the window's lower edge is in it.
  const seen = await site.page.evaluate(() => {
    const edge = document.getElementById('ladder')!.getBoundingClientRect().bottom;
    return [
      ...document.querySelectorAll<Element & { __data__?: { arrow: { key: string } } }>('#pane g.arrow'),
    ]
      .filter((arrow) => arrow.getBoundingClientRect().top < edge)
      .map((arrow) => arrow.__data__!.arrow.key);
  });
  const [diagram] = await saved(site.page, 'Mermaid');
  const [, from, until] = diagram!.bytes.toString('utf8').match(/: ([\d.]+) to ([\d.]+) s/)!;
  const [fromUs, untilUs] = [from, until].map((s) => Math.round(Number(s) * 1_000_000)) as [number, number];
  const part = ladderWithin(lost.ladder, { kind: 'time', fromUs, untilUs });
  expect(messagesOf(part).map(({ key }) => key)).toEqual(seen);
  await savesPart('window', part);
  await chooseRange('All');
  const [all] = await saved(site.page, 'Mermaid');
  expect(all!.bytes.toString('utf8')).toBe(mermaid(lost.ladder));
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
