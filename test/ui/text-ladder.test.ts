import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import type { Verdict } from '../../ui/views/text/closing.ts';
import { lanesThatFit } from '../../ui/views/text/layout.ts';
import { type TextOptions, textLadder } from '../../ui/views/text-ladder.ts';
import { figure1, troubles } from './fixtures/figure-1.ts';
import { Story } from './fixtures/story.ts';

const plainText: TextOptions = { width: 80, color: false, unicode: true };
const met: Verdict = { ok: true, lines: [{ ok: true, text: 'sender -> core: INVITE', because: [8] }] };
const missed: Verdict = {
  ok: false,
  lines: [...met.lines, { ok: false, text: 'core -> bob: ACK was not seen', because: [] }],
  warnings: ['fault 4 matched nothing: drop REPORT'],
};

describe('a ladder in text', () => {
  it.each([
    ['figure-1-80', figure1(), { width: 80, verdict: met }],
    ['lost-200-80', figure1(true), { width: 80, verdict: met }],
    ['lost-200-140', figure1(true), { width: 140, verdict: met, all: true }],
    ['troubles-80', troubles(), { width: 80, verdict: missed }],
    ['troubles-ascii', troubles(), { width: 80, verdict: missed, unicode: false }],
  ])('is as it was approved: %s', async (name, records, options) => {
    const text = textLadder(buildLadder(records), { ...plainText, ...options }).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot(`../golden/ladder-${name}.txt`);
  });

  it('keeps within the width, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 400 }),
        fc.boolean(),
        fc.constantFrom('brief', 'normal', 'full'),
        (width, unicode, detail) => {
          for (const records of [figure1(true), troubles()]) {
            const lines = textLadder(buildLadder(records, { detail }), {
              ...plainText,
              width,
              unicode,
              verdict: missed,
            });
            for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is pure ASCII where that is asked for, colours aside', () => {
    const lines = textLadder(buildLadder(troubles()), {
      ...plainText,
      unicode: false,
      color: true,
      verdict: missed,
    });
    expect(lines.join('\n')).toMatch(/^[\n\u001b\u0020-\u007e]+$/);
    expect(lines.join('\n')).not.toContain('\u001b[31m');
  });

  it('says the same with colours as without', () => {
    const options = { ...plainText, verdict: missed };
    const colored = textLadder(buildLadder(troubles()), { ...options, color: true });
    expect(colored.join('\n')).toContain('\u001b[38;5;166m');
    expect(colored.map((line) => line.replace(/\u001b\[[\d;]*m/g, ''))).toEqual(
      textLadder(buildLadder(troubles()), options),
    );
  });

  it('lets no text of a scenario control the terminal', () => {
    const evil = 'a\u001b]0;owned\u0007b\u202ec\r\nd';
    const story = new Story(evil)
      .act(0, 'a', evil, evil)
      .message({ ms: 1, from: 'a', to: evil, summary: evil, lost: evil });
    const text = textLadder(buildLadder(story.records(10)), plainText).join('');
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('stays within the width with more lanes than it has room for', () => {
    const story = new Story('Many');
    for (let n = 0; n < 40; n++)
      story.message({ ms: n, from: 'core', to: `receiver-with-a-long-name-${n}`, summary: 'INVITE' });
    const records = story.records(100);
    const room = lanesThatFit(80);
    const chosen = ['core', ...Array.from({ length: room - 2 }, (_, n) => `receiver-with-a-long-name-${n}`)];
    const ladder = buildLadder(records, { lanes: chosen });
    expect(ladder.lanes).toHaveLength(room);
    expect(ladder.lanes.at(-1)).toBe(`others (${40 - (room - 2)})`);
    const lines = textLadder(ladder, plainText);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });

  it('draws a long run in time that grows with it', () => {
    const story = new Story('Long');
    for (let n = 0; n < 10_000; n++)
      story.message({ ms: n, from: 'a', to: 'b', summary: 'MESSAGE', call: `a.${n}` });
    const lines = textLadder(buildLadder(story.records(20_000)), plainText);
    expect(lines.filter((line) => line.includes('MESSAGE')).length).toBe(10_000);
  });

  it('marks a lost message where it died, with the reason, and numbers what is sent again', () => {
    const text = textLadder(buildLadder(figure1(true)), plainText).join('\n');
    expect(text).toContain('┄ fault 1 ✕──');
    expect(text).toContain('↻1 200 INVITE');
  });
});
