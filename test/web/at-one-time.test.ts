import { expect, it } from 'vitest';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { readCapture } from '../support/pcap-reader.ts';
import { dropFile } from './drop-file.ts';
import { saved } from './saved.ts';
import { useSite } from './site.ts';

// What happens at one time keeps the order of its numbers wherever it is shown or told (T14 of README.md).

const site = useSite({ width: 1680, height: 1050 });

/** Each request has a method of its own, so that wherever it stands it is known. */
const methods = Array.from({ length: 100 }, (_, n) => `AT${String(n + 1).padStart(3, '0')}`);
const text = `
title: A hundred at one time
network: { links: { default: { transport: udp, latency: 10ms } } }
core: { kind: sip, domain: example.com }
agents:
  sender: { role: push-sender, uri: sip:push@example.com }
  bob: { role: push-receiver, uri: sip:bob@example.com }
timeline:
${methods.map((method) => `  - { at: 1s, do: request, by: sender, method: ${method}, to: sip:bob@example.com }`).join('\n')}
`;

/** Of a text, the methods in the order in which it first has each. */
const order = (told: string): string[] => [...new Set(told.match(/\bAT\d{3}\b/g))];

it('a hundred messages of one time stand in one order in the drawing, in the grid and in each export', async () => {
  const ran = simulate({ name: 'own', text, faults: [] }, () => undefined);
  if (!ran.ok) throw new Error(ran.errors.join('\n'));
  const rows = buildLadder(ran.run.records).rows.flatMap((row) => (row.kind === 'message' ? [row] : []));
  const asked = rows.slice(0, methods.length);
  expect(new Set(asked.map(({ atUs }) => atUs)).size).toBe(1);
  expect(asked.map(({ summary }) => summary)).toEqual(methods);

  await site.open('');
  await dropFile(site.page, 'at-one-time.yaml', text);
  await site.page.waitForFunction(() => document.title.startsWith('A hundred at one time'));
  await site.atRest();
  const seen = { drawn: [] as string[], grid: [] as string[] };
  const heights: number[] = [];
  // What the window shows, screen by screen.
  for (let top = 0, end = 1; top < end; top += 500) {
    await site.page.evaluate((at) => document.getElementById('ladder')!.scrollTo(0, at), top);
    await site.atRest();
    const now = await site.page.evaluate(() => ({
      end: document.getElementById('ladder')!.scrollHeight,
      drawn: [...document.querySelectorAll('#pane .arrow')].map((node) => {
        const { arrow, startY } = (
          node as unknown as { __data__: { arrow: { label: string; index: number }; startY: number } }
        ).__data__;
        return { label: arrow.label, index: arrow.index, startY };
      }),
      grid: [...document.querySelectorAll('#grid [role="row"][id] :nth-child(2)')].map(
        (cell) => cell.textContent ?? '',
      ),
    }));
    end = now.end;
    expect(now.drawn.map(({ index }) => index)).toEqual(
      now.drawn.map(({ index }) => index).sort((a, b) => a - b),
    );
    heights.push(...now.drawn.filter(({ index }) => index >= heights.length).map(({ startY }) => startY));
    seen.drawn.push(...now.drawn.map(({ label }) => label));
    seen.grid.push(...now.grid);
  }
  expect(order(seen.drawn.join('\n'))).toEqual(methods);
  expect(order(seen.grid.join('\n'))).toEqual(methods);
  expect(heights.length).toBe(rows.length);
  expect(heights).toEqual([...heights].sort((a, b) => a - b));

  for (const item of ['SVG', 'Text', 'Mermaid', 'NDJSON']) {
    const [file] = await saved(site.page, item);
    expect({ item, order: order(file!.bytes.toString('utf8')) }).toEqual({ item, order: methods });
  }
  const [capture] = await saved(site.page, 'pcapng');
  const { packets, faults } = readCapture(capture!.bytes);
  expect(faults).toEqual([]);
  const first = packets.map(({ payload }) => Buffer.from(payload).toString('latin1').split(' ', 1)[0]!);
  expect(order(first.join('\n'))).toEqual(methods);
  expect(new Set(packets.slice(0, methods.length).map(({ atUs }) => atUs)).size).toBe(1);
  expect(site.complaints).toEqual([]);
});
